import { expect, it } from "vitest";
import type { Language } from "../logic/format";
import { textsOf } from "./texts";

// Every text as [path, text], with functions called.
function flat(value: unknown, path = ""): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") return [[path, String(value("<1>", "<2>"))]];
  return Object.entries(value as object).flatMap(([key, each]) => flat(each, `${path}.${key}`));
}

const english = new Map(flat(textsOf("en")));

it.each<Language>(["de", "sv"])("%s has the same texts, none empty, each with its values", (language) => {
  const other = flat(textsOf(language));
  expect(other.map(([path]) => path).sort()).toEqual([...english.keys()].sort());
  for (const [path, text] of other) {
    expect(text, path).not.toBe("");
    for (const mark of ["<1>", "<2>"]) expect(text.includes(mark), path).toBe(english.get(path)!.includes(mark));
  }
});
