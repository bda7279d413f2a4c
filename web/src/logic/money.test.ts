import { expect, test } from "vitest";
import { netCost, storedMore } from "./money";

test("missed wishes are nobody's money", () => {
  expect(netCost({ net_cost: 3, missed: 1 })).toBe(2);
  expect(netCost({ net_cost: 3 })).toBe(3);
  expect(netCost({ missed: 1 })).toBeUndefined();
  expect(netCost(undefined)).toBeUndefined();
});

test("what is stored more makes up the difference to what was saved", () => {
  expect(storedMore({ cost: 0.9, self_use_cost: 0.3, saved: 0.1 })).toBeCloseTo(0.7);
  expect(storedMore({ cost: 0.9, self_use_cost: 0.3, saved: -0.6 })).toBeCloseTo(0);
  expect(storedMore({ cost: 0.9, saved: 0.1 })).toBeUndefined();
});
