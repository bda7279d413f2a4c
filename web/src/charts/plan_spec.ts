// The plan as a chart: price, sun and home, battery power, stored energy.
import type { PlanSlot } from "../api/answers";
import { percentOf, together } from "../logic/batteries";
import type { Format } from "../logic/format";
import { colourOf } from "../logic/prices";
import type { PriceRun } from "../logic/prices";
import type { Texts } from "../text/en";
import { blocksOver, blocksRow, endOf, stepsOver } from "./spec";
import type { ChartSpec, Row } from "./spec";

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
        })),
      },
      { kind: "steps", name: t.series.selling, colour: "--ink-quiet", isDashed: true,
        points: stepsOver(selling, (each) => each.price) },
    ],
  };
}

function powerRow(slots: PlanSlot[], t: Texts): Row {
  return {
    title: t.rows.power, unit: "kW", share: 1.3, least: 0,
    layers: [
      { kind: "steps", name: t.series.pv, colour: "--sun", isArea: true, points: stepsOver(slots, (slot) => slot.pv_used_kw) },
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
function socRow(slots: PlanSlot[], capacityKwh: number | undefined, measured: MeasuredSoc | undefined, t: Texts): Row {
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
    ],
  };
}

export function planSpec(
  slots: PlanSlot[], runs: PriceRun[], capacityKwh: number | undefined, measured: MeasuredSoc | undefined,
  now: number | undefined, t: Texts, f: Format): ChartSpec | undefined {
  const first = slots[0];
  const last = slots.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const whole = { from: first.start, to: endOf(last) };
  const inside = runs.filter((run) => run.to > whole.from && run.from < whole.to);
  const rows: Row[] = [];
  if (inside.length > 0) rows.push(priceRow(inside, t, f));
  rows.push(powerRow(slots, t));
  if (slots.some((slot) => (slot.batteries?.length ?? 0) > 0)) {
    rows.push(blocksRow(t.rows.battery, 0.9, blocksOver(slots, batteryKw, batteryColour)));
    rows.push(socRow(slots, capacityKwh, measured, t));
  }
  return { whole, rows, now };
}
