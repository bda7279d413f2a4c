import { expect, it } from "vitest";
import { orderedOf } from "./ordered";

it("reads what was ordered of a device", () => {
  expect(orderedOf('{"device":"home","kind":"charge","minutes":90,"by":"dashboard"}')).toEqual({ device: "home", kind: "charge", minutes: 90 });
  expect(orderedOf('{"device":"home","kind":"hold","until":"2026-03-02T10:00:00Z"}')).toEqual({ device: "home", kind: "hold", minutes: undefined });
});

it("leaves what it cannot read", () => {
  for (const detail of [undefined, "", "null", "[1]", "home: charge", '{"device":7,"kind":"charge"}', '{"device":"home","kind":"dance"}', '{"device":"ho'])
    expect(orderedOf(detail)).toBeUndefined();
});
