import { describe, expect, it } from "vitest";
import type { HistorySlot } from "../api/answers";
import { readCase, readHistory, readPlan, readPrices } from "../api/answers";
import { readOutlook } from "../api/orders";
import { makeFormat } from "../logic/format";
import { priceRuns } from "../logic/prices";
import { en } from "../text/en";
import { carLines, devicePower, devicesOf, lanesRow } from "./devices_spec";
import { historySpec, totalsOf } from "./history_spec";
import { layoutOf, timeAt, xOf } from "./layout";
import { planSpec } from "./plan_spec";
import type { PlanParts } from "./plan_spec";
import { blocksOver, slotAt, stepsOver, windowOf, zoomed } from "./spec";
import caseAnswer from "../../dev/recorded/case.json";
import planAnswer from "../../dev/recorded/plan.json";
import pricesAnswer from "../../dev/recorded/prices.json";

const hour = 3_600_000;
const slots = [{ start: 0, duration_s: 900, kw: 1 }, { start: 900_000, duration_s: 900, kw: -2 }, { start: 2_700_000, duration_s: 900, kw: 3 }];

describe("layers", () => {
  it("close steps at the end and break them at gaps", () => {
    expect(stepsOver(slots, (slot) => slot.kw)).toEqual([
      [0, 1], [900_000, -2], [1_800_000, -2], [1_800_000, undefined], [2_700_000, 3], [3_600_000, 3]]);
  });
  it("make boxes of what is not zero", () => {
    const boxes = blocksOver([...slots, { start: 3_600_000, duration_s: 900, kw: 0.001 }], (slot) => slot.kw, (kw) => (kw > 0 ? "--a" : "--b"));
    expect(boxes.map((box) => [box.from, box.to, box.colour])).toEqual([[0, 900_000, "--a"], [900_000, 1_800_000, "--b"], [2_700_000, 3_600_000, "--a"]]);
  });
  it("find the slot of a moment", () => {
    expect([0, 899_999, 900_000, 2_000_000, 9e9].map((at) => slotAt(slots, at))).toEqual([0, 0, 1, -1, -1]);
  });
});

describe("windows", () => {
  const whole = { from: 0, to: 48 * hour };
  it("stay inside the whole", () => {
    expect(windowOf(whole, 46 * hour, 6 * hour)).toEqual({ from: 42 * hour, to: 48 * hour });
    expect(windowOf(whole, -hour, 6 * hour)).toEqual({ from: 0, to: 6 * hour });
    expect(windowOf(whole, 5, 99 * hour)).toEqual(whole);
  });
  it("zoom around a moment, not under an hour", () => {
    expect(zoomed(whole, { from: 0, to: 24 * hour }, 0.5, 12 * hour)).toEqual({ from: 6 * hour, to: 18 * hour });
    const least = zoomed(whole, { from: 0, to: hour }, 0.5, 0);
    expect(least.to - least.from).toBe(hour);
  });
  it("turn pixels into moments and back", () => {
    const shown = { from: 3 * hour, to: 9 * hour };
    expect(timeAt(xOf(5 * hour, shown, 800), shown, 800)).toBeCloseTo(5 * hour, 3);
  });
});

describe("the plan's chart", () => {
  const plan = readPlan(planAnswer)!;
  const home = readCase(caseAnswer)!;
  const runs = priceRuns(readPrices(pricesAnswer)!.slots);
  const format = makeFormat("en", "EUR", "Europe/Paris");
  const bare = plan.slots.map((slot) => ({ ...slot, devices: [] }));
  const rowsOf = (parts: Partial<PlanParts>) =>
    planSpec({ slots: bare, runs, capacityKwh: 10, ...parts }, en, format)!.rows;
  it("has a row for each kind of thing and ends with the last slot", () => {
    const spec = planSpec({ slots: plan.slots, runs, capacityKwh: 10, home }, en, format)!;
    expect(spec.rows.map((row) => row.title)).toEqual(["Price", "Sun and home", "Battery power", "Stored", "Warmth", "Devices"]);
    expect(new Date(spec.whole.to).toISOString()).toBe("2024-05-12T22:00:00.000Z");
    expect(layoutOf(spec.rows, 900).rows.every((row) => row.height >= 20)).toBe(true);
  });
  it("goes without devices, prices, a battery and its size", () => {
    expect(rowsOf({}).map((row) => row.title)).toEqual(["Price", "Sun and home", "Battery power", "Stored", "Devices"]);
    expect(rowsOf({ runs: [] })).toHaveLength(4);
    expect(rowsOf({ slots: bare.map((slot) => ({ ...slot, batteries: undefined })) })).toHaveLength(2);
    expect(rowsOf({ capacityKwh: undefined })[3]?.unit).toBe("kWh");
    expect(planSpec({ slots: [], runs, capacityKwh: 10 }, en, format)).toBeUndefined();
  });
  it("begins the stored energy with what was measured in the first slot only", () => {
    const start = plan.slots[0]!.start;
    const points = (at: number) => {
      const layer = rowsOf({ measured: { at, kwh: 5 } })[3]!.layers[0]!;
      return layer.kind === "line" ? layer.points : [];
    };
    expect(points(start + 60_000)[0]).toEqual([start + 60_000, 50]);
    expect(points(start - 60_000)[0]?.[0]).toBe(start + 900_000);
  });
  it("shows the running plan under another", () => {
    const count = (base?: PlanParts["base"]) => rowsOf({ base }).flatMap((row) => row.layers).filter((layer) => layer.name === "running").length;
    expect(count()).toBe(0);
    expect(count(bare)).toBe(2);
  });
  it("shows what is uncertain as areas", () => {
    const start = plan.slots[0]!.start;
    const outlook = readOutlook({ slots: [
      { start: new Date(start).toISOString(), duration_s: 3600, pv_p10_kw: 1, pv_p90_kw: 3, load_p10_kw: 0.5 },
      { start: new Date(start - 7_200_000).toISOString(), duration_s: 3600, pv_p10_kw: 1, pv_p90_kw: 3 }] })!.slots;
    const areas = rowsOf({ outlook })[1]!.layers.filter((layer) => layer.kind === "blocks" && layer.isBand);
    expect(areas).toHaveLength(1);
    expect(areas[0]!.kind === "blocks" && areas[0]!.boxes).toEqual([{ from: start, to: start + hour, base: 1, value: 3, colour: "--sun" }]);
  });
});

