import { describe, expect, it } from "vitest";
import { makeFormat } from "./format";

const english = makeFormat("en", "EUR", "Europe/Paris");
const german = makeFormat("de", "EUR", "Europe/Berlin");
const swedish = makeFormat("sv", "SEK", "Europe/Stockholm");
const space = "\u00a0";

describe("numbers", () => {
  it("have one digit and their unit", () => {
    expect(english.power(4.96)).toBe(`5.0${space}kW`);
    expect(german.energy(9.24)).toBe(`9,2${space}kWh`);
    expect(english.percent(42.4)).toBe(`42${space}%`);
  });
  it("are never minus zero", () => {
    expect(english.power(-0.01)).toBe(`0.0${space}kW`);
    expect(english.money(-0.001)).toBe("€0.00");
    expect(english.price(-0.0001)).toBe("0.0");
  });
  it("say when there is none", () => {
    expect(english.power(undefined)).toBe("–");
    expect(english.money(undefined)).toBe("–");
    expect(english.price(undefined)).toBe("–");
  });
});

describe("money", () => {
  it("is written as the language does", () => {
    expect(english.money(-1.09)).toBe("-€1.09");
    expect(german.money(1.5)).toBe(`1,50${space}€`);
  });
  it("counts prices in hundredths where there is a word for them", () => {
    expect(english.price(0.2495)).toBe("25.0");
    expect(english.priceUnit).toBe("ct/kWh");
    expect(swedish.price(1.234)).toBe("123,4");
    expect(swedish.priceUnit).toBe("öre/kWh");
    const forint = makeFormat("en", "HUF", "UTC");
    expect([forint.price(36.5), forint.priceUnit, forint.priceScale]).toEqual(["36.500", "HUF/kWh", 1]);
  });
  it("bears a currency that is none", () => {
    expect(makeFormat("en", "??", "UTC").money(2)).toBe("2.00");
  });
});

describe("moments", () => {
  const noon = Date.parse("2024-05-11T10:00:00Z");
  it("are of the home's clock", () => {
    expect(english.clock(noon)).toBe("12:00");
    expect(english.clock(Date.parse("2024-05-11T22:00:00Z"))).toBe("00:00");
  });
  it("name the day only when it is another", () => {
    expect(english.moment(noon, noon + 3_600_000)).toBe("12:00");
    expect(english.moment(noon + 86_400_000, noon)).toBe("Sun 12 12:00");
    expect(english.moment(noon, undefined)).toBe("Sat 11 12:00");
    expect(english.moment(noon + 400 * 86_400_000, noon)).toMatch(/^\d+ \w+ \d{4} 1[123]:00$/);
  });
  it("bear a time zone that is none", () => {
    expect(makeFormat("en", "EUR", "Mars/Base").clock(noon)).toBe("10:00");
  });
});

describe("durations", () => {
  it("use the unit that fits", () => {
    const seconds = (count: number) => english.duration(count * 1000).replaceAll(space, " ");
    expect([35, 120, 5400, 7200, 86_400, 200_000].map(seconds)).toEqual(["35 s", "2 min", "2 h", "2 h", "24 h", "2 d"]);
    expect(seconds(-5)).toBe("0 s");
  });
});

it("counts down in seconds, minutes, hours", () => {
  const { countdown } = makeFormat("en", "EUR", "UTC");
  expect([-5, 0, 90_000, 120_000, 3_540_000, 3_600_000, 5_430_000].map(countdown).map((each) => each.replace("\u00a0", " ")))
    .toEqual(["0 s", "0 s", "90 s", "2 min", "59 min", "1:00 h", "1:31 h"]);
});
