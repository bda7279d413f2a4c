// What the plan page shows: the running plan, or another one that is only tried, in the window a person chose.
import { batch, computed, effect, signal } from "@preact/signals";
import { readCase, readTrial } from "./api/answers";
import type { Plan, Trial } from "./api/answers";
import { readOverrides } from "./api/orders";
import { ask } from "./api/ask";
import type { Asked, Fault } from "./api/ask";
import { planSpec } from "./charts/plan_spec";
import { endOf, slotAt, windowOf } from "./charts/spec";
import type { Window } from "./charts/spec";
import { capacityOf, together } from "./logic/batteries";
import { blocksOf, toWire } from "./logic/blocks";
import type { Block } from "./logic/blocks";
import { newest } from "./logic/newest";
import { priceRuns } from "./logic/prices";
import { localClock } from "./logic/time_axis";
import { knobsOf, patchOf } from "./logic/what_if";
import type { Changes } from "./logic/what_if";
import { format, loadPlan, outlook, overrides, plan, planCase, prices, refresh, status, texts, timezone } from "./state";

const hourMs = 3_600_000;

// What the person looks at stays when a new plan comes: a window, or so many hours from now on.
export const chosenHours = signal<number | undefined>(6);
export const freeWindow = signal<Window | undefined>(undefined);
export const cursorAt = signal<number | undefined>(undefined);

// What is tried: changed numbers of the case, or blocks by hand, never both at once.
export const changes = signal<Changes>({});
export const draft = signal<Block[] | undefined>(undefined);
export const trial = signal<Trial | undefined>(undefined);
export const trialFault = signal<Fault | undefined>(undefined);
export const tookMs = signal<number | undefined>(undefined);
export const isTrying = signal(false);  // homes with many devices take seconds
// A plan of before, to compare with.
export const stored = signal<{ madeAt: number; plan: Plan } | undefined>(undefined);

export const runningSlots = computed(() => plan.value.value?.slots ?? []);
export const slots = computed(() => trial.value?.plan.slots ?? runningSlots.value);
const base = computed(() => stored.value?.plan.slots ?? (trial.value ? runningSlots.value : undefined));
// Independent of what is tried, so that trying never turns in a circle.
const runningWhole = computed((): Window => {
  const first = runningSlots.value[0];
  const last = runningSlots.value.at(-1);
  return first && last ? { from: first.start, to: endOf(last) } : { from: 0, to: hourMs };
});
export const runs = computed(() => priceRuns(prices.value.value?.slots ?? []));
export const capacity = computed(() =>
  capacityOf(planCase.value.value?.batteries) ?? capacityOf(status.value.value?.readings?.batteries));
export const now = computed(() => status.value.value?.now);
const measured = computed(() => {
  const readings = status.value.value?.readings;
  const kwh = together(readings?.batteries).socKwh;
  return readings?.at === undefined || kwh === undefined ? undefined : { at: readings.at, kwh };
});
// With the wishes that are tried, where some are.
const triedCase = computed(() => {
  const home = planCase.value.value;
  if (!home || !trial.value || draft.value) return home;
  return readCase({ ...home.raw, ...patchOf(home, knobs.peek(), changes.value, runningWhole.value.from) }) ?? home;
});
export const spec = computed(() => planSpec({
  slots: slots.value, runs: runs.value, capacityKwh: capacity.value, measured: measured.value, now: now.value,
  home: triedCase.value, outlook: outlook.value.value?.slots, base: base.value,
}, texts.value, format.value));
export const whole = computed((): Window => spec.value?.whole ?? { from: 0, to: hourMs });
export const shown = computed((): Window => {
  const free = freeWindow.value;
  if (free) return windowOf(whole.value, free.from, free.to - free.from);
  const hours = chosenHours.value;
  return hours === undefined ? whole.value : windowOf(whole.value, whole.value.from, hours * hourMs);
});
export const cursor = computed(() => {
  const at = cursorAt.value ?? now.value;
  return Math.max(0, at === undefined ? 0 : slotAt(slots.value, at));
});
export const knobs = computed(() => {
  const clock = localClock(timezone.value);
  return planCase.value.value ? knobsOf(planCase.value.value, runningWhole.value, (at) => clock(at).day) : [];
});
// What is wanted by hand: as it is being changed, or as the home has it.
export const blocks = computed(() => draft.value ?? blocksOf(overrides.value.value?.overrides ?? []));

