// Trying something on the plan before it is meant: sliders, what it would cost, and whether to keep it.
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { nameIn } from "../charts/devices_spec";
import { missedLines } from "../logic/missed";
import { changed, valueOf } from "../logic/what_if";
import type { Knob } from "../logic/what_if";
import { keepWanted, putExceptions, whyNotKept } from "../keep";
import { change, changes, discard, isTrying, knobs, now, tookMs, trial, trialFault } from "../plan_view";
import type { Plan } from "../api/answers";
import type { Exceptions } from "../api/orders";
import { exceptions, format, planCase, texts } from "../state";
import { Card, faultText } from "./card";

// The only battery of a home needs no name of its own.
function nameInPlan(id: string): string {
  const t = texts.value;
  const batteries = planCase.value.value?.batteries ?? [];
  return batteries.length === 1 && batteries[0]?.id === id ? t.battery : nameIn(t, id);
}

export const missedOf = (plan: Plan | undefined): string[] => missedLines(plan?.violations, texts.value, nameInPlan);

export function knobLabel(knob: Knob): string {
  return texts.value.knobs[knob.kind](nameInPlan(knob.device));
}

export function knobText(knob: Knob): string {
  const f = format.value;
  const value = valueOf(knob, changes.value);
  return knob.kind === "leave" ? f.moment(value, now.value) : f.percent(value);
}

function Slider({ knob }: { knob: Knob }) {
  const f = format.value;
  const isChanged = changed([knob], changes.value).length > 0;
  const was = knob.kind === "leave" ? f.moment(knob.value, now.value) : f.percent(knob.value);
  return (
    <label class="knob">
      <span class="knob-name">{knobLabel(knob)}</span>
      <output>{isChanged && <s class="quiet">{was}</s>} {knobText(knob)}</output>
      <input type="range" min={knob.least} max={knob.most} step={knob.step} value={valueOf(knob, changes.value)} aria-valuetext={knobText(knob)}
        onInput={(event) => change(knob.id, Number(event.currentTarget.value))} />
    </label>
  );
}

function moneyOf(): { paid: number; running: number; more: number; words: string; tone: string } | undefined {
  const told = trial.value;
  if (!told || told.cost === undefined || told.base_cost === undefined) return undefined;
  const t = texts.value;
  const f = format.value;
  const paid = told.cost;
  const running = told.base_cost;
  const more = paid - running;
  if (Math.abs(more) < 0.005) return { paid, running, more, words: t.costsSame, tone: "" };
  return { paid, running, more, words: more > 0 ? t.costsMore(f.money(more)) : t.costsLess(f.money(-more)), tone: more > 0 ? "bad" : "good" };
}

// Above the chart, so that it is seen while something in it is dragged.
export function TrialLine() {
  const t = texts.value;
  const money = moneyOf();
  return (
    <span class="tried">
      {t.onlyTried}{money && <> <strong class={money.tone}>{money.words}</strong></>}
      <button type="button" class="text-button" onClick={discard}>{t.discard}</button>
    </span>
  );
}

export function TrialResult() {
  const t = texts.value;
  const f = format.value;
  const fault = trialFault.value;
  if (fault) return <p class="missing" role="alert">{faultText(fault)}</p>;
  const money = moneyOf();
  if (!money) return isTrying.value ? <p class="working quiet" role="status">{t.working}</p> : null;
  const [missed] = missedOf(trial.value?.plan);
  return (
    <div class="trial" role="status">
      <p class={`trial-figure ${money.tone}`}>{money.words}{isTrying.value && <small class="working quiet"> {t.working}</small>}</p>
      <p class="quiet">{t.insteadOf(f.money(money.paid), f.money(money.running))}
        {tookMs.value !== undefined && <span class="took"> · {t.took(tookMs.value < 1500 ? `${f.number(tookMs.value, 0)}\u00a0ms` : `${f.number(tookMs.value / 1000, 1)}\u00a0s`)}</span>}</p>
      {missed !== undefined && <p class="trial-broken">{missed}</p>}
    </div>
  );
}

export function Actions({ children }: { children: ComponentChildren }) {
  return <div class="actions">{children}</div>;
}

const kept = signal<{ text: string; isGood: boolean } | undefined>(undefined);

// What was applied and still holds.
function Kept() {
  const t = texts.value;
  const f = format.value;
  const told = exceptions.value.value;
  if (!told || told.trips.length + told.reserves.length === 0) return null;
  const takeBack = async (left: Exceptions) => {
    const fault = await putExceptions(left);
    kept.value = fault === undefined ? undefined : { text: fault, isGood: false };
  };
  const lines = [
    ...told.trips.map((each) => ({
      text: t.once.trip(nameInPlan(each.car), f.moment(each.leaves_at ?? each.leave, now.value), each.leaves_at === undefined ? undefined : f.moment(each.leave, now.value),
        each.target_soc_pct === undefined ? undefined : f.percent(each.target_soc_pct)),
      left: { ...told, trips: told.trips.filter((other) => other !== each) },
    })),
    ...told.reserves.map((each) => ({
      text: t.once.reserve(nameInPlan(each.battery), f.percent(each.min_soc_pct)),
      left: { ...told, reserves: told.reserves.filter((other) => other !== each) },
    })),
  ];
  return (
    <ul class="kept-list">
      {lines.map(({ text, left }) => (
        <li key={text}>
          <span>{text}</span>
          <button type="button" class="quiet-button" aria-label={`${text}: ${t.once.takeBack}`} onClick={() => void takeBack(left)}>{t.once.takeBack}</button>
        </li>
      ))}
    </ul>
  );
}

export function WhatIf() {
  const t = texts.value;
  if (knobs.value.length === 0) return null;
  const isTried = changed(knobs.value, changes.value).length > 0;
  const whyNot = whyNotKept(changed(knobs.value, changes.value));
  const apply = async () => {
    const fault = await keepWanted(changed(knobs.value, changes.value).map((knob) => ({ knob, value: valueOf(knob, changes.value) })));
    kept.value = fault === undefined ? { text: t.kept, isGood: true } : { text: fault, isGood: false };
    if (fault === undefined) discard();
  };
  return (
    <Card title={t.whatIf} class="what-if" aside={<span class="quiet">{t.whatIfHint}</span>}>
      <div class="knobs">{knobs.value.map((knob) => <Slider key={knob.id} knob={knob} />)}</div>
      {isTried && (
        <>
          <TrialResult />
          <Actions>
            <button type="button" class="main-button" disabled={whyNot !== undefined} aria-describedby={whyNot ? "why-not-kept" : undefined}
              onClick={() => void apply()}>{t.apply}</button>
            <button type="button" class="quiet-button" onClick={() => { kept.value = undefined; discard(); }}>{t.discard}</button>
            {whyNot !== undefined && <span id="why-not-kept" class="quiet">{whyNot}</span>}
          </Actions>
        </>
      )}
      <Kept />
      <p role="status" class={`kept ${kept.value?.isGood === false ? "bad" : "good"}`}>{kept.value?.text}</p>
    </Card>
  );
}
