import { expect, it } from "vitest";
import type { Device } from "../api/orders";
import { shuts, stageFault, tapFault } from "./taps";
import type { TapFacts } from "./taps";

const battery = (soc: number, state: "ok" | "failed" = "ok"): Device =>
  ({ id: "home", type: "battery", state, readings: { soc_pct: soc }, limits: { min_soc_pct: 10, max_soc_pct: 95 } }) as unknown as Device;
const facts = (over: Partial<TapFacts> = {}): TapFacts =>
  ({ stage: "full", isStopped: false, exportLimitKw: undefined, sellingPerKwh: 0.08, isAway: false, device: battery(50), ...over });

it("finds nothing wrong with a tap that works", () => {
  for (const kind of ["charge", "hold", "export", "self_use"] as const) expect(tapFault(kind, "battery", facts())).toBeUndefined();
  expect(stageFault(facts())).toBeUndefined();
  expect(tapFault("charge", "battery", facts({ device: undefined }))).toBeUndefined();
});

it("knows when selling cannot be, or costs", () => {
  expect(tapFault("export", "battery", facts({ exportLimitKw: 0 }))).toBe("noExport");
  expect(shuts("noExport")).toBe(true);
  expect(tapFault("charge", "battery", facts({ exportLimitKw: 0 }))).toBeUndefined();
  expect(tapFault("export", "battery", facts({ exportLimitKw: 5, device: battery(10.2) }))).toBe("empty");
  expect(tapFault("export", "battery", facts({ sellingPerKwh: -0.02 }))).toBe("sellingCosts");
});

it("knows a full battery, and one that does not answer", () => {
  expect(tapFault("charge", "battery", facts({ device: battery(94.8) }))).toBe("full");
  expect(shuts("full")).toBe(false);
  expect(tapFault("hold", "battery", facts({ device: battery(94.8, "failed") }))).toBe("silent");
});

it("knows what the stage holds back", () => {
  expect(stageFault(facts({ stage: "advisory" }))).toBe("advisory");
  expect(stageFault(facts({ stage: "simulation" }))).toBeUndefined();
  expect(stageFault(facts({ stage: "advisory", isStopped: true }))).toBe("stopped");
  expect(tapFault("on", "water_heater", facts({ stage: "partial", device: undefined }))).toBe("partial");
  expect(tapFault("charge", "battery", facts({ stage: "partial" }))).toBeUndefined();
});

it("knows a car that is not plugged in", () => {
  expect(tapFault("charge", "vehicle", facts({ isAway: true, device: undefined }))).toBe("unplugged");
  expect(tapFault("off", "vehicle", facts({ isAway: true, device: undefined }))).toBeUndefined();
  expect(tapFault("charge", "vehicle", facts({ device: undefined }))).toBeUndefined();
});
