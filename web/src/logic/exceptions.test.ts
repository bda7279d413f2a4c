import { expect, test } from "vitest";
import { exceptionsToWire, withWanted } from "./exceptions";
import type { Knob } from "./what_if";

const at = (text: string) => Date.parse(text);
const week = at("2024-05-13T05:30:00Z");
const early = at("2024-05-13T04:15:00Z");
const leave: Knob = { id: "leave:car", kind: "leave", device: "car", value: week, least: 0, most: 0, step: 1 };
const target: Knob = { ...leave, id: "target:car", kind: "target", value: 60, due: week };
const reserve: Knob = { ...leave, id: "reserve:home", kind: "reserve", device: "home", value: 5 };
const none = { trips: [], reserves: [] };

test("a trip and its target become one exception", () => {
  const wanted = withWanted(none, [{ knob: target, value: 79.6 }, { knob: leave, value: early }, { knob: reserve, value: 30.2 }]);
  expect(exceptionsToWire(wanted)).toEqual({
    trips: [{ car: "car", leave: "2024-05-13T05:30:00Z", leaves_at: "2024-05-13T04:15:00Z", target_soc_pct: 80 }],
    reserves: [{ battery: "home", min_soc_pct: 30 }],
  });
});

test("what was moved before is still known by its week", () => {
  const first = withWanted(none, [{ knob: leave, value: early }]);
  const moved = { ...target, due: early };
  expect(withWanted(first, [{ knob: moved, value: 90 }]).trips).toEqual([{ car: "car", leave: week, leaves_at: early, target_soc_pct: 90 }]);
  const again = { ...leave, value: early };
  expect(withWanted(first, [{ knob: again, value: week }]).trips).toEqual([{ car: "car", leave: week, leaves_at: week, target_soc_pct: undefined }]);
});

test("others stay", () => {
  const others = { trips: [{ car: "other", leave: week, leaves_at: undefined, target_soc_pct: 50 }], reserves: [{ battery: "shed", min_soc_pct: 20 }] };
  const wanted = withWanted(others, [{ knob: reserve, value: 10 }, { knob: leave, value: early }]);
  expect(wanted.trips.map((each) => each.car)).toEqual(["other", "car"]);
  expect(wanted.reserves.map((each) => each.battery)).toEqual(["shed", "home"]);
});
