// The plan as a chart: price, sun and home, battery power, stored energy, temperatures, and a line for each device.
import type { Case, PlanSlot } from "../api/answers";
import type { OutlookSlot } from "../api/orders";
import { percentOf, together } from "../logic/batteries";
import type { Format } from "../logic/format";
import { colourOf } from "../logic/prices";
import type { PriceRun } from "../logic/prices";
import type { Texts } from "../text/en";
import { carLines, devicePower, devicesOf, lanesRow, temperatureRow } from "./devices_spec";
import { blocksOver, blocksRow, endOf, stepsOver } from "./spec";
import type { Box, ChartSpec, Layer, Row } from "./spec";

export function batteryKw(slot: { batteries?: PlanSlot["batteries"] }): number | undefined {
  const { chargeKw, dischargeKw } = together(slot.batteries);
  return chargeKw === undefined && dischargeKw === undefined ? undefined : (chargeKw ?? 0) - (dischargeKw ?? 0);
}

export const batteryColour = (kw: number) => (kw > 0 ? "--battery" : "--battery-gives");

function priceRow(runs: PriceRun[], t: Texts, f: Format): Row {
  const selling = runs.filter((run) => run.exportPerKwh !== undefined).map((run) => ({
    start: run.from, duration_s: (run.to - run.from) / 1000, price: run.exportPerKwh! * f.priceScale,
  }));
  return {
    title: t.rows.price, unit: f.priceUnit, share: 1.1,
    layers: [
      {
        kind: "blocks", name: t.series.buying,
        boxes: runs.map((run) => ({
          from: run.from, to: run.to, value: run.importPerKwh * f.priceScale, colour: colourOf(run.class),
          ...(run.isForecast ? { isForecast: true } : {}),
        })),
      },
      { kind: "steps", name: t.series.selling, colour: "--ink-quiet", isDashed: true,
        points: stepsOver(selling, (each) => each.price) },
    ],
  };
}

// Where sun and home probably are: four of five times between the two edges.
function bands(outlook: OutlookSlot[], whole: { from: number; to: number }): Layer[] {
  const inside = outlook.filter((slot) => endOf(slot) > whole.from && slot.start < whole.to);
  const band = (colour: string, edges: (slot: OutlookSlot) => [number | undefined, number | undefined]): Layer[] => {
    const boxes = inside.flatMap((slot): Box[] => {
      const [base, value] = edges(slot);
      return base === undefined || value === undefined || value - base < 0.01 ? []
        : [{ from: Math.max(slot.start, whole.from), to: Math.min(endOf(slot), whole.to), base, value, colour }];
    });
    return boxes.length === 0 ? [] : [{ kind: "blocks", name: "band", isBand: true, boxes }];
  };
  return [...band("--sun", (slot) => [slot.pv_p10_kw, slot.pv_p90_kw]), ...band("--home", (slot) => [slot.load_p10_kw, slot.load_p90_kw])];
}

function powerRow(slots: PlanSlot[], given: Layer[], devices: Layer[], t: Texts): Row {
  return {
    title: t.rows.power, unit: "kW", share: 1.3, least: 0,
    layers: [
      { kind: "steps", name: t.series.pv, colour: "--sun", isArea: true, points: stepsOver(slots, (slot) => slot.pv_used_kw) },
      ...given, ...devices,
      { kind: "steps", name: t.series.load, colour: "--home", points: stepsOver(slots, (slot) => slot.load_kw) },
    ],
  };
}

export interface MeasuredSoc {
  at: number;
  kwh: number;
}

// The state of charge is of the end of a slot, so a line from there to there, beginning with what was measured when
// that is of the first slot; the target holds in its slot.
function socRow({ slots, base, capacityKwh, measured, home }: PlanParts, t: Texts): Row {
  const first = slots[0];
  const isOfFirst = measured && first && measured.at >= first.start && measured.at < endOf(first);
  const scale = (kwh: number | undefined) => (capacityKwh === undefined ? kwh : percentOf(kwh, capacityKwh));
  return {
    title: t.rows.soc, unit: capacityKwh === undefined ? "kWh" : "%", share: 1, least: 0,
    ...(capacityKwh === undefined ? {} : { most: 100, interval: 50 }),
    layers: [
      { kind: "line", name: t.series.soc, colour: "--battery", isArea: true,
        points: [
          ...(isOfFirst ? [[measured.at, scale(measured.kwh)] as [number, number | undefined]] : []),
          ...slots.map((slot): [number, number | undefined] => [endOf(slot), scale(together(slot.batteries).socKwh)]),
        ] },
      { kind: "steps", name: t.series.target, colour: "--ink-quiet", isDashed: true,
        points: stepsOver(slots, (slot) => scale(together(slot.batteries).targetKwh)) },
      ...(base ? [{ kind: "line", name: "running", colour: "--ink-quiet", isFaint: true,
        points: base.map((slot): [number, number | undefined] => [endOf(slot), scale(together(slot.batteries).socKwh)]) } as Layer] : []),
      ...(capacityKwh === undefined ? [] : carLines(slots, home)),
    ],
  };
}

const isFleetOnly = (slots: PlanSlot[]): boolean => slots.every((slot) => (slot.batteries?.length ?? 0) === 0);

export interface PlanParts {
  slots: PlanSlot[];
  runs: PriceRun[];
  capacityKwh: number | undefined;
  measured?: MeasuredSoc | undefined;
  now?: number | undefined;
  home?: Case | undefined;
  outlook?: OutlookSlot[] | undefined;
  base?: PlanSlot[] | undefined;  // of the running plan, when `slots` are of another
}

export function planSpec(parts: PlanParts, t: Texts, f: Format): ChartSpec | undefined {
  const { slots, runs, home, base } = parts;
  const first = slots[0];
  const last = slots.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const whole = { from: first.start, to: endOf(last) };
  const inside = runs.filter((run) => run.to > whole.from && run.from < whole.to);
  const devices = devicesOf(slots, home);
  const rows: Row[] = [];
  if (inside.length > 0) rows.push(priceRow(inside, t, f));
  rows.push(powerRow(slots, bands(parts.outlook ?? [], whole), devicePower(slots, devices), t));
  const hasBattery = !isFleetOnly(slots);
  if (hasBattery) {
    const row = blocksRow(t.rows.battery, 0.9, blocksOver(slots, batteryKw, batteryColour));
    if (base) row.layers.push({ kind: "steps", name: "running", colour: "--ink-quiet", isFaint: true, points: stepsOver(base, batteryKw) });
    rows.push(row);
  }
  if (hasBattery) {
    rows.push(socRow(parts, t));
  } else {
    const cars = carLines(slots, home);
    if (cars.length > 0) rows.push({ title: t.rows.soc, unit: "%", share: 1, least: 0, most: 100, interval: 50, layers: cars });
  }
  const warm = temperatureRow(slots, devices, home, t);
  if (warm) rows.push(warm);
  const lanes = lanesRow(slots, devices, t);
  if (lanes) rows.push(lanes);
  return { whole, rows, now: parts.now };
}
