import { describe, expect, it } from "vitest";
import type { HistorySlot } from "../api/answers";
import { readPlan, readPrices } from "../api/answers";
import { makeFormat } from "../logic/format";
import { priceRuns } from "../logic/prices";
import { en } from "../text/en";
import { totalsOf } from "./history_spec";
import { layoutOf, timeAt, xOf } from "./layout";
import { planSpec } from "./plan_spec";
import { blocksOver, slotAt, stepsOver, windowOf, zoomed } from "./spec";
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
  const runs = priceRuns(readPrices(pricesAnswer)!.slots);
  const format = makeFormat("en", "EUR", "Europe/Paris");
  it("has its four rows and ends with the last slot", () => {
    const spec = planSpec(plan.slots, runs, 10, undefined, undefined, en, format)!;
    expect(spec.rows.map((row) => row.title)).toEqual(["Price", "Sun and home", "Battery power", "Stored"]);
    expect(new Date(spec.whole.to).toISOString()).toBe("2024-05-12T22:00:00.000Z");
    expect(layoutOf(spec.rows, 600).rows.every((row) => row.height >= 20)).toBe(true);
  });
  it("goes without prices, without a battery and without its size", () => {
    expect(planSpec(plan.slots, [], 10, undefined, undefined, en, format)!.rows).toHaveLength(3);
    const bare = plan.slots.map((slot) => ({ ...slot, batteries: undefined }));
    expect(planSpec(bare, runs, undefined, undefined, undefined, en, format)!.rows).toHaveLength(2);
    expect(planSpec(plan.slots, runs, undefined, undefined, undefined, en, format)!.rows[3]?.unit).toBe("kWh");
    expect(planSpec([], runs, 10, undefined, undefined, en, format)).toBeUndefined();
  });
  it("begins the stored energy with what was measured in the first slot only", () => {
    const start = plan.slots[0]!.start;
    const points = (at: number) => {
      const layer = planSpec(plan.slots, runs, 10, { at, kwh: 5 }, undefined, en, format)!.rows[3]!.layers[0]!;
      return layer.kind === "blocks" ? [] : layer.points;
    };
    expect(points(start + 60_000)[0]).toEqual([start + 60_000, 50]);
    expect(points(start - 60_000)[0]?.[0]).toBe(start + 900_000);
  });
});

describe("totals of history", () => {
  const slot = (given: Partial<HistorySlot>): HistorySlot => ({
    start: 0, duration_s: 900, load_kw: undefined, pv_kw: undefined, import_kw: undefined, export_kw: undefined,
    cost: undefined, self_use_cost: undefined, batteries: undefined, ...given,
  });
  it("count energy and only costs that can be compared", () => {
    const totals = totalsOf([slot({ load_kw: 4, cost: 1, self_use_cost: 3 }), slot({ load_kw: 2, cost: 5 })]);
    expect(totals).toEqual({ loadKwh: 1.5, pvKwh: undefined, importKwh: undefined, exportKwh: undefined, cost: 1, selfUseCost: 3 });
  });
});
