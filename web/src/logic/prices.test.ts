import { describe, expect, it } from "vitest";
import type { PriceSlot } from "../api/answers";
import { classColour, colourOf, priceAt, priceRuns } from "./prices";

const quarter = 900_000;
const slot = (index: number, price: number | undefined, priceClass: PriceSlot["class"] = "normal"): PriceSlot => ({
  start: index * quarter, duration_s: 900, import_per_kwh: price, export_per_kwh: undefined, class: priceClass,
  is_forecast: undefined,
});

describe("runs of prices", () => {
  it("join neighbours of one price", () => {
    const runs = priceRuns([slot(0, 0.1), slot(1, 0.1), slot(2, 0.2, "expensive"), slot(3, 0.1)]);
    expect(runs.map((run) => [run.from / quarter, run.to / quarter, run.importPerKwh])).toEqual([[0, 2, 0.1], [2, 3, 0.2], [3, 4, 0.1]]);
  });
  it("do not reach over gaps", () => {
    expect(priceRuns([slot(0, 0.1), slot(1, undefined), slot(2, 0.1), slot(4, 0.1)])).toHaveLength(3);
    expect(priceRuns([])).toEqual([]);
  });
  it("never join a published price with a forecast", () => {
    const runs = priceRuns([slot(0, 0.1), { ...slot(1, 0.1), is_forecast: true }, { ...slot(2, 0.1), is_forecast: true }]);
    expect(runs.map((run) => [run.to / quarter, run.isForecast])).toEqual([[1, false], [3, true]]);
  });
  it("are found by a moment", () => {
    const runs = priceRuns([slot(0, 0.1), slot(1, 0.2)]);
    expect(priceAt(runs, quarter)?.importPerKwh).toBe(0.2);
    expect(priceAt(runs, 2 * quarter)).toBeUndefined();
  });
});

describe("colours of classes", () => {
  it("differ", () => {
    expect(new Set(Object.values(classColour)).size).toBe(4);
  });
  it("are there without a class", () => {
    expect(colourOf(undefined)).toBe("--price-normal");
    expect(colourOf("negative")).toBe("--price-negative");
  });
});
