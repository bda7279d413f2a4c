import { expect, it } from "vitest";
import { readStatus } from "../api/answers";
import { devicesKw, homeKw } from "./devices_now";

const readings = (given: object) => readStatus({ readings: given })!.readings!;

it("counts what devices draw on top of the home", () => {
  const given = readings({ load_kw: 0.5, vehicles: [{ id: "car", power_kw: 7 }, { power_kw: 3 }], water_heaters: [{ id: "tank", power_kw: 2 }],
    appliances: [{ id: "pump" }], zones: [{ id: "living", temperature_c: 21 }] });
  expect(devicesKw(given)).toBe(9);
  expect(homeKw(given)).toBe(9.5);
  expect(homeKw(readings({}))).toBeUndefined();
  expect(homeKw(readings({ load_kw: 1, vehicles: [{ id: "car", power_kw: -3 }] }))).toBe(0);
});
