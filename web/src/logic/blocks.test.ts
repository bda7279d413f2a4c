import { describe, expect, it } from "vitest";
import { added, beginning, blocksOf, moved, offers, resized, toWire } from "./blocks";
import type { Block } from "./blocks";
import { readOverrides } from "../api/orders";

const hour = 3_600_000;
const quarter = 900_000;
const limits = { from: 10 * hour + 60_000, to: 20 * hour };
const block: Block = { key: "a", device: "home", kind: "charge", from: 12 * hour, until: 13 * hour };

describe("a block", () => {
  it("is added for an hour at the next quarter, and after what is there", () => {
    const one = added([], "home", "charge", limits.from, limits.to, "x");
    expect(one).toEqual([{ key: "x", device: "home", kind: "charge", from: 10 * hour + quarter, until: 11 * hour + quarter }]);
    const two = added(one, "home", "hold", limits.from, limits.to, "y");
    expect(two[1]).toMatchObject({ from: 11 * hour + quarter, until: 12 * hour + quarter });
    expect(added(one, "tank", "on", limits.from, limits.to, "z")[1]?.from).toBe(10 * hour + quarter);
    expect(added([{ ...block, from: limits.from, until: limits.to }], "home", "hold", limits.from, limits.to, "y")).toHaveLength(1);
  });
  it("moves in quarters and stays in the time that is planned", () => {
    expect(moved(block, 20 * 60_000, limits)).toMatchObject({ from: 12 * hour + quarter, until: 13 * hour + quarter });
    expect(moved(block, -9 * hour, limits)).toMatchObject({ from: 10 * hour + quarter, until: 11 * hour + quarter });
    expect(moved(block, 99 * hour, limits)).toMatchObject({ from: 19 * hour, until: 20 * hour });
  });
  it("is never shorter than a quarter", () => {
    expect(resized(block, -9 * hour, limits).until).toBe(12 * hour + quarter);
    expect(resized(block, 99 * hour, limits).until).toBe(20 * hour);
    expect(beginning(block, 9 * hour, limits).from).toBe(13 * hour - quarter);
    expect(beginning(block, -9 * hour, limits).from).toBe(10 * hour + quarter);
  });
  it("that has begun keeps its beginning", () => {
    const begun = { ...block, from: 9 * hour, until: 11 * hour };
    expect(moved(begun, hour, limits)).toMatchObject({ from: 9 * hour, until: 12 * hour });
    expect(beginning(begun, hour, limits)).toBe(begun);
    expect(resized(begun, -5 * hour, limits).until).toBe(10 * hour + quarter);
  });
});

it("goes over the wire and back", () => {
  const answer = readOverrides({
    overrides: [
      { id: 3, device: "home", kind: "charge", target_soc_pct: 80, from: "2024-05-11T18:00:00Z", until: "2024-05-11T19:30:00Z", source: "manual", state: "active" },
      { id: 4, device: "tank", kind: "on", from: "2024-05-11T20:00:00Z", until: "2024-05-11T21:00:00Z", source: "schedule", state: "coming" },
      { id: 5, device: "tank", kind: "dance", from: "2024-05-11T20:00:00Z", until: "2024-05-11T21:00:00Z" },
    ],
    devices: [{ device: "home", type: "battery", kinds: ["charge", "self_use", "sing"] }],
  })!;
  expect(answer.overrides).toHaveLength(2);
  const blocks = blocksOf(answer.overrides);
  expect(blocks).toHaveLength(1);
  expect(toWire(blocks)).toEqual([{ device: "home", kind: "charge", target_soc_pct: 80, from: "2024-05-11T18:00:00Z", until: "2024-05-11T19:30:00Z" }]);
  expect(offers(answer).map((each) => each.kind)).toEqual(["charge"]);
});
