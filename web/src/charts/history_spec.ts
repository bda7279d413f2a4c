// What was measured as a chart: sun and home, grid power, stored energy.
import type { HistorySlot, PlanSlot } from "../api/answers";
import { percentOf, together } from "../logic/batteries";
import type { Texts } from "../text/en";
import { blocksOver, blocksRow, endOf, stepsOver } from "./spec";
import type { Box, ChartSpec, Layer, Row, Steps } from "./spec";

const gridColour = (kw: number) => (kw > 0 ? "--grid" : "--grid-takes");

export function gridKw(slot: HistorySlot): number | undefined {
  const { import_kw: bought, export_kw: sold } = slot;
  return bought === undefined && sold === undefined ? undefined : (bought ?? 0) - (sold ?? 0);
}

// Stands on the power of the home.
function devicesOn(slots: HistorySlot[]): Layer[] {
  const boxes = slots.flatMap((slot): Box[] => {
    const base = slot.load_kw ?? 0;
    return (slot.devices_kw ?? 0) < 0.02 ? [] : [{ from: slot.start, to: endOf(slot), base, value: base + slot.devices_kw!, colour: "--car" }];
  });
  return boxes.length === 0 ? [] : [{ kind: "blocks", name: "devices", boxes }];
}

const plannedGridKw = (slot: PlanSlot): number | undefined =>
  (slot.grid_import_kw === undefined && slot.grid_export_kw === undefined ? undefined : (slot.grid_import_kw ?? 0) - (slot.grid_export_kw ?? 0));

// `planned`: of a plan of before, drawn as thin lines where it and the measurements meet.
export function historySpec(
  slots: HistorySlot[], capacityKwh: number | undefined, t: Texts, planned: PlanSlot[] = []): ChartSpec | undefined {
  const first = slots[0];
  const last = slots.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const whole = { from: first.start, to: endOf(last) };
  const met = planned.filter((slot) => slot.start >= whole.from && endOf(slot) <= whole.to);
  const thin = (points: Steps["points"], kind: Steps["kind"], colour: string): Layer[] =>
    (met.length === 0 ? [] : [{ kind, name: "planned", colour, isDashed: true, points }]);
  const rows: Row[] = [
    {
      title: t.rows.power, unit: "kW", share: 1.3, least: 0,
      layers: [
        { kind: "steps", name: t.series.pv, colour: "--sun", isArea: true, points: stepsOver(slots, (slot) => slot.pv_kw) },
        { kind: "steps", name: t.series.load, colour: "--home", points: stepsOver(slots, (slot) => slot.load_kw) },
        ...devicesOn(slots), ...thin(stepsOver(met, (slot) => slot.pv_used_kw), "steps", "--sun"), ...thin(stepsOver(met, (slot) => slot.load_kw), "steps", "--home"),
      ],
    },
    blocksRow(t.rows.grid, 1.1, blocksOver(slots, gridKw, gridColour)),
  ];
  rows[1]?.layers.push(...thin(stepsOver(met, plannedGridKw), "steps", "--ink-quiet"));
  if (slots.some((slot) => (slot.batteries?.length ?? 0) > 0)) {
    const soc = (slot: { batteries?: HistorySlot["batteries"] | PlanSlot["batteries"] }) => {
      const { socKwh } = together(slot.batteries);
      return capacityKwh === undefined ? socKwh : percentOf(socKwh, capacityKwh);
    };
    rows.push({
      title: t.rows.soc, unit: capacityKwh === undefined ? "kWh" : "%", share: 1, least: 0,
      ...(capacityKwh === undefined ? {} : { most: 100, interval: 50 }),
      layers: [{ kind: "line", name: t.series.soc, colour: "--battery", isArea: true,
        points: slots.map((slot) => [endOf(slot), soc(slot)]) },
      ...thin(met.map((slot) => [endOf(slot), soc(slot)]), "line", "--ink-quiet")],
    });
  }
  return { whole, rows };
}

export interface Totals {
  loadKwh: number | undefined;
  pvKwh: number | undefined;
  importKwh: number | undefined;
  exportKwh: number | undefined;
  cost: number | undefined;
}

// Sums of what is known; absent when nothing is.
export function totalsOf(slots: HistorySlot[]): Totals {
  const sum = (value: (slot: HistorySlot) => number | undefined) => {
    const known = slots.map(value).filter((each) => each !== undefined);
    return known.length === 0 ? undefined : known.reduce((total, each) => total + each, 0);
  };
  const energy = (value: (slot: HistorySlot) => number | undefined) => sum((slot) => {
    const kw = value(slot);
    return kw === undefined ? undefined : (kw * slot.duration_s) / 3600;
  });
  return {
    loadKwh: energy((slot) => (slot.load_kw === undefined ? undefined : slot.load_kw + (slot.devices_kw ?? 0))),
    pvKwh: energy((slot) => slot.pv_kw),
    importKwh: energy((slot) => slot.import_kw),
    exportKwh: energy((slot) => slot.export_kw),
    cost: sum((slot) => slot.cost),
  };
}
