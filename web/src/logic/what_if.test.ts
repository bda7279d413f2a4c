import { describe, expect, it } from "vitest";
import { readCase } from "../api/answers";
import { changed, knobsOf, patchOf } from "./what_if";
import caseAnswer from "../../dev/recorded/case.json";

const at = (text: string) => Date.parse(text);
const whole = { from: at("2024-05-11T18:00:00Z"), to: at("2024-05-12T22:00:00Z") };
const home = readCase(caseAnswer)!;
const knobs = knobsOf(home, whole);

describe("knobs", () => {
  it("are the reserve of the battery, and target and departure of the car", () => {
    expect(knobs.map((knob) => [knob.id, knob.value])).toEqual([
      ["reserve:home", 5], ["target:car", (100 * 36) / 52], ["leave:car", at("2024-05-12T07:30:00Z")]]);
    expect(knobs[2]).toMatchObject({ least: at("2024-05-11T18:15:00Z"), most: at("2024-05-12T13:15:00Z") });
  });
  it("are not there without what they turn", () => {
    expect(knobsOf(readCase({})!, whole)).toEqual([]);
    expect(knobsOf(readCase({ batteries: [{ id: "a" }], vehicles: [{ id: "b", capacity_kwh: 50 }] })!, whole)).toEqual([]);
  });
});

describe("the patch", () => {
  it("is empty when nothing is changed", () => {
    expect(patchOf(home, knobs, { "reserve:home": 5.2 }, whole.from)).toEqual({});
    expect(changed(knobs, { "reserve:home": 5.2 })).toEqual([]);
  });
  it("holds the whole list of what it changes and nothing else", () => {
    const patch = patchOf(home, knobs, { "reserve:home": 30 }, whole.from);
    expect(Object.keys(patch)).toEqual(["batteries"]);
    expect(patch.batteries).toEqual([{ ...(home.raw.batteries as object[])[0], min_soc_kwh: 3 }]);
  });
  it("takes the target along with the departure", () => {
    const patch = patchOf(home, knobs, { "leave:car": at("2024-05-12T05:00:00Z"), "target:car": 50 }, whole.from);
    const [car] = patch.vehicles as { trips: { leave: string; energy_kwh: number }[]; targets: unknown[] }[];
    expect(car?.trips[0]).toMatchObject({ leave: "2024-05-12T05:00:00Z", energy_kwh: 9 });
    expect(car?.targets[0]).toMatchObject({ soc_kwh: 26, by: "2024-05-12T05:00:00Z", price_per_kwh: 0.6 });
    expect((home.raw.vehicles as { trips: { leave: string }[] }[])[0]?.trips[0]?.leave).toBe("2024-05-12T07:30:00Z");
  });
  it("stays inside the ranges", () => {
    const patch = patchOf(home, knobs, { "reserve:home": 500 }, whole.from);
    expect((patch.batteries as { min_soc_kwh: number }[])[0]?.min_soc_kwh).toBe(10);
  });
});
