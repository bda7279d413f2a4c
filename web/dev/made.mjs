// Answers that are made up, for work on the dashboard without the program: what-ifs, overrides, devices, outlook,
// savings, the site file. Each is a function of (query, body) that returns [status, json].
const quarterMs = 900_000;
const iso = (at) => new Date(at).toISOString().replace(".000Z", "Z");
const ok = (json) => [200, json];
const refuse = (status, detail, problems) => [status, { type: "about:blank", title: "Refused", status, detail, ...(problems ? { problems } : {}) }];

const kindsOf = { battery: ["charge", "export", "hold", "self_use"], vehicle: ["charge", "off"], water_heater: ["on", "off"], heat_source: ["on", "off"] };
const steered = [
  { device: "home", type: "battery" }, { device: "car", type: "vehicle" }, { device: "tank", type: "water_heater" },
  { device: "heat_pump", type: "heat_source" }].map((each) => ({ ...each, kinds: kindsOf[each.type] }));

const siteText = `# The home, as its owner wrote it down.
name: French home
timezone: Europe/Paris
currency: EUR

grid:
  import_limit_kw: 9            # the contract's 9 kVA

batteries:
  - id: home
    capacity_kwh: 10
    charge_kw: 5                # and as much discharging
    min_soc_pct: 5              # never below
    wear_per_kwh: 0.02

planning:
  step_min: 15
  horizon_h: 48
`;
const number = (description, minimum, maximum, more = {}) => ({ type: "number", description, minimum, maximum, ...more });
const schema = {
  $schema: "https://json-schema.org/draft/2020-12/schema", title: "The site file", type: "object", required: ["timezone"],
  properties: {
    name: { type: "string", description: "what the home is called" },
    timezone: { type: "string", description: "IANA name, such as Europe/Berlin" },
    currency: { type: "string", description: "of all prices", enum: ["EUR", "SEK", "CHF"], default: "EUR" },
    grid: {
      type: "object", description: "what the meter allows",
      properties: { import_limit_kw: number("most that may be bought", 0, 1000), export_limit_kw: number("most that may be sold", 0, 1000) },
    },
    batteries: {
      type: "array", description: "batteries of the home",
      items: {
        type: "object", required: ["id", "capacity_kwh"],
        properties: {
          id: { type: "string", description: "its name in plans" }, capacity_kwh: number("what it can hold", 0, 10_000),
          charge_kw: number("highest power", 0, 1000), min_soc_pct: number("never discharged below this", 0, 100, { default: 5 }),
          wear_per_kwh: number("what a discharged kWh costs", 0, 100, { default: 0 }),
          can_charge_from_grid: { type: "boolean", description: "whether it may buy", default: true },
        },
      },
    },
    planning: {
      type: "object", description: "how the home is planned",
      properties: { step_min: number("minutes between plans", 1, 60, { default: 15 }), horizon_h: number("hours ahead", 1, 168, { default: 48 }) },
    },
  },
};

