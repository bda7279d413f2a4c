// What was measured, what it cost, and what was decided.
import { computed, signal } from "@preact/signals";
import type { HistorySlot, Mode, Plan } from "../api/answers";
import type { Fault } from "../api/ask";
import { gridKw, historySpec, totalsOf } from "../charts/history_spec";
import { endOf } from "../charts/spec";
import type { Window } from "../charts/spec";
import { capacityOf, percentOf, together } from "../logic/batteries";
import { Card, Choice, faultText, Figure, Missing } from "../parts/card";
import { AccountsCard } from "../parts/accounts";
import { Legend } from "../parts/legend";
import { AccuracyCard, SavingsCard } from "../parts/savings";
import { ReplayCard } from "../parts/replay";
import { TimeChart } from "../parts/time_chart";
import { nameOfDevice } from "../parts/by_hand";
import { decisions, format, history, historyDays, loadPlan, planCase, plans, showHistory, status, texts } from "../state";

const freeWindow = signal<Window | undefined>(undefined);
const cursorAt = signal<number | undefined>(undefined);
const onlyChanges = signal(true);

const slots = computed(() => history.value.value?.slots ?? []);
const capacity = computed(() =>
  capacityOf(planCase.value.value?.batteries) ?? capacityOf(status.value.value?.readings?.batteries));
// A plan of before, to see what came of it.
const planned = signal<{ madeAt: number; plan: Plan } | undefined>(undefined);
const plannedFault = signal<Fault | undefined>(undefined);
const spec = computed(() => historySpec(slots.value, capacity.value, texts.value, planned.value?.plan.slots));
const now = computed(() => status.value.value?.now);

const cursor = computed(() => {
  const found = slots.value.findIndex((slot) => slot.start === cursorAt.value);
  return found >= 0 ? found : Math.max(0, slots.value.length - 1);
});

function choose(days: 1 | 7): void {
  freeWindow.value = undefined;
  cursorAt.value = undefined;
  showHistory(days);
}

function figuresOf(slot: HistorySlot): [string, string, string?][] {
  const t = texts.value;
  const f = format.value;
  const { socKwh } = together(slot.batteries);
  const pct = percentOf(socKwh, capacity.value);
  const grid = gridKw(slot);
  return [
    [t.series.pv, f.power(slot.pv_kw), "--sun"],
    [t.series.load, f.power(slot.load_kw), "--home"],
    [grid !== undefined && grid < 0 ? t.series.export : t.series.import, f.power(grid === undefined ? undefined : Math.abs(grid)), "--grid"],
    ...((slot.devices_kw ?? 0) >= 0.02 ? [[t.pages.devices, f.power(slot.devices_kw), "--car"] as [string, string, string]] : []),
    [t.stored, pct === undefined ? f.energy(socKwh) : f.percent(pct), "--battery"],
    [t.cost, f.money(slot.cost)],
    [t.selfUseCost, f.money(slot.self_use_cost)],
  ];
}

function timeOf(slot: HistorySlot): string {
  const f = format.value;
  return `${f.day(slot.start)} ${f.span(slot.start, endOf(slot))}`;
}

function PlannedChoice() {
  const t = texts.value;
  const f = format.value;
  const first = slots.value[0]?.start ?? 0;
  const told = (plans.value.value?.plans ?? []).filter((each) => each.made_at >= first - 86_400_000);
  if (told.length === 0) return null;
  const choose = async (at: number) => {
    const asked = at === 0 ? undefined : await loadPlan(at);
    plannedFault.value = asked && asked.kind !== "here" ? asked : undefined;
    planned.value = asked?.kind === "here" ? { madeAt: at, plan: asked.value } : undefined;
  };
  return (
    <div class="planned-choice">
      <label class="compare">
        <span>{t.plannedThen}</span>
        <select value={planned.value?.madeAt ?? 0} onChange={(event) => void choose(Number(event.currentTarget.value))}>
          <option value={0}>{t.noOther}</option>
          {told.map((each) => <option key={each.made_at} value={each.made_at}>{f.moment(each.made_at, now.value)}</option>)}
        </select>
        {planned.value && <span>{t.plannedLines}</span>}
      </label>
      {plannedFault.value && <p class="missing" role="alert">{faultText(plannedFault.value)}</p>}
    </div>
  );
}

