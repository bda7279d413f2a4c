// Makes dev/recorded/ anew from the example home: node dev/record.mjs OHMSTEAD_PROGRAM. The plan and the case are the
// program's own; history, savings and decisions come from its backtest; the rest is written here.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const program = process.argv[2];
if (!program) throw new Error("usage: node dev/record.mjs OHMSTEAD_PROGRAM");
const folder = fileURLToPath(new URL("recorded/", import.meta.url));
const site = fileURLToPath(new URL("../../examples/french-home/site.yaml", import.meta.url));
const planned = "2024-05-11T18:00:00Z";
const now = "2024-05-11T18:07:30Z";
const monthStart = Date.parse("2024-04-30T22:00:00Z");
const dayStart = Date.parse("2024-05-10T22:00:00Z");
const wearPerKwh = 0.02;
const capacityKwh = 10;
const stepS = 900;
const perDay = 96;

mkdirSync(folder, { recursive: true });
const work = mkdtempSync(join(tmpdir(), "record-"));
const round = (value, digits = 4) => Math.round(value * 10 ** digits) / 10 ** digits + 0;
const short = (_, value) => (typeof value === "number" ? round(value) : value);
const write = (name, value) => writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(value, short)}\n`);

// The example home has only a battery; here it has one of each, as the dashboard shows them all.
function withDevices(home) {
  const every = Array.from({ length: home.slots.count }, (_, slot) => slot);
  const hourOf = (slot) => (20 + slot / 4) % 24;
  const drawn = (hour) => (hour >= 6.5 && hour < 7.5 ? 2.2 : hour >= 20 && hour < 21 ? 1.4 : hour >= 12 && hour < 13 ? 0.5 : 0);
  return {
    ...home,
    outdoor_c: every.map((slot) => round(13 + 6 * Math.sin(((hourOf(slot) - 9) / 12) * Math.PI), 2)),
    chargers: [{ id: "garage", max_kw: 7.4, efficiency: 0.95 }],
    vehicles: [{
      id: "car", capacity_kwh: 52, soc_kwh: 21, min_soc_kwh: 5.2, public_price_per_kwh: 0.6,
      trips: [{ leave: "2024-05-12T07:30:00Z", return: "2024-05-12T13:30:00Z", energy_kwh: 9 }],
      targets: [{ soc_kwh: 36, by: "2024-05-12T07:30:00Z", price_per_kwh: 0.6 }],
    }],
    water_heaters: [{
      id: "tank", power_kw: 2, min_on_s: 1800,
      tank: {
        volume_l: 200, loss_w_per_k: 1.6, ambient_c: 19, temperature_c: 52, min_c: 42, max_c: 65, comfort_c: 47,
        comfort_price_per_k_h: 0.1, draw_kw: every.map((slot) => drawn(hourOf(slot))),
      },
    }],
    appliances: [{
      id: "dishwasher", profile_kw: [1.9, 0.3, 0.3, 1.6], profile_step_s: 900, earliest: "2024-05-11T19:00:00Z",
      latest_end: "2024-05-12T18:00:00Z",
    }],
    zones: [{
      id: "living", temperature_c: 20.6, capacity_kwh_per_k: 0.6, loss_kw_per_k: 0.16, low_c: 20.5, high_c: 23,
      mass: { capacity_kwh_per_k: 5, temperature_c: 20.3, coupling_kw_per_k: 0.35, loss_kw_per_k: 0.02 },
      low_price_per_k_h: 0.15, high_price_per_k_h: 0.08,
    }],
    heat_sources: [{
      id: "heat_pump", zone: "living", power_kw: 0.9, min_on_s: 3600, switch_every_s: 1800,
      cop_by_outdoor: [{ outdoor_c: -10, cop: 2.4 }, { outdoor_c: 7, cop: 4 }],
    }],
  };
}

const stepsFile = join(work, "steps.csv");
execFileSync(program, ["backtest", "--site", site, "--from", "2024-05-01", "--to", "2024-05-11", "--strategy", "optimal,self_use",
  "--steps-csv", stepsFile], { stdio: "ignore" });
const [head, ...lines] = readFileSync(stepsFile, "utf8").trim().split("\n").map((line) => line.split(","));
const steps = lines.map((line) => Object.fromEntries(head.map((key, index) => [key, Number.isNaN(Number(line[index])) ? line[index] : Number(line[index])])))
  .map((step) => ({ ...step, at: Date.parse(step.time_utc) })).filter((step) => step.at < Date.parse(planned));
const costOf = (step) => (step.grid_import_kw * step.import_per_kwh - step.grid_export_kw * step.export_per_kwh +
  step.home_discharge_kw * wearPerKwh) * stepS / 3600;
const bare = new Map(steps.filter((step) => step.strategy === "self_use").map((step) => [step.at, costOf(step)]));
const followed = steps.filter((step) => step.strategy === "optimal");
const savedSince = (from) => followed.filter((step) => step.at >= from).reduce((sum, step) => sum + bare.get(step.at) - costOf(step), 0);

const socKwh = followed.at(-1).home_soc_kwh;
const caseFile = join(work, "case.json");
execFileSync(program, ["plan", "--site", site, "--at", planned, "--soc-kwh", String(socKwh), "--json", "--case-out", caseFile]);
const planCase = withDevices(JSON.parse(readFileSync(caseFile, "utf8")));
writeFileSync(caseFile, JSON.stringify(planCase));
const plan = JSON.parse(execFileSync(program, ["plan", "--case", caseFile, "--json"], { encoding: "utf8" }));
write("plan", plan);
write("case", planCase);

const { import_per_kwh: buying, export_per_kwh: selling } = planCase.prices;
const sorted = buying.toSorted((a, b) => a - b);
const quantile = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
const classOf = (price) => (price < 0 ? "negative" : price <= quantile(0.2) ? "cheap" : price >= quantile(0.75) ? "expensive" : "normal");
write("prices", {
  slots: plan.slots.map((slot, index) => ({
    start: slot.start, duration_s: slot.duration_s, import_per_kwh: buying[index], export_per_kwh: selling[index],
    class: classOf(buying[index]),
  })),
  statistics: { lowest: sorted[0], highest: sorted.at(-1), mean: sorted.reduce((a, b) => a + b) / sorted.length, median: quantile(0.5) },
});

const [slot] = plan.slots;
function devicesNow(devices, car) {
  const of = (id) => devices.find((each) => each.id === id);
  const plain = (id) => ({ id, state: of(id).state, power_kw: of(id).power_kw });
  return {
    vehicles: [{ id: "car", is_connected: true, power_kw: of("car").power_kw, soc_kwh: car.soc_kwh, soc_pct: 100 * car.soc_kwh / car.capacity_kwh,
      capacity_kwh: car.capacity_kwh, leaves_at: car.trips[0].leave, target_soc_pct: 100 * car.targets[0].soc_kwh / car.capacity_kwh, target_at: car.targets[0].by }],
    water_heaters: [{ ...plain("tank"), temperature_c: of("tank").temperature_c }],
    zones: [{ id: "living", temperature_c: of("living").temperature_c, low_c: 20.5, high_c: 23 }],
    heat_sources: [plain("heat_pump")], appliances: [{ ...plain("dishwasher"), state: "idle" }],
  };
}
const [battery] = slot.batteries;
const change = plan.slots.find((each) => each.batteries[0].mode !== battery.mode);
write("recommendation", {
  mode: battery.mode, power_kw: battery.charge_kw - battery.discharge_kw, reason: slot.reason.text, status: plan.status,
  expected_soc_pct: 100 * battery.soc_kwh / capacityKwh,
  until: change.start, next_mode: change.batteries[0].mode,
});
write("status", {
  schema: "ohmstead.status/1", name: plan.name, version: "0.1.0", stage: "simulation", now, timezone: plan.timezone,
  currency: plan.currency, language: "en", speed: 60, cycle: 1007,
  plan: { made_at: planned, next_at: "2024-05-11T18:15:00Z", status: plan.status, solver: plan.solver, solve_ms: plan.solve_ms, gap: plan.gap },
  readings: {
    at: now, load_kw: slot.load_kw, pv_kw: slot.pv_used_kw, import_kw: slot.grid_import_kw, export_kw: slot.grid_export_kw,
    batteries: [{ id: battery.id, soc_kwh: (socKwh + battery.soc_kwh) / 2, soc_pct: 50 * (socKwh + battery.soc_kwh) / capacityKwh,
      capacity_kwh: capacityKwh, charge_kw: battery.charge_kw, discharge_kw: battery.discharge_kw, mode: battery.mode }],
    ...devicesNow(slot.devices, planCase.vehicles[0]),
  },
  price: { import_per_kwh: buying[0], export_per_kwh: selling[0], class: classOf(buying[0]) },
  saved: { against: "self_use", today: savedSince(dayStart), month: savedSince(monthStart) },
  inputs: [
    { name: "prices", state: "ok", age_s: 25650, text: "known until Mon 13 May 00:00" },
    { name: "load", state: "ok", age_s: 12, text: "measured" },
    { name: "PV", state: "ok", age_s: 12, text: "measured" },
    { name: "battery", state: "ok", age_s: 12, text: "measured" },
    { name: "PV forecast", state: "stale", age_s: 56000, text: "the mean of the last 7 days stands in for 15 h of sun" },
  ],
  notes: [],
});

const week = followed.slice(-7 * perDay);
write("history", {
  slots: week.map((step) => ({
    start: step.time_utc, duration_s: stepS, load_kw: step.load_kw, pv_kw: step.pv_kw - step.pv_curtailed_kw, import_kw: step.grid_import_kw,
    export_kw: step.grid_export_kw, cost: costOf(step), self_use_cost: bare.get(step.at),
    batteries: [{ id: "home", soc_kwh: step.home_soc_kwh, charge_kw: step.home_charge_kw, discharge_kw: step.home_discharge_kw, mode: step.home_mode }],
  })),
});
const words = {
  self_use: "Follows the home: what is stored covers it, what is left over is stored.", charge: "Charges from the grid: later energy is dearer.",
  discharge: "Covers the home from the battery: buying costs more.", hold: "Keeps what is stored: later it saves more.",
  export: "Sells stored energy: the price is high.",
};
write("decisions", {
  decisions: week.slice(-60).map((step, index, all) => ({
    at: step.time_utc, mode: step.home_mode, power_kw: step.home_charge_kw - step.home_discharge_kw, reason: words[step.home_mode],
    status: "optimal", changed: index === 0 || all[index - 1].home_mode !== step.home_mode,
  })).reverse(),
});
write("health", {
  status: "degraded",
  components: [
    { name: "planner", state: "ok", text: "made a proven plan 7 min ago" },
    { name: "simulated home", state: "ok", text: "answers, 60 times as fast as a real one" },
    { name: "PV forecast", state: "degraded", text: "15 h of sun have none; the mean of the last 7 days stands in" },
    { name: "store", state: "ok", text: "kept 672 slots" },
  ],
});
