import { expect, it } from "vitest";
import planner from "../../../src/plan/speak_missed.cpp?raw";
import { textsOf } from "../text/texts";
import { languages } from "./format";
import { missedLines } from "./missed";

const nameOf = (id: string) => `<${id}>`;
const english = textsOf("en");

it("says a limit once, with the device's name", () => {
  const often = [1, 2, 3, 4].map((start) => ({ start, what: "battery.min_soc[home]", text: undefined }));
  expect(missedLines(often, english, nameOf)).toEqual(["<home> falls below its lowest allowed charge."]);
  expect(missedLines([...often, { start: 5, what: "battery.min_soc[barn]", text: undefined }], english, nameOf)).toHaveLength(2);
  expect(missedLines(undefined, english, nameOf)).toEqual([]);
});

it("leaves the planner its own sentences", () => {
  expect(missedLines([{ start: 1, what: "vehicle.target[car]", text: "Vehicle car: leaves with 3.2 kWh less." }], english, nameOf))
    .toEqual(["Vehicle car: leaves with 3.2 kWh less."]);
});

it.each(languages)("has words for each limit the planner knows, and for others (%s)", (language) => {
  const kinds = [...planner.matchAll(/\{"([a-z_.]+)", Message::/g)].map(([, kind]) => kind!);
  expect(kinds.length).toBeGreaterThan(20);
  const t = textsOf(language);
  expect(Object.keys(t.missed).sort()).toEqual(kinds.toSorted());
  for (const what of [...kinds.flatMap((kind) => [kind, `${kind}[a]`]), "sauna.heat[a]", "[", "", "a[b]c"]) {
    const [line] = missedLines([{ start: 1, what, text: undefined }], t, nameOf);
    expect(line, what).toMatch(/\.$/);
    expect(line, what).not.toMatch(/[a-z]_|[a-z]\.[a-z]|\[/);
  }
});