// A line of the text for "batteries[0].min_soc_pct" or "grid.export_limit_kw"; simple, for this text alone.
function edited(text, changes) {
  const problems = [];
  let lines = text.split("\n");
  for (const { path, value } of changes) {
    const key = path.split(".").at(-1);
    const at = lines.findIndex((line) => new RegExp(`^\\s*(- )?${key}:`).test(line));
    if (key === "min_soc_pct" && (value < 0 || value > 100)) problems.push({ line: at + 1, column: 18, path, text: `${path}: ${value} is not between 0 and 100` });
    if (at >= 0 && value === null) lines = lines.filter((_, index) => index !== at);
    else if (at >= 0) lines[at] = lines[at].replace(/:\s*[^#]*?(\s*#.*)?$/, (_, comment) => `: ${value}${comment ?? ""}`);
    else {
      const parent = lines.findIndex((line) => line.startsWith(`${path.split(/[.[]/)[0]}:`));
      lines.splice(parent + 1, 0, path.includes(".") ? `  ${key}: ${value}` : `${key}: ${value}`);
    }
  }
  return { text: lines.join("\n"), problems };
}

function diffOf(before, after) {
  const [a, b] = [before.split("\n"), after.split("\n")];
  const out = ["--- site.yaml", "+++ site.yaml"];
  for (let index = 0, other = 0; index < a.length || other < b.length;) {
    if (a[index] === b[other]) out.push(` ${a[index++]}`), other++;
    else if (b.slice(other).includes(a[index])) out.push(`+${b[other++]}`);
    else if (index < a.length) out.push(`-${a[index++]}`);
    else out.push(`+${b[other++]}`);
  }
  return before === after ? "" : `${out.join("\n")}\n`;
}

export function made(read, { password, exportLimitKw } = {}) {
  const now = Date.parse(read("status").now);
  let overrides = [{ id: 1, device: "tank", kind: "on", from: "2024-05-11T20:00:00Z", until: "2024-05-11T21:00:00Z", source: "schedule", by: "site file" }];
  let ids = 1;
  let house = { strategies: ["smart", "solar_only", "cheap_hours", "as_soon_as_possible"], cars: [{
    car: "car", strategy: "smart", soc_pct: 48, is_soc_estimated: true, soc_at: iso(now - 3_600_000), needed_kwh: 6.4, urgency: 5.9,
    notice: "nobody says which car is at wallbox: car is assumed", could_be_plugged_in: true,
    alarm: "car will hold 54 % instead of 60 % at Mon 13 May 07:30: 3.0 kWh are missing; it would need 10.0 kW instead of 7.4 kW" }] };
  let file = siteText;
  let version = 1;
  let isOpen = password === undefined;
  const csrf = "made-up-token";

  const listed = () => ({
    overrides: overrides.map((each) => ({
      ...each, state: Date.parse(each.from) <= now ? "active" : "coming", left_s: (Date.parse(each.until) - now) / 1000 })),
    devices: steered,
  });
  const manual = (wish) => {
    const from = wish.from === undefined ? now : Date.parse(wish.from);
    const until = wish.until === undefined ? from + (wish.minutes ?? 90) * 60_000 : Date.parse(wish.until);
    ids += 1;
    return { id: ids, device: wish.device, kind: wish.kind, from: iso(from), until: iso(until), source: "manual", by: wish.by ?? "dashboard",
      ...(wish.target_soc_pct === undefined ? {} : { target_soc_pct: wish.target_soc_pct }) };
  };
  const overlaps = (a, b) => a.device === b.device && a.from < b.until && b.from < a.until;

  // The recorded plan, bent a little: what is stored never falls below a reserve, and each change costs something.
  const bent = (leastKwh, costs) => {
    const plan = read("plan");
    const baseCost = plan.money.net_cost - plan.money.missed;
    for (const slot of plan.slots) {
      for (const battery of slot.batteries) {
        if (battery.soc_kwh < leastKwh) [battery.soc_kwh, battery.discharge_kw] = [leastKwh, 0];
      }
    }
    if (leastKwh > 7.5) {  // more than there is for four quarters
      plan.violations = plan.slots.slice(0, 4).map(({ start }, index) => ({ start, what: "battery.min_soc[home]", amount: 4 - index, unit: "kWh",
        text: `Battery home: ${4 - index} kWh below its lowest allowed charge.` }));
    }
    plan.objective += costs;
    plan.money.net_cost += costs;
    return { cost: baseCost + costs, base_cost: baseCost, plan };
  };
  const maybeQuick = (query, json) => {
    if (query.has("quick")) {
      for (const slot of json.plan.slots) slot.reason = { code: slot.reason.code };
      for (const each of json.plan.violations) delete each.text;
    }
    return ok(json);
  };
  const whatIf = (query, patch) => {
    const home = read("case");
    const least = patch.batteries?.[0].min_soc_kwh ?? 0;
    const was = Date.parse(home.vehicles[0].trips[0].leave);
    const leave = Date.parse(patch.vehicles?.[0].trips[0].leave ?? home.vehicles[0].trips[0].leave);
    const target = patch.vehicles?.[0].targets[0].soc_kwh ?? home.vehicles[0].targets[0].soc_kwh;
    return maybeQuick(query, bent(least, Math.max(0, least - 0.5) * 0.09 + (was - leave) / 3_600_000 * 0.03 + (target - home.vehicles[0].targets[0].soc_kwh) * 0.11));
  };
  const simulate = (query, { overrides: wishes }) => maybeQuick(query, bent(0, wishes.reduce(
    (sum, each) => sum + (Date.parse(each.until) - Date.parse(each.from)) / 3_600_000 * 0.07, 0)));

  let exceptions = { trips: [], reserves: [] };

  const outlook = () => ({
    slots: read("plan").slots.map((slot, index) => {
      const sure = 0.12 + 0.3 * (index / 112);
      const pv = slot.pv_used_kw + slot.pv_curtailed_kw;
      return { start: slot.start, duration_s: slot.duration_s, pv_kw: pv, pv_p10_kw: pv * (1 - sure), pv_p90_kw: Math.min(4.4, pv * (1 + 0.8 * sure)),
        load_kw: slot.load_kw, load_p10_kw: slot.load_kw * (1 - 0.6 * sure), load_p90_kw: slot.load_kw * (1 + 1.4 * sure), outdoor_c: 14 };
    }),
  });
  const devices = () => {
    const [slot] = read("plan").slots;
    const { readings } = read("status");
    const of = (id) => overrides.find((each) => each.device === id && Date.parse(each.from) <= now) ?? null;
    return { devices: [
      { id: "home", type: "battery", state: "ok", text: "answers", now: { mode: slot.batteries[0].mode, power_kw: slot.batteries[0].charge_kw - slot.batteries[0].discharge_kw, reason: slot.reason.text },
        readings: { soc_pct: readings.batteries[0].soc_pct, soc_kwh: readings.batteries[0].soc_kwh, charge_kw: readings.batteries[0].charge_kw, discharge_kw: readings.batteries[0].discharge_kw }, limits: { capacity_kwh: 10, charge_kw: 5, discharge_kw: 5, min_soc_pct: 5 }, override: of("home") },
      { id: "meter", type: "grid", state: "ok", text: "measured 12 s ago", now: { power_kw: readings.import_kw - readings.export_kw }, readings: { import_kw: readings.import_kw, export_kw: readings.export_kw }, limits: { import_kw: 9, export_kw: exportLimitKw }, override: null },
      { id: "roof", type: "pv", state: "ok", text: "measured 12 s ago", now: { power_kw: readings.pv_kw }, readings: { power_kw: readings.pv_kw }, limits: { peak_kw: 4 }, override: null },
      ...slot.devices.map((each) => ({
        id: each.id, type: { car: "vehicle", tank: "water_heater", living: "zone", heat_pump: "heat_source" }[each.id] ?? "appliance",
        state: each.id === "heat_pump" ? "stale" : "ok", text: each.id === "heat_pump" ? "last heard of 14 min ago" : "answers",
        now: { state: each.state, power_kw: each.power_kw, reason: each.reason.text },
        readings: { ...(each.id === "living" ? {} : { power_kw: each.power_kw }), ...(each.soc_kwh === undefined ? {} : { soc_kwh: each.soc_kwh, soc_pct: 100 * each.soc_kwh / 52 }), ...(each.temperature_c === undefined ? {} : { temperature_c: each.temperature_c }) },
        limits: each.id === "car" ? { capacity_kwh: 52, charge_kw: 7.4 } : each.id === "tank" ? { power_kw: 2, max_c: 65 } : {}, override: of(each.id) })),
    ] };
  };
  const savings = (query) => {
    const isMonth = query.get("by") === "month";
    const rows = Array.from({ length: isMonth ? 7 : 30 }, (_, index) => {
      const day = isMonth ? `${index < 2 ? 2023 : 2024}-${String((index + 10) % 12 + 1).padStart(2, "0")}-01` : iso(now - (29 - index) * 86_400_000).slice(0, 10);
      const wave = Math.sin(index * 1.7) * 0.5 + Math.sin(index * 0.4);
      const times = isMonth ? 30 : 1;
      const cost = (0.9 + 0.8 * wave) * times;
      const bare = cost + (0.34 + 0.16 * Math.sin(index)) * times;
      return { from: day, cost, self_use_cost: bare, no_battery_cost: bare + 0.7 * times, saved: bare - cost + 0.05 * Math.sin(index * 2) * times, import_kwh: (7 + 4 * wave) * times,
        export_kwh: Math.max(0, 5 - 3 * wave) * times, pv_kwh: (14 - 5 * wave) * times, load_kwh: 13 * times, is_complete: index < (isMonth ? 6 : 29) };
    });
    return { against: "self_use", rows };
  };
  const accounts = (query) => {
    const days = (Date.parse(query.get("to")) - Date.parse(query.get("from"))) / 86_400_000 || 1;
    const of = (id, planned, actual, more) => ({ id, hours: 24 * days, actual_kwh: actual * days,
      ...(planned === undefined ? {} : { planned_kwh: planned * days, beside_plan_kwh: 0.1 * Math.abs(planned) * days }),
      switches: 5 * days, switches_per_day: 5, writes: 9 * days, cold_k_h: 0, cold_hours: 0, missing_kwh: 0, avoided: 0.3 * days, ...more });
    return { rows: [{ start: query.get("from") ?? read("status").now, devices: [
      of("home", 1.2, 1.1, { set_point_error_kw: 0.08, response_s: 12, avoided: 0.72 * days }),
      of("car", 8.4, 7.9, { set_point_error_kw: 0.3, response_s: 25, missing_kwh: days > 1 ? 2.4 : 0, avoided: 1.1 * days }),
      of("tank", 3.1, 3.3, { cold_hours: 0.5, cold_k_h: 0.4 }), of("living", undefined, 0, { switches: 0, switches_per_day: 0, writes: 0, avoided: 0 }),
    ] }] };
  };
  const accuracy = () => ({
    series: [["pv", 0.22, -0.04], ["load", 0.31, 0.02]].map(([name, mae, bias]) => ({
      name, leads: [1, 2, 4, 8, 16, 24, 36].map((lead) => ({ lead_h: lead, mae_kw: mae * (1 + 0.22 * Math.log2(lead)), bias_kw: bias * (1 + lead / 24), count: 960 - lead * 4 })) })),
  });
  const config = () => ({ file: "site.yaml", text: file, version: String(version), can_write: true });
  const session = () => ({ is_needed: password !== undefined, is_open: isOpen, scopes: isOpen ? ["read", "control", "admin"] : [], ...(isOpen && password !== undefined ? { csrf } : {}) });

  const routes = {
    "POST /what-if": whatIf,
    "POST /overrides/simulate": simulate,
    "GET /overrides": () => ok(listed()),
    "POST /overrides": (_, wish) => {
      const one = manual(wish);
      overrides = [...overrides.filter((each) => each.source !== "manual" || !overlaps(each, one)), one];
      return [201, listed().overrides.find((each) => each.id === one.id)];
    },
    "POST /overrides/apply": (_, { overrides: wishes }) => {
      overrides = [...overrides.filter((each) => each.source !== "manual"), ...wishes.map(manual)];
      return ok(listed());
    },
    "DELETE /overrides": (query) => {
      overrides = overrides.filter((each) => each.source !== "manual" || (query.has("device") && each.device !== query.get("device")));
      return [204];
    },
    "GET /house": () => ok(house),
    "PUT /house": (_, { cars, away }) => {
      house = { ...house, away, cars: house.cars.map((each) => ({ ...each, strategy: cars.find(({ car }) => car === each.car)?.strategy ?? "smart" })) };
      return ok(house);
    },
    "POST /house/soc": (_, { car, soc_pct }) => {
      house = { ...house, cars: house.cars.map((each) => (each.car === car ? { ...each, soc_pct, is_soc_estimated: true, soc_at: iso(now) } : each)) };
      return ok(house);
    },
    "POST /house/plugged": (_, { car }) => {
      house = { ...house, cars: house.cars.map((each) => (each.car === car ? { ...each, could_be_plugged_in: undefined } : each)) };
      return ok(house);
    },
    "GET /outlook": () => ok(outlook()),
    "GET /devices": () => ok(devices()),
    "GET /plan/baselines": () => ok({ strategies: [{ name: "optimal", cost: read("plan").money.net_cost }, { name: "self_use", cost: 2.31 }, { name: "rules", cost: 2.04 }, { name: "no_battery", cost: 3.12 }] }),
    "GET /plans": () => ok({ plans: [1, 2, 3, 40, 80].map((index) => ({ made_at: iso(Date.parse(read("status").plan.made_at) - index * quarterMs), status: "optimal", cost: 1.4 + index / 50 })) }),
    "GET /savings": (query) => ok(savings(query)),
    "GET /palettes": () => ok({
      palettes: [{ name: "Harbour", background: "#0d1b2a", foreground: "#e0e1dd", accent: "3",
        palette: Array.from({ length: 16 }, (_, index) => `#${(255 - index * 9).toString(16)}a0${(96 + index * 6).toString(16)}`) }],
      problems: ["themes/wood.yaml:1:13: background: 'black' is no colour such as \"#1d262a\" (in quotes)\nthemes/wood.yaml:4:10: palette: has 2 colours; it takes 16"] }),
    "POST /replay": (_, { from, to, strategies }) => from > to ? refuse(400, "to: is before from") : ok({
      from: `${from}T00:00:00Z`, to: `${to}T00:00:00Z`, strategies: strategies.map((strategy, index) => ({
        strategy, total: { net_cost: 9 + 2 * index, saved_to_self_use: 4 - 2 * index, grid_import_kwh: 60 + 9 * index, grid_export_kwh: 40 } })) }),
    "GET /history/accounts": (query) => ok(accounts(query)),
    "GET /accuracy": () => ok(accuracy()),
    "GET /exceptions": () => ok(exceptions),
    "PUT /exceptions": (_, wanted) => {
      exceptions = { trips: wanted.trips, reserves: wanted.reserves };
      return ok(exceptions);
    },
    "GET /config": () => ok(config()),
    "GET /config/schema": () => ok(schema),
    "POST /config/edit": (_, { changes }) => {
      const { text, problems } = edited(file, changes);
      return ok({ text, problems, diff: diffOf(file, text) });
    },
    "POST /config/check": (_, { text }) => ok({ diff: diffOf(file, text),
      problems: text.includes("timezone:") ? [] : [{ line: 1, column: 1, path: "timezone", text: "timezone: is needed" }] }),
    "PUT /config": (_, { text, version: of }) => {
      if (of !== String(version)) return refuse(409, "the file has changed meanwhile");
      file = text;
      version += 1;
      return ok({ version: String(version) });
    },
    "GET /audit": () => ok({ entries: [
      { at: iso(now - 600_000), who: "password", address: "192.168.1.5", what: "POST /api/v1/overrides", status: 201, detail: '{"device":"home","kind":"charge","minutes":90}' },
      { at: iso(now - 700_000), who: "anybody", address: "192.168.1.5", what: "PUT /api/v1/stop", status: 200 },
      { at: iso(now - 800_000), who: "token script", address: "192.168.1.7", what: "POST /api/v1/overrides", status: 400, detail: `{"devices":["${"attic".repeat(50)}"],"ki` },
      { at: iso(now - 900_000), who: "token script", address: "192.168.1.7", what: "POST /sequencer/request", status: 410 },
      { at: iso(now - 4_000_000), who: "token script", address: "192.168.1.7", what: "POST /api/v1/plan/run", status: 403 },
      { at: iso(now - 90_000_000), who: "password", address: "192.168.1.5", what: "sign in", status: 200 }] }),
    "POST /plan/run": () => [202, {}],
    "GET /session": () => ok(session()),
    "POST /session": (_, body) => {
      if (body.password !== password) return refuse(401, "the password is not right");
      isOpen = true;
      return ok(session());
    },
    "DELETE /session": () => {
      isOpen = false;
      return [204];
    },
  };

  return (method, path, query, body, headers) => {
    if (password !== undefined && path !== "/session") {
      if (!isOpen) return refuse(401, "sign in first");
      if (method !== "GET" && headers["x-csrf-token"] !== csrf) return refuse(403, "the token of the page is missing");
    }
    const route = routes[`${method} ${path}`];
    if (route) return route(query, body);
    const id = method === "DELETE" && /^\/overrides\/(\d+)$/.exec(path)?.[1];
    if (id) {
      overrides = overrides.filter((each) => String(each.id) !== id);
      return [204];
    }
    if (method === "GET" && path.startsWith("/plans/")) {  // of the day before, so that history has something to meet
      const { plan } = bent(4, 0.1);
      const made = Date.parse(path.slice(7));
      const later = Date.parse(plan.slots[0].start) - made;
      for (const slot of plan.slots) slot.start = iso(Date.parse(slot.start) - later);
      return ok(plan);
    }
    return undefined;
  };
}
