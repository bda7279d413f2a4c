// Keeping what was tried: a reserve is a line of the site file. What the file cannot hold is told.
import { readEdited } from "./api/orders";
import { ask } from "./api/ask";
import type { Knob } from "./logic/what_if";
import { faultText } from "./parts/card";
import { config, isOffered, planCase, refresh, texts } from "./state";

export function whyNotKept(knobs: Knob[]): string | undefined {
  const t = texts.value;
  const told = config.value;
  if (knobs.some((knob) => knob.kind !== "reserve")) return t.whyNot.trip;
  if (!isOffered(told) || told.value === undefined) return t.whyNot.config;
  return told.value.can_write === false ? told.value.why_not ?? t.whyNot.config : undefined;
}

// A sentence saying why not, or nothing when it was kept.
export async function keepReserve(wanted: { knob: Knob; value: number }[]): Promise<string | undefined> {
  const batteries = planCase.peek().value?.batteries ?? [];
  const changes = wanted.map(({ knob, value }) => ({
    path: `batteries[${batteries.findIndex((each) => each.id === knob.device)}].min_soc_pct`, value: Math.round(value),
  }));
  const edited = await ask("/config/edit", readEdited, { method: "POST", body: { changes } });
  if (edited.kind !== "here") return faultText(edited);
  const problems = edited.value.problems ?? [];
  if (problems.length > 0) return problems.map((each) => each.text).join(" ");
  const version = config.peek().value?.version;
  const put = await ask("/config", readEdited, { method: "PUT", body: { text: edited.value.text, version } });
  if (put.kind !== "here") return faultText(put);
  await refresh("config", "plan", "case");
  return undefined;
}