describe("devices", () => {
  const slot = (start: number, devices: object[], mode = "self_use", charge = 0, give = 0) => readPlan({ slots: [{
    start: new Date(start).toISOString(), duration_s: 3600, load_kw: 0.5, devices,
    batteries: [{ id: "home", mode, charge_kw: charge, discharge_kw: give }] }] })!.slots[0]!;
  const home = readCase({ vehicles: [{ id: "car", capacity_kwh: 50, soc_kwh: 10, targets: [{ soc_kwh: 40, by: "1970-01-01T02:00:00Z" }] }] })!;
  const slots = [
    slot(0, [{ id: "car", power_kw: 7, soc_kwh: 17, state: "garage" }, { id: "dish_washer", power_kw: 2 }], "charge", 3),
    slot(hour, [{ id: "car", power_kw: 5, soc_kwh: 22, state: "garage" }, { id: "dish_washer", power_kw: 0 }], "hold"),
    slot(2 * hour, [{ id: "car", power_kw: 0, soc_kwh: 22, state: "away" }], "export", 0, 4),
  ];
  const known = devicesOf(slots, home);
  it("have lanes in which equal neighbours are one", () => {
    const row = lanesRow(slots, known, en)!;
    expect(row.lanes).toEqual([{ id: "home", name: "Battery" }, { id: "car", name: "Car" }, { id: "dish_washer", name: "Dish washer" }]);
    const layer = row.layers[0]!;
    expect(layer.kind === "lanes" && layer.boxes.map((box) => [box.lane, box.from / hour, box.to / hour, box.look])).toEqual([
      [0, 0, 1, "full"], [0, 1, 2, "outline"], [0, 2, 3, "full"], [1, 0, 2, "full"], [1, 2, 3, "outline"], [2, 0, 1, "full"]]);
  });
  it("stand with their power on that of the home", () => {
    const [layer] = devicePower(slots, known);
    expect(layer?.kind === "blocks" && layer.boxes.map((box) => [box.base, box.value])).toEqual([[0.5, 7.5], [7.5, 9.5], [0.5, 5.5]]);
  });
  it("show cars in per cent, and until when what is wanted", () => {
    const [line, wish] = carLines(slots, home);
    expect(line?.points.map(([, value]) => value)).toEqual([20, 34, 44, 44]);
    expect(wish?.points).toEqual([[0.5 * hour, 80], [2 * hour, 80]]);
  });
});

describe("history", () => {
  it("draws what was planned where both meet", () => {
    const plan = readPlan(planAnswer)!.slots;
    const measured = readHistory({ slots: plan.slice(2, 6).map((slot) => ({ start: new Date(slot.start).toISOString(), duration_s: 900, load_kw: 1, batteries: [{ id: "home", soc_kwh: 5 }] })) })!.slots;
    const planned = (given?: typeof plan) => historySpec(measured, 10, en, given)!.rows.flatMap((row) => row.layers).filter((layer) => layer.name === "planned");
    expect(planned()).toEqual([]);
    const [sun, , , stored] = planned(plan);
    expect(sun?.kind === "steps" && sun.points.at(0)?.[0]).toBe(plan[2]!.start);
    expect(stored?.kind === "line" && stored.points).toHaveLength(4);
  });
});

describe("totals of history", () => {
  const slot = (given: Partial<HistorySlot>): HistorySlot => ({
    start: 0, duration_s: 900, load_kw: undefined, pv_kw: undefined, import_kw: undefined, export_kw: undefined, devices_kw: undefined,
    cost: undefined, self_use_cost: undefined, batteries: undefined, ...given,
  });
  it("count energy and what it cost", () => {
    const totals = totalsOf([slot({ load_kw: 3, devices_kw: 1, cost: 1, self_use_cost: 3 }), slot({ load_kw: 2, cost: 5 })]);
    expect(totals).toEqual({ loadKwh: 1.5, pvKwh: undefined, importKwh: undefined, exportKwh: undefined, cost: 6 });
  });
});
