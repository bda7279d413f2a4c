// Trying something on the plan before it is meant: sliders, what it would cost, and whether to keep it.
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { readable } from "../charts/devices_spec";
import { changed, valueOf } from "../logic/what_if";
import type { Knob } from "../logic/what_if";
import { keepReserve, whyNotKept } from "../keep";
import { change, changes, discard, isTrying, knobs, now, tookMs, trial, trialFault } from "../plan_view";
import { format, homeLanguage, plan, planCase, texts } from "../state";
import { Card, faultText } from "./card";

export function knobLabel(knob: Knob): string {
  const t = texts.value;
  const isOnly = (planCase.value.value?.batteries?.length ?? 0) === 1;
  const device = knob.kind === "reserve" && isOnly ? t.battery : readable(knob.device);
  return t.knobs[knob.kind](device);
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

// The money apart from wishes that cannot be kept: those have prices of their own that nobody pays.
function moneyOf(): { paid: number; running: number; more: number; words: string; tone: string } | undefined {
  const told = trial.value;
  if (!told || told.cost === undefined || told.base_cost === undefined) return undefined;
  const t = texts.value;
  const f = format.value;
  const paid = told.cost - (told.plan.money?.missed ?? 0);
  const running = told.base_cost - (plan.value.value?.money?.missed ?? 0);
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
  const broken = (trial.value?.plan.violations ?? []).map((each) => each.text ?? each.what).filter((each) => each !== undefined);
  return (
    <div class="trial" role="status">
      <p class={`trial-figure ${money.tone}`}>{money.words}{isTrying.value && <small class="working quiet"> {t.working}</small>}</p>
      <p class="quiet">{t.insteadOf(f.money(money.paid), f.money(money.running))}
        {tookMs.value !== undefined && <span class="took"> · {t.took(tookMs.value < 1500 ? `${f.number(tookMs.value, 0)}\u00a0ms` : `${f.number(tookMs.value / 1000, 1)}\u00a0s`)}</span>}</p>
      {broken.length > 0 && <p class="trial-broken" lang={homeLanguage.value}>{broken[0]}</p>}
    </div>
  );
}

export function Actions({ children }: { children: ComponentChildren }) {
  return <div class="actions">{children}</div>;
}

const kept = signal<{ text: string; isGood: boolean } | undefined>(undefined);

export function WhatIf() {
  const t = texts.value;
  if (knobs.value.length === 0) return null;
  const isTried = changed(knobs.value, changes.value).length > 0;
  const whyNot = whyNotKept(changed(knobs.value, changes.value));
  const apply = async () => {
    const fault = await keepReserve(changed(knobs.value, changes.value).map((knob) => ({ knob, value: valueOf(knob, changes.value) })));
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
      <p role="status" class={`kept ${kept.value?.isGood === false ? "bad" : "good"}`}>{kept.value?.text}</p>
    </Card>
  );
}
