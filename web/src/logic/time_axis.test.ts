import { describe, expect, it } from "vitest";
import { localClock, ticks, tickStepH } from "./time_axis";

const paris = localClock("Europe/Paris");
const at = (text: string) => Date.parse(text);
const written = (from: string, to: string, most: number, clock = paris) =>
  ticks(at(from), at(to), most, clock).map((tick) => `${tick.isDay ? "*" : ""}${new Date(tick.at).toISOString().slice(8, 16)}`);

describe("marks", () => {
  it("are as fine as there is room", () => {
    expect(tickStepH(0, 6 * 3_600_000, 12)).toBe(0.5);
    expect(tickStepH(0, 48 * 3_600_000, 8)).toBe(6);
    expect(tickStepH(0, 7 * 86_400_000, 7)).toBe(24);
    expect(tickStepH(0, 60 * 86_400_000, 7)).toBe(24);
  });
  it("stand at whole hours of the home's clock and mark the day", () => {
    expect(written("2024-05-11T18:07:00Z", "2024-05-12T04:30:00Z", 4)).toEqual(["11T19:00", "*11T22:00", "12T01:00", "12T04:00"]);
  });
  it("keep local hours on the day of 23 hours", () => {
    // 31 March 2024: 02:00 does not exist; 03:00 is 01:00Z
    expect(written("2024-03-30T23:00:00Z", "2024-03-31T22:00:00Z", 8)).toEqual(
      ["*30T23:00", "31T01:00", "31T04:00", "31T07:00", "31T10:00", "31T13:00", "31T16:00", "31T19:00", "*31T22:00"]);
  });
  it("mark a doubled hour once among coarse marks and twice among fine ones", () => {
    // 27 October 2024: 02:00 is 00:00Z and 01:00Z
    expect(written("2024-10-26T22:00:00Z", "2024-10-27T06:00:00Z", 4)).toEqual(["*26T22:00", "27T00:00", "27T03:00", "27T05:00"]);
    expect(written("2024-10-26T23:00:00Z", "2024-10-27T02:00:00Z", 4)).toEqual(["26T23:00", "27T00:00", "27T01:00", "27T02:00"]);
  });
  it("find the first moment of a day without midnight", () => {
    // Santiago, 8 September 2024: clocks go from 24:00 to 01:00, which is 04:00Z
    const found = written("2024-09-08T00:00:00Z", "2024-09-08T12:00:00Z", 6, localClock("America/Santiago"));
    expect(found).toContain("*08T04:00");
  });
  it("bear a time zone that is none", () => {
    expect(localClock("Mars/Base")(0)).toEqual({ minuteOfDay: 0, day: "1970-01-01" });
  });
});