export function show(hours: number): void {
  batch(() => {
    chosenHours.value = hours > 0 ? hours : undefined;
    freeWindow.value = undefined;
    const at = cursorAt.value;
    if (at !== undefined && (at < shown.value.from || at >= shown.value.to)) cursorAt.value = undefined;
  });
}

// While something is dragged, plans come without their reasons, which take long in homes with many devices; the reasons
// follow at rest.
interface Wish {
  path: string;
  body: unknown;
  at: number;
}
const restMs = 500;
export const isWithoutReasons = signal(false);

let latestWish: Wish | undefined;
let rest: ReturnType<typeof setTimeout> | undefined;
const planned = (query: string) => ({ path, body }: Wish): Promise<Asked<Trial>> =>
  ask(path + query, readTrial, { method: "POST", body, patienceMs: 30_000 });

const reasons = newest<Wish, Asked<Trial>>(planned(""), (asked, wish) => {
  if (asked.kind !== "here" || wish !== latestWish) return;  // what is shown is good enough
  batch(() => {
    isWithoutReasons.value = false;
    trial.value = asked.value;
  });
});

const trials = newest<Wish, Asked<Trial>>(planned("?quick=1"), (asked, wish) => {
  batch(() => {
    isTrying.value = wish !== latestWish;
    isWithoutReasons.value = true;
    trial.value = asked.kind === "here" ? asked.value : trial.peek();
    trialFault.value = asked.kind === "here" ? undefined : asked;
  });
  requestAnimationFrame(() => setTimeout(() => {  // after it has been drawn
    if (trial.peek()) tookMs.value = performance.now() - wish.at;
  }));
  clearTimeout(rest);
  rest = setTimeout(() => { if (wish === latestWish && trial.peek()) reasons.want(wish); }, restMs);
});

function want(path: string, body: unknown): void {
  clearTimeout(rest);
  latestWish = { path, body, at: performance.now() };
  isTrying.value = true;
  trials.want(latestWish);
}

function tryAgain(): void {
  const home = planCase.peek().value;
  if (draft.peek()) return want("/overrides/simulate", { overrides: toWire(draft.peek() ?? []) });
  const patch = home ? patchOf(home, knobs.peek(), changes.peek(), runningWhole.peek().from) : {};
  return Object.keys(patch).length === 0 ? forgetTrial() : want("/what-if", patch);
}

function forgetTrial(): void {
  trials.forget();
  reasons.forget();
  clearTimeout(rest);
  latestWish = undefined;
  batch(() => {
    isTrying.value = false;
    trial.value = undefined;
    trialFault.value = undefined;
    tookMs.value = undefined;
  });
}

export function change(id: string, value: number): void {
  batch(() => {
    draft.value = undefined;
    changes.value = { ...changes.peek(), [id]: value };
  });
  tryAgain();
}

export function changeBlocks(next: Block[]): void {
  batch(() => {
    changes.value = {};
    draft.value = next;
  });
  tryAgain();
}

export function discard(): void {
  changes.value = {};
  draft.value = undefined;
  forgetTrial();
}

export async function applyBlocks(): Promise<Fault | undefined> {
  const asked = await ask("/overrides/apply", readOverrides, { method: "POST", body: { overrides: toWire(draft.peek() ?? []) } });
  if (asked.kind !== "here") return asked;
  await refresh("overrides", "plan", "case", "recommendation");
  discard();
  return undefined;
}

export async function compareWith(madeAt: number | undefined): Promise<Fault | undefined> {
  if (madeAt === undefined) {
    stored.value = undefined;
    return undefined;
  }
  const asked = await loadPlan(madeAt);
  if (asked.kind !== "here") return asked;
  stored.value = { madeAt, plan: asked.value };
  return undefined;
}

// A new plan came while something was being tried: it is tried on the new one.
effect(() => {
  void planCase.value;
  if (Object.keys(changes.peek()).length > 0 || draft.peek()) tryAgain();
});
