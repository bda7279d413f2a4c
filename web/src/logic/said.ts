// Sentences of the service about its parts, which it says in English: the usual ones in the page's language.
import type { Texts } from "../text/en";

type Said = keyof Texts["said"];

const sentences: [RegExp, Said][] = [
  [/^all answer$/, "allAnswer"],
  [/^known until (.+)$/, "knownUntil"],
  [/^a proven plan in ([\d.]+ ms)$/, "provenPlan"],
  [/^the plan is good, made in ([\d.]+ ms)$/, "goodPlan"],
  [/^accepted$/, "accepted"],
  [/^accepted; partial: batteries alone are told$/, "partial"],
  [/^advisory: nothing is told to the devices$/, "advisory"],
  [/^each cycle is kept$/, "kept"],
];

// Undefined where it is none of them.
export function said(text: string | undefined, t: Texts): string | undefined {
  for (const [form, key] of sentences) {
    const found = text === undefined ? null : form.exec(text);
    if (found) return t.said[key](found[1] ?? "");
  }
  return undefined;
}
