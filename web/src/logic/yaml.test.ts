import { expect, it } from "vitest";
import { readYaml, YamlFault } from "./yaml";
import exampleSite from "../../../examples/french-home/site.yaml?raw";

it("reads maps, lists and words", () => {
  expect(readYaml(`# a comment
name: French home   # of the owner
empty:
grid:
  import_limit_kw: 9
batteries:
  - id: "home: #1"
    capacity_kwh: 1.5e1
    flags: [true, no, {a: 'it''s', b: -2.5}]
  -
    id: second
months:
- 1
- two
`)).toEqual({
    name: "French home", empty: null, grid: { import_limit_kw: 9 },
    batteries: [{ id: "home: #1", capacity_kwh: 15, flags: [true, "no", { a: "it's", b: -2.5 }] }, { id: "second" }],
    months: [1, "two"],
  });
  expect(readYaml("")).toBeNull();
  expect(readYaml("at: 2024-05-11T18:00:00Z\ncode: 010\nurl: http://a.b/c")).toEqual({ at: "2024-05-11T18:00:00Z", code: "010", url: "http://a.b/c" });
});

it("reads the example site", () => {
  const site = readYaml(exampleSite) as { batteries: object[]; sources: object; tariff: { import: { network_fees: object[] } } };
  expect(site.batteries[0]).toMatchObject({ id: "home", capacity_kwh: 10, min_soc_pct: 5 });
  expect(site.sources).toMatchObject({ load: { file: "data/home.csv", column: "load_w" } });
  expect(site.tariff.import.network_fees[0]).toEqual({ from_h: 22, to_h: 6, fee_per_kwh: 0.035 });
});

it.each([["a: &x 1", 1], ["a: |\n  text", 1], ["a: 1\na: 2", 2], ["a: [1, 2", 1], ["a: {b: 1", 1], ["a:\n  b: 1\n c: 2", 3], ["\ta: 1", 1], ["a: 'b", 1],
  ["a: 1\nno key here", 2]])("says where %j is not understood", (text, line) => {
  let fault: unknown;
  try {
    readYaml(text);
  } catch (error) {
    fault = error;
  }
  expect(fault).toBeInstanceOf(YamlFault);
  expect((fault as YamlFault).line).toBe(line);
});
