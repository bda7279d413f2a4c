// The plan ahead: a chart with a cursor, what the slot under it does and why, what could be otherwise, the money.
import { deviceText, SlotCard, SlotTable, spokenOf } from "../parts/slot_card";
import { blockLabel, ByHand, nameOfKind, remove, replace } from "../parts/by_hand";
import { Card, Choice, Missing } from "../parts/card";
import { BlockHandle, LevelHandle, MomentHandle } from "../parts/handles";
import { Legend } from "../parts/legend";
import type { Key } from "../parts/legend";
import { Baselines, Money, PlanTools } from "../parts/plan_money";
import { TimeChart } from "../parts/time_chart";
import type { ChartView } from "../parts/time_chart";
import { knobLabel, knobText, missedOf, TrialLine, WhatIf } from "../parts/what_if";
import { colourOfDevice, devicesOf, nameIn } from "../charts/devices_spec";
import { changed, valueOf } from "../logic/what_if";
import {
  blocks, capacity, change, changes, chosenHours, cursor, cursorAt, freeWindow, knobs, now, runs, show, shown, slots, spec, stored, trial,
} from "../plan_view";
import { format, isOffered, overrides, plan, planCase, prices, status, texts } from "../state";

function keysOf(): Key[] {
  const t = texts.value;
  const devices = devicesOf(slots.value, planCase.value.value).filter((each) => each.type !== "zone");
  return [
    ...(runs.value.some((run) => run.isForecast) ? [{ name: t.forecastPrices, colour: "--price-normal", look: "hollow" } as Key] : []),
    { name: t.series.selling, colour: "--ink-quiet", look: "dashed" },
    { name: t.series.pv, colour: "--sun", look: "box" }, { name: t.series.load, colour: "--home", look: "line" },
    { name: t.series.charge, colour: "--battery", look: "box" }, { name: t.series.discharge, colour: "--battery-gives", look: "box" },
    ...devices.map((each): Key => ({ name: nameIn(t, each.id), colour: colourOfDevice(each.type), look: "box" })),
    { name: t.series.target, colour: "--ink-quiet", look: "dashed" },
    ...(trial.value || stored.value ? [{ name: trial.value ? t.runningPlan : t.storedPlan, colour: "--ink-quiet", look: "line" } as Key] : []),
  ];
}

// What can be dragged: reserve and departures, and what is wanted by hand.
function Over(view: ChartView) {
  const rowOfSoc = view.spec.rows.findIndex((row) => row.most === 100);
  const lanes = view.spec.rows.find((row) => row.lanes)?.lanes ?? [];
  const laneOf = (device: string) => lanes.findIndex((lane) => lane.id === device);
  const isSteered = isOffered(overrides.value) && overrides.value.value !== undefined;
  const isOneBattery = (planCase.value.value?.batteries?.length ?? 0) === 1;
  return (
    <>
      {knobs.value.map((knob) => {
        const turned = {
          view, label: knobLabel(knob), text: knobText(knob), value: valueOf(knob, changes.value), least: knob.least, most: knob.most,
          step: knob.step, onChange: (value: number) => change(knob.id, value),
        };
        if (knob.kind === "reserve") return isOneBattery && rowOfSoc >= 0 && <LevelHandle key={knob.id} {...turned} row={rowOfSoc} />;
        if (knob.kind === "target") {
          const due = changed(knobs.value, changes.value).some((each) => each.id === `leave:${knob.device}`)
            ? changes.value[`leave:${knob.device}`] ?? knob.due : knob.due;
          return rowOfSoc >= 0 && due !== undefined && <LevelHandle key={knob.id} {...turned} row={rowOfSoc} at={due} />;
        }
        return knob.kind === "leave" && laneOf(knob.device) >= 0 && <MomentHandle key={knob.id} {...turned} lane={laneOf(knob.device)} />;
      })}
      {isSteered && blocks.value.filter((block) => laneOf(block.device) >= 0).map((block) => (
        <BlockHandle key={block.key} view={view} block={block} lane={laneOf(block.device)} label={blockLabel(block)}
          name={nameOfKind(block.device, block.kind)} now={now.value ?? view.spec.whole.from} onChange={replace} onRemove={() => remove(block.key)} />
      ))}
    </>
  );
}

function ChartCard() {
  const t = texts.value;
  const f = format.value;
  const made = status.value.value?.plan;
  const planStatus = plan.value.value?.status;
  const chart = spec.value;
  const slot = slots.value[cursor.value];
  const lanes = chart?.rows.find((row) => row.lanes)?.lanes ?? [];
  return (
    <Card title={t.planTitle} class="chart-card" aside={
      <Choice label={t.window} chosen={freeWindow.value ? -1 : chosenHours.value ?? 0} onChoose={show} options={[
        ...[6, 24, 48].map((value) => ({ value, name: t.hours(String(value)) })), { value: 0, name: t.all }]} />}>
      <p class="quiet chart-status">
        {trial.value ? <TrialLine /> : [planStatus && (t.planStatuses[planStatus] ?? planStatus),
          made?.made_at !== undefined && (made.is_of_old_site_file ? t.madeBefore : t.madeAt)(f.moment(made.made_at, now.value)),
          made?.next_at !== undefined && t.nextAt(f.moment(made.next_at, now.value))].filter(Boolean).join(" · ")}
      </p>
      {chart === undefined ? <Missing what="plan" answer={plan.value} /> : (
        <>
          {runs.value.length === 0 && <Missing what="prices" answer={prices.value} />}
          {capacity.value === undefined && chart.rows.length > 2 && <Missing what="capacity" answer={planCase.value} />}
          <Legend withPrices={runs.value.length > 0} keys={keysOf()} />
          <TimeChart spec={chart} shown={shown.value} slots={slots.value} cursor={cursor.value} label={t.slotCursor}
            spoken={spokenOf(slot)} laneTexts={slot ? lanes.map((lane) => deviceText(slot, lane.id)) : []} over={Over}
            onWindow={(window) => { freeWindow.value = window; }}
            onCursor={(index) => { cursorAt.value = slots.value[index]?.start; }} />
          <p class="quiet chart-help">{t.chartHelp}</p>
          <SlotCard />
          <SlotTable />
        </>
      )}
    </Card>
  );
}

function Notes({ title, lines }: { title: string; lines: string[] }) {
  if (lines.length === 0) return null;
  return <Card title={title}><ul class="notes">{lines.map((line, index) => <li key={index}>{line}</li>)}</ul></Card>;
}

export function PlanPage() {
  const t = texts.value;
  const told = trial.value?.plan ?? plan.value.value;
  return (
    <div class="page page-plan">
      <h1 class="visually-hidden">{t.pages.plan}</h1>
      <ChartCard />
      {told && (
        <>
          <div class="columns"><WhatIf /><ByHand /></div>
          <div class="columns">
            <Card title={t.planMoney} aside={<span class="quiet">{t.moneyHint}</span>}><Money /></Card>
            <Baselines />
            <PlanTools />
            <Notes title={t.violations} lines={missedOf(told)} />
            <Notes title={t.noteTitle} lines={told.notes ?? []} />
          </div>
        </>
      )}
    </div>
  );
}
