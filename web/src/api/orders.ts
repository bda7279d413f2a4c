// Answers about what people want, and about the devices: overrides, devices, other plans, the outlook.
import { entry, flag, list, number, record, text, time, word } from "./read";
import type { Read, Reader } from "./read";

export const kinds = ["charge", "export", "hold", "self_use", "on", "off"] as const;
export type Kind = (typeof kinds)[number];
const kind = word(...kinds);

export const deviceTypes = [
  "battery", "vehicle", "water_heater", "zone", "heat_source", "appliance", "inverter", "pv", "grid", "meter"] as const;
export type DeviceType = (typeof deviceTypes)[number];
const deviceType = word(...deviceTypes);

export const readOverride = entry({
  id: number, device: text, kind, target_soc_pct: number, from: time, until: time, source: word("manual", "schedule", "rule"), by: text, why: text,
  state: word("active", "coming"),
}, "id", "device", "kind", "from", "until");
export type Override = Read<typeof readOverride>;

const steered = entry({ device: text, type: deviceType, kinds: list(kind) }, "device", "kinds");
export type Steered = Read<typeof steered>;
export const readOverrides = entry({ overrides: list(readOverride), devices: list(steered), warning: text }, "overrides");
export type Overrides = Read<typeof readOverrides>;

// Named numbers, whatever they are.
const numbers: Reader<Record<string, number>> = (value) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.fromEntries(Object.entries(value).filter(([, each]) => number(each) !== undefined)) as Record<string, number>;
};

const command = record({ verb: word("self_use", "hold", "charge", "discharge", "export", "automatic", "off", "on"), power_kw: number });
export type Command = Read<typeof command>;

const device = entry({
  id: text, type: deviceType, state: word("ok", "stale", "failed"), text,
  now: record({ mode: text, state: text, power_kw: number, reason: text }),
  readings: numbers, limits: numbers,
  command: record({ wanted: command, told: command, foreign: command, foreign_until: time, otherwise: text, alarm: text, writes_today: number }),
}, "id");
export type Device = Read<typeof device>;
export const strategies = ["smart", "solar_only", "cheap_hours", "as_soon_as_possible"] as const;
export type Strategy = (typeof strategies)[number];
const strategy = word(...strategies);
const carNow = entry({
  car: text, strategy, soc_pct: number, is_soc_estimated: flag, soc_at: time, needed_kwh: number, urgency: number, alarm: text, notice: text, could_be_plugged_in: flag,
}, "car");
export type CarNow = Read<typeof carNow>;
export const readHouse = entry({ cars: list(carNow), away: record({ from: time, until: time }) }, "cars");
export type House = Read<typeof readHouse>;

export const readStop = entry({ is_stopped: flag }, "is_stopped");
export const readDevices = entry({ devices: list(device) }, "devices");

const outlookSlot = entry({
  start: time, duration_s: number, pv_kw: number, pv_p10_kw: number, pv_p90_kw: number, load_kw: number, load_p10_kw: number,
  load_p90_kw: number, outdoor_c: number,
}, "start", "duration_s");
export type OutlookSlot = Read<typeof outlookSlot>;
export const readOutlook = entry({ slots: list(outlookSlot) }, "slots");

export const readBaselines = entry({ strategies: list(entry({ name: text, cost: number }, "name", "cost")) }, "strategies");
export const readPlans = entry({ plans: list(entry({ made_at: time, status: text, cost: number }, "made_at")) }, "plans");

const homePalette = entry({ name: text, background: text, foreground: text, palette: list(text), accent: text, muted: text }, "name");
export const readPalettes = entry({ palettes: list(homePalette), problems: list(text) }, "palettes");

const savedRow = entry({
  from: text, cost: number, self_use_cost: number, no_battery_cost: number, saved: number, import_kwh: number, export_kwh: number,
  pv_kwh: number, load_kwh: number, is_complete: flag,
}, "from");
export type SavedRow = Read<typeof savedRow>;
export const readSavings = entry({ against: text, rows: list(savedRow) }, "rows");

// What became of the plan by device, since `start`.
const account = entry({
  id: text, hours: number, planned_kwh: number, actual_kwh: number, beside_plan_kwh: number, set_point_error_kw: number, switches: number,
  switches_per_day: number, writes: number, response_s: number, cold_k_h: number, cold_hours: number, missing_kwh: number, avoided: number,
}, "id");
export type Account = Read<typeof account>;
export const readAccounts = entry({ rows: list(entry({ start: time, devices: list(account) }, "devices")) }, "rows");

const lead = entry({ lead_h: number, mae_kw: number, bias_kw: number, count: number }, "lead_h");
export const readAccuracy = entry({ series: list(entry({ name: text, leads: list(lead) }, "name", "leads")) }, "series");
export type Accuracy = Read<typeof readAccuracy>;

const replayed = entry({
  strategy: text,
  total: record({ net_cost: number, saved_to_self_use: number, grid_import_kwh: number, grid_export_kwh: number }),
}, "strategy");
export const readReplay = entry({ from: time, to: time, stopped_at: time, strategies: list(replayed) }, "strategies");
export type Replay = Read<typeof readReplay>;

// What is otherwise than the site file says, once.
const tripException = entry({ car: text, leave: time, leaves_at: time, target_soc_pct: number }, "car", "leave");
const reserveException = entry({ battery: text, min_soc_pct: number }, "battery", "min_soc_pct");
export const readExceptions = entry({ trips: list(tripException), reserves: list(reserveException) }, "trips", "reserves");
export type Exceptions = Read<typeof readExceptions>;

const order = entry({ at: time, who: text, address: text, what: text, status: number, detail: text }, "at", "what");
export type OrderEntry = Read<typeof order>;
export const readAudit = entry({ entries: list(order) }, "entries");

export const readSession = record({ is_needed: flag, is_open: flag, scopes: list(text), csrf: text });
export type Session = Read<typeof readSession>;

const fileProblem = entry({ line: number, column: number, path: text, text }, "text");
export type FileProblem = Read<typeof fileProblem>;
export const readConfig = entry({ file: text, text, version: text, can_write: flag, why_not: text }, "text");
export type Config = Read<typeof readConfig>;
export const readEdited = record({ text, problems: list(fileProblem), diff: text, version: text });
export type Edited = Read<typeof readEdited>;
