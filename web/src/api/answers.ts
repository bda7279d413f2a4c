// The parts of the service's answers that the dashboard shows. Units: kW, kWh, seconds, money in the site's
// currency; moments are milliseconds since 1970. Every field may be absent (see read.ts).
import { entry, flag, list, number, record, text, time, word } from "./read";
import type { Read, Reader } from "./read";

export const priceClasses = ["negative", "cheap", "normal", "expensive"] as const;
export type PriceClass = (typeof priceClasses)[number];
const priceClass = word(...priceClasses);

export const modes = ["self_use", "charge", "discharge", "hold", "export"] as const;
export type Mode = (typeof modes)[number];
const mode = word(...modes);

const inputState = word("ok", "stale", "missing");

export const readStatus = record({
  name: text,
  version: text,
  stage: word("simulation", "advisory", "partial", "full"),
  now: time,
  timezone: text,
  currency: text,
  language: word("en", "de", "sv"),
  speed: number,
  is_stopped: flag,
  cycle: number,
  plan: record({ made_at: time, is_of_old_site_file: flag, next_at: time, status: text, solver: text, solve_ms: number, gap: number, gap_rooms_apart: number }),
  readings: record({
    at: time, load_kw: number, pv_kw: number, import_kw: number, export_kw: number,
    batteries: list(record({
      id: text, soc_kwh: number, soc_pct: number, capacity_kwh: number, charge_kw: number, discharge_kw: number,
      mode,
    })),
    vehicles: list(entry({
      id: text, is_connected: flag, power_kw: number, soc_pct: number, soc_kwh: number, leaves_at: time, returns_at: time, target_soc_pct: number,
      target_at: time,
    }, "id")),
    water_heaters: list(entry({ id: text, state: text, power_kw: number, temperature_c: number }, "id")),
    zones: list(entry({ id: text, temperature_c: number, low_c: number, high_c: number }, "id")),
    heat_sources: list(entry({ id: text, state: text, power_kw: number }, "id")),
    appliances: list(entry({ id: text, state: text, power_kw: number }, "id")),
  }),
  price: record({ import_per_kwh: number, export_per_kwh: number, class: priceClass }),
  saved: record({ against: text, today: number, month: number }),
  inputs: list(entry({ name: text, state: inputState, age_s: number, text }, "name")),
  notes: list(text),
});
export type Status = Read<typeof readStatus>;
export type Readings = NonNullable<Status["readings"]>;

const planSlot = entry({
  start: time,
  duration_s: number,
  load_kw: number,
  grid_import_kw: number,
  grid_export_kw: number,
  pv_used_kw: number,
  pv_curtailed_kw: number,
  batteries: list(record({
    id: text, charge_kw: number, discharge_kw: number, soc_kwh: number, soc_target_kwh: number, mode,
  })),
  devices: list(entry({
    id: text, power_kw: number, state: text, soc_kwh: number, temperature_c: number, heat_kw: number,
    reason: record({ code: text, text }),
  }, "id")),
  value_per_kwh: number,
  reason: record({ code: text, text, saves: number }),
}, "start", "duration_s");
export type PlanSlot = Read<typeof planSlot>;
export type DeviceSlot = NonNullable<PlanSlot["devices"]>[number];

export const readPlan = entry({
  name: text,
  objective: number,
  currency: text,
  status: text,
  solver: text,
  solve_ms: number,
  gap: number,
  money: record({
    import_cost: number, export_revenue: number, wear: number, peak: number, comfort: number, missed: number,
    stored_value_change: number, net_cost: number,
  }),
  violations: list(record({ start: time, what: text, text })),
  notes: list(text),
  slots: list(planSlot),
}, "slots");
export type Plan = Read<typeof readPlan>;

// Of the case: what its devices are, and whole (`raw`) for what-ifs, which change some of its lists.
const trip = entry({ leave: time, return: time }, "leave", "return");
const target = entry({ soc_kwh: number, by: time }, "soc_kwh", "by");
const caseParts = record({
  batteries: list(entry({ id: text, capacity_kwh: number, soc_kwh: number, min_soc_kwh: number, max_soc_kwh: number }, "id")),
  vehicles: list(entry({ id: text, capacity_kwh: number, soc_kwh: number, trips: list(trip), targets: list(target) }, "id")),
  water_heaters: list(entry({ id: text, tank: record({ min_c: number, max_c: number, comfort_c: number }) }, "id")),
  zones: list(entry({ id: text, low_c: number, high_c: number }, "id")),
  heat_sources: list(entry({ id: text }, "id")),
  appliances: list(entry({ id: text }, "id")),
});
export type Case = Read<typeof caseParts> & { raw: Record<string, unknown> };
export const readCase: Reader<Case> = (value) => {
  const parts = caseParts(value);
  return parts && { ...parts, raw: value as Record<string, unknown> };
};

// A plan for something that is only thought of, and what it costs beside the running one.
export const readTrial = entry({ plan: readPlan, cost: number, base_cost: number }, "plan");
export type Trial = Read<typeof readTrial>;

const priceSlot = entry({
  start: time, duration_s: number, import_per_kwh: number, export_per_kwh: number, class: priceClass,
  is_forecast: flag,
}, "start", "duration_s");
export type PriceSlot = Read<typeof priceSlot>;

export const readPrices = entry({
  slots: list(priceSlot),
  published_until: time,
  statistics: record({ lowest: number, highest: number, mean: number, median: number }),
}, "slots");
export type Prices = Read<typeof readPrices>;

// The expected state of charge is of the end of the running slot; `until` is when the next mode begins.
export const readRecommendation = record({
  mode, power_kw: number, reason: text, status: text, expected_soc_pct: number, until: time, next_mode: mode,
});
export type Recommendation = Read<typeof readRecommendation>;

const historySlot = entry({
  start: time,
  duration_s: number,
  load_kw: number,
  pv_kw: number,
  import_kw: number,
  export_kw: number,
  devices_kw: number,
  cost: number,
  self_use_cost: number,
  batteries: list(record({ id: text, soc_kwh: number, charge_kw: number, discharge_kw: number, mode })),
}, "start", "duration_s");
export type HistorySlot = Read<typeof historySlot>;
export const readHistory = entry({ slots: list(historySlot) }, "slots");
export type History = Read<typeof readHistory>;

const decision = entry({
  at: time, device: text, mode: text, power_kw: number, reason: text, status: text, trigger: text, changed: flag,
}, "at");
export type Decision = Read<typeof decision>;
export const readDecisions = entry({ decisions: list(decision) }, "decisions");
export type Decisions = Read<typeof readDecisions>;

const healthState = word("ok", "degraded", "failed");
export const readHealth = record({
  status: healthState,
  components: list(entry({ name: text, state: healthState, text }, "name")),
});
export type Health = Read<typeof readHealth>;

export const readSnapshot = record({ cycle: number, now: time });
