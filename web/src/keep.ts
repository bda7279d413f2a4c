// Keeping what was tried: a reserve is a line of the site file where that can be written; a trip, and a reserve elsewhere,
// is otherwise once, until it is over or taken back.
import { readEdited, readExceptions } from "./api/orders";
import type { Exceptions } from "./api/orders";
import { ask } from "./api/ask";
import { exceptionsToWire, withWanted } from "./logic/exceptions";
import type { Wanted } from "./logic/exceptions";
import type { Knob } from "./logic/what_if";
import { faultText } from "./parts/card";
import { config, exceptions, isOffered, planCase, refresh, texts } from "./state";

const canWrite = (): boolean => isOffered(config.value) && config.value.value !== undefined && config.value.value.can_write !== false;
const canExcept = (): boolean => isOffered(exceptions.value) && exceptions.value.value !== undefined;

export function whyNotKept(knobs: Knob[]): string | undefined {
  if (canExcept()) return undefined;
  const t = texts.value;
  if (knobs.some((knob) => knob.kind !== "reserve")) return t.whyNot.trip;
  return canWrite() ? undefined : config.value.value?.why_not ?? t.whyNot.config;
}

async function writeReserves(wanted: Wanted[]): Promise<string | undefined> {
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
  return put.kind === "here" ? undefined : faultText(put);
}

export async function putExceptions(wanted: Exceptions): Promise<string | undefined> {
  const put = await ask("/exceptions", readExceptions, { method: "PUT", body: exceptionsToWire(wanted) });
  await refresh("exceptions", "plan", "case");
  return put.kind === "here" ? undefined : faultText(put);
}

// A sentence saying why not, or nothing when it was kept.
export async function keepWanted(wanted: Wanted[]): Promise<string | undefined> {
  const inFile = canWrite() ? wanted.filter(({ knob }) => knob.kind === "reserve") : [];
  const once = wanted.filter((each) => !inFile.includes(each));
  const fault = inFile.length === 0 ? undefined : await writeReserves(inFile);
  if (fault !== undefined) return fault;
  if (inFile.length > 0) await refresh("config", "plan", "case");
  return once.length === 0 ? undefined : putExceptions(withWanted(exceptions.peek().value ?? { trips: [], reserves: [] }, once));
}
