import { expect, it } from "vitest";
import openapi from "../../../docs/reference/openapi.json?raw";
import { textsOf } from "../text/texts";
import { languages } from "./format";
import { orderedOf, wayOf } from "./ordered";

it("reads what was ordered of a device", () => {
  expect(orderedOf('{"device":"home","kind":"charge","minutes":90,"by":"dashboard"}')).toEqual([{ device: "home", kind: "charge", minutes: 90 }]);
  expect(orderedOf('{"device":"home","kind":"dance","until":"2026-03-02T10:00:00Z"}')).toEqual([{ device: "home", kind: "dance", minutes: undefined }]);
});

it("reads several orders, ways to charge, and days away", () => {
  expect(orderedOf('{"overrides":[{"device":"home","kind":"hold"},{"device":"car","kind":"off","minutes":5},7]}')).toEqual([
    { device: "home", kind: "hold", minutes: undefined }, { device: "car", kind: "off", minutes: 5 }]);
  expect(orderedOf('{"cars":[{"car":"car","strategy":"cheap_hours"},{"car":"van","strategy":"fly"}],"away":{"from":"2026-03-02T10:00:00Z","until":"2026-03-04T10:00:00Z"}}'))
    .toEqual([{ device: "car", strategy: "cheap_hours" }, { away: { from: Date.UTC(2026, 2, 2, 10), until: Date.UTC(2026, 2, 4, 10) } }]);
});

it("leaves what it cannot read", () => {
  for (const detail of [undefined, "", "null", "7", "[1]", "home: charge", '{"device":7,"kind":"charge"}', '{"device":"home"}', '{"device":"ho', '{"overrides":{},"away":null}'])
    expect(orderedOf(detail)).toEqual([]);
});

it("knows the way of an order", () => {
  expect(wayOf("PUT /api/v1/stop")).toBe("PUT /stop");
  expect(wayOf("DELETE /api/v1/overrides/17")).toBe("DELETE /overrides/");
  expect(wayOf("POST /override/boost")).toBe("POST /overrides");
  expect(wayOf("sign in")).toBe("sign in");
  expect(wayOf("POST /nowhere")).toBe("POST /nowhere");
});

it.each(languages)("each order of the interface has words (%s)", (language) => {
  const paths = JSON.parse(openapi).paths as Record<string, Record<string, { tags?: string[] }>>;
  const orders = Object.entries(paths).filter(([path]) => path.startsWith("/api/v1/")).flatMap(([path, ways]) => Object.entries(ways)
    .filter(([method, { tags }]) => method !== "get" && tags === undefined).map(([method]) => `${method.toUpperCase()} ${path.replace("{id}", "7")}`));
  expect(orders).toContain("PUT /api/v1/stop");
  for (const order of orders) expect(textsOf(language).orders[wayOf(order)], order).toBeTruthy();
});
