import { expect, it } from "vitest";
import { readPlan, readStatus } from "./answers";
import { entry, list, number, record, text, time, word } from "./read";

it("takes no number for one that is none", () => {
  expect([1, 0, "1", null, Infinity, NaN, true].map(number)).toEqual([1, 0, undefined, undefined, undefined, undefined, undefined]);
});

it("reads moments", () => {
  expect(time("1970-01-01T00:00:01Z")).toBe(1000);
  expect([time("yesterday"), time(5), time(null)]).toEqual([undefined, undefined, undefined]);
});

it("leaves out odd entries and keeps the others", () => {
  const reader = list(entry({ name: text, size: number }, "name"));
  expect(reader([{ name: "a" }, null, { size: 3 }, [], { name: "b", size: "x" }])).toEqual([{ name: "a" }, { name: "b" }]);
  expect(reader({})).toBeUndefined();
});

it("knows only its words", () => {
  const reader = word("ok", "stale");
  expect([reader("ok"), reader("OK"), reader(1)]).toEqual(["ok", undefined, undefined]);
});

it("reads no record from something else", () => {
  const reader = record({ a: number });
  expect([reader(null), reader([]), reader("x"), reader(3)]).toEqual([undefined, undefined, undefined, undefined]);
});

it("bears any answer for a status or a plan", () => {
  for (const odd of [null, 1, "x", [], {}, { slots: 3 }, { slots: [null, { start: "x" }] }, { readings: [], inputs: {}, price: 7 }]) {
    expect(() => [readStatus(odd), readPlan(odd)]).not.toThrow();
  }
  expect(readPlan({ slots: [{ start: "2024-05-11T00:00:00Z", duration_s: 900 }, { start: "x", duration_s: 900 }] })?.slots).toHaveLength(1);
});
