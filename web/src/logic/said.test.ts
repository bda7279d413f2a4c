import { expect, test } from "vitest";
import { de } from "../text/de";
import { en } from "../text/en";
import { said } from "./said";

test("the usual sentences are said in the page's language", () => {
  expect(said("all answer", de)).toBe("alle antworten");
  expect(said("known until Mon 13 May 00:00", de)).toBe("bekannt bis Mon 13 May 00:00");
  expect(said("a proven plan in 1015.2 ms", de)).toBe("ein bewiesener Plan in 1015.2 ms");
  expect(said("all answer", en)).toBe("all answer");
});

test("others stay as they are", () => {
  expect(said("the inverter told 7 kW; restart it", de)).toBeUndefined();
  expect(said(undefined, de)).toBeUndefined();
});
