// What a plan could not keep, in words: the planner's own sentences, or, where it has none yet because something is
// still being dragged, short ones by the kind of limit. Each is said once; names of code are never shown.
import type { Plan } from "../api/answers";
import type { Texts } from "../text/en";

type Missed = NonNullable<Plan["violations"]>[number];

// "battery.min_soc[home]" is a kind of limit and whose it is.
function shortOf(what: string, t: Texts, nameOf: (id: string) => string): string {
  const [, kind = what, id = ""] = /^([^[]*)\[(.*)\]$/.exec(what) ?? [];
  return (t.missed[kind] ?? t.somethingMissed)(nameOf(id));
}

export function missedLines(missed: readonly Missed[] | undefined, t: Texts, nameOf: (id: string) => string): string[] {
  return [...new Set((missed ?? []).map(({ text, what }) => text ?? shortOf(what ?? "", t, nameOf)))];
}