// What it was worth stands below, by whole days: there counts what is stored, which is not told by the hour.
function Totals() {
  const t = texts.value;
  const f = format.value;
  const sums = totalsOf(slots.value);
  return (
    <dl class="figures totals">
      <Figure label={t.totals.load} value={f.energy(sums.loadKwh)} />
      <Figure label={t.totals.pv} value={f.energy(sums.pvKwh)} />
      <Figure label={t.totals.import} value={f.energy(sums.importKwh)} />
      <Figure label={t.totals.export} value={f.energy(sums.exportKwh)} />
      <Figure label={t.cost} value={f.money(sums.cost)} />
    </dl>
  );
}

function Chart() {
  const t = texts.value;
  const chart = spec.value;
  if (history.value.value === undefined) return <Missing what="history" answer={history.value} />;
  if (chart === undefined) return <p class="missing">{t.nothingMeasured}</p>;
  const slot = slots.value[cursor.value];
  const figures = slot ? figuresOf(slot) : [];
  return (
    <>
      <Legend keys={[
        { name: t.series.pv, colour: "--sun", look: "box" }, { name: t.series.load, colour: "--home", look: "line" },
        { name: t.series.import, colour: "--grid", look: "box" }, { name: t.series.export, colour: "--grid-takes", look: "box" },
        { name: t.series.soc, colour: "--battery", look: "box" },
        ...(slots.value.some((each) => (each.devices_kw ?? 0) >= 0.02) ? [{ name: t.pages.devices, colour: "--car", look: "box" } as const] : []),
      ]} />
      <TimeChart spec={chart} shown={freeWindow.value ?? chart.whole} slots={slots.value} cursor={cursor.value}
        label={t.slotCursor}
        spoken={slot ? [timeOf(slot), ...figures.map(([name, value]) => `${name} ${value}`)].join(", ") : ""}
        onWindow={(window) => { freeWindow.value = window; }}
        onCursor={(index) => { cursorAt.value = slots.value[index]?.start; }} />
      <p class="quiet chart-help">{t.chartHelp}</p>
      <PlannedChoice />
      {slot && (
        <div class="slot-card">
          <p class="slot-head"><strong>{timeOf(slot)}</strong></p>
          <dl class="slot-figures">
            {figures.map(([name, value, colour]) => (
              <div key={name}><dt>{colour && <i style={{ background: `var(${colour})` }} />}{name}</dt><dd>{value}</dd></div>
            ))}
          </dl>
        </div>
      )}
    </>
  );
}

// Of the others the power follows the home and says nothing about the decision.
const isPowered = (mode: string | undefined) => mode === "charge" || mode === "discharge" || mode === "export" || mode === "on";

function Decisions() {
  const t = texts.value;
  const f = format.value;
  const told = decisions.value.value;
  if (told === undefined) return <Missing what="decisions" answer={decisions.value} />;
  const newest = told.decisions.toSorted((a, b) => b.at - a.at);
  const listed = onlyChanges.value ? newest.filter((each) => each.changed !== false) : newest;
  if (listed.length === 0) return <p class="quiet">{t.noDecisions}</p>;
  return (
    <ol class="decisions">
      {listed.map((each, index) => (
        <li key={index}>
          <time dateTime={new Date(each.at).toISOString()}>{f.moment(each.at, now.value)}</time>
          <span class="mode-chip">{each.device === undefined ? "" : `${nameOfDevice(each.device)}: `}
            {each.mode === undefined ? "–" : t.modes[each.mode as Mode] ?? (t.deviceStates as Record<string, string>)[each.mode] ?? each.mode}</span>
          <span class="decision-power">{isPowered(each.mode) && each.power_kw !== undefined ? f.power(Math.abs(each.power_kw)) : ""}</span>
          <span class="decision-reason">{each.reason === undefined ? t.missing(t.what.reason) : <span>{each.reason}</span>}
            {each.status !== undefined && each.status !== "optimal" && <span class="quiet"> ({t.planStatuses[each.status] ?? each.status})</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}

export function History() {
  const t = texts.value;
  return (
    <div class="page page-history">
      <h1 class="visually-hidden">{t.pages.history}</h1>
      <Card title={t.historyTitle} class="chart-card" aside={
        <Choice label={t.window} chosen={historyDays.value} onChoose={choose}
          options={[{ value: 1, name: t.last24 }, { value: 7, name: t.last7 }]} />}>
        {slots.value.length > 0 && <Totals />}
        <Chart />
      </Card>
      <SavingsCard />
      <AccountsCard />
      <AccuracyCard />
      <ReplayCard />
      <Card title={t.decisionsTitle} aside={
        <label class="check"><input type="checkbox" checked={onlyChanges.value}
          onChange={(event) => { onlyChanges.value = event.currentTarget.checked; }} />{t.onlyChanges}</label>}>
        <Decisions />
      </Card>
    </div>
  );
}
