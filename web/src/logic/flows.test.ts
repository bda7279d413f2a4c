import { expect, it } from "vitest";
import { flowsOf } from "./flows";

const none = { load: 0, pv: 0, import: 0, export: 0, charge: 0, discharge: 0 };

it("gives the sun to the home, then to the battery, then to the grid", () => {
  expect(flowsOf({ ...none, pv: 5, load: 1, charge: 3, export: 1 })).toEqual([
    { from: "sun", to: "home", kw: 1 }, { from: "sun", to: "battery", kw: 3 }, { from: "sun", to: "grid", kw: 1 }]);
});

it("gives the home what the battery has before the grid gets it", () => {
  expect(flowsOf({ ...none, discharge: 5, load: 1, export: 4 })).toEqual([
    { from: "battery", to: "home", kw: 1 }, { from: "battery", to: "grid", kw: 4 }]);
});

it("charges from the grid what the sun does not cover", () => {
  expect(flowsOf({ ...none, pv: 1, load: 2, charge: 5, import: 6 })).toEqual([
    { from: "sun", to: "home", kw: 1 }, { from: "grid", to: "home", kw: 1 }, { from: "grid", to: "battery", kw: 5 }]);
});

it("leaves out noise and values below zero", () => {
  expect(flowsOf({ ...none, pv: 0.01, load: 0.01, import: -3, charge: 2 })).toEqual([]);
});
