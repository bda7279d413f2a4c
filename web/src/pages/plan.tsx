// The plan ahead: a chart with a cursor, what the slot under it does and why, the money, and a table.
import { batch, computed, signal } from "@preact/signals";
import type { PlanSlot } from "../api/answers";
import { batteryKw, planSpec } from "../charts/plan_spec";
import { endOf, slotAt, windowOf } from "../charts/spec";
import type { Window } from "../charts/spec";
import { capacityOf, percentOf, together } from "../logic/batteries";
import { colourOf, priceAt, priceRuns } from "../logic/prices";
import { Card, Choice, Missing } from "../parts/card";
import { Legend } from "../parts/legend";
import { TimeChart } from "../parts/time_chart";
import { format, homeLanguage, plan, planCase, prices, status, texts } from "../state";

const hourMs = 3_600_000;

// What the person looks at stays when a new plan comes: a window, or so many hours from now on.
const chosenHours = signal<number | undefined>(6);
const freeWindow = signal<Window | undefined>(undefined);
const cursorAt = signal<number | undefined>(undefined);

const slots = computed(() => plan.value.value?.slots ?? []);
const runs = computed(() => priceRuns(prices.value.value?.slots ?? []));
const capacity = computed(() =>
  capacityOf(planCase.value.value?.batteries) ?? capacityOf(status.value.value?.readings?.batteries));
const now = computed(() => status.value.value?.now);
const measured = computed(() => {
  const readings = status.value.value?.readings;
  const kwh = together(readings?.batteries).socKwh;
  return readings?.at === undefined || kwh === undefined ? undefined : { at: readings.at, kwh };
});
const spec = computed(() =>
  planSpec(slots.value, runs.value, capacity.value, measured.value, now.value, texts.value, format.value));
const shown = computed((): Window => {
  const whole = spec.value?.whole ?? { from: 0, to: hourMs };
  const free = freeWindow.value;
  if (free) return windowOf(whole, free.from, free.to - free.from);
  const hours = chosenHours.value;
  return hours === undefined ? whole : windowOf(whole, whole.from, hours * hourMs);
});
const cursor = computed(() => {
  const at = cursorAt.value ?? now.value;
  return Math.max(0, at === undefined ? 0 : slotAt(slots.value, at));
});

function show(hours: number): void {
  batch(() => {
    chosenHours.value = hours > 0 ? hours : undefined;
    freeWindow.value = undefined;
    const at = cursorAt.value;
    if (at !== undefined && (at < shown.value.from || at >= shown.value.to)) cursorAt.value = undefined;
  });
}

function when(slot: PlanSlot): string {
  const f = format.value;
  const start = f.date(slot.start) === f.date(now.value ?? slot.start) ? "" : `${f.day(slot.start)} `;
  return `${start}${f.span(slot.start, endOf(slot))}`;
}

function modeOf(slot: PlanSlot): string {
  const mode = slot.batteries?.[0]?.mode;
  return mode === undefined ? "–" : texts.value.modes[mode];
}

function storedOf(slot: PlanSlot): string {
  const { socKwh } = together(slot.batteries);
  const pct = percentOf(socKwh, capacity.value);
  return pct === undefined ? format.value.energy(socKwh) : format.value.percent(pct);
}

function gridText(slot: PlanSlot): string {
  const net = (slot.grid_import_kw ?? 0) - (slot.grid_export_kw ?? 0);
  const f = format.value;
  if (slot.grid_import_kw === undefined && slot.grid_export_kw === undefined) return "–";
  if (Math.abs(net) < 0.05) return f.power(0);
  return `${net > 0 ? "↓" : "↑"} ${f.power(Math.abs(net))}`;
}

function batteryText(slot: PlanSlot): string {
  const kw = batteryKw(slot);
  if (kw === undefined) return "–";
  return `${kw > 0.05 ? "+" : kw < -0.05 ? "−" : ""}${format.value.power(Math.abs(kw))}`;
}

function spokenOf(slot: PlanSlot | undefined): string {
  if (!slot) return "";
  const t = texts.value;
  const f = format.value;
  return [when(slot), modeOf(slot), slot.reason?.text,
    slot.value_per_kwh === undefined ? undefined : `${t.valueOfKwh} ${f.price(slot.value_per_kwh)} ${f.priceUnit}`,
    `${t.stored} ${storedOf(slot)}`].filter(Boolean).join(". ");
}

function SlotCard() {
  const slot = slots.value[cursor.value];
  const t = texts.value;
  const f = format.value;
  if (!slot) return null;
  const price = priceAt(runs.value, slot.start);
  const figures: [string, string, string?][] = [
    [t.series.buying, price ? `${f.price(price.importPerKwh)} ${f.priceUnit}` : "–", colourOf(price?.class)],
    [t.series.selling, price?.exportPerKwh === undefined ? "–" : `${f.price(price.exportPerKwh)} ${f.priceUnit}`],
    [t.valueOfKwh, slot.value_per_kwh === undefined ? "–" : f.price(slot.value_per_kwh) + ` ${f.priceUnit}`],
    [t.series.pv, f.power(slot.pv_used_kw), "--sun"],
    [t.series.load, f.power(slot.load_kw), "--home"],
    [t.places.grid, gridText(slot)],
    [t.places.battery, batteryText(slot), "--battery"],
    [t.stored, storedOf(slot)],
  ];
  if ((slot.pv_curtailed_kw ?? 0) >= 0.05) figures.push([t.series.curtailed, f.power(slot.pv_curtailed_kw)]);
  return (
    <div class="slot-card">
      <p class="slot-head"><strong>{when(slot)}</strong><span class="mode-chip">{modeOf(slot)}</span></p>
      {slot.reason?.text === undefined ? <Missing what="reason" /> : <p class="reason" lang={homeLanguage.value}>{slot.reason.text}</p>}
      <dl class="slot-figures">
        {figures.map(([name, value, colour]) => (
          <div key={name}>
            <dt>{colour && <i style={{ background: `var(${colour})` }} />}{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function SlotTable() {
  const t = texts.value;
  const f = format.value;
  const inside = slots.value.filter((slot) => endOf(slot) > shown.value.from && slot.start < shown.value.to);
  const first = inside[0];
  const last = inside.at(-1);
  if (!first || !last) return null;
  return (
    <details class="table-box">
      <summary>{t.asTable}</summary>
      <div class="table-scroll" tabIndex={0} role="region" aria-label={t.asTable}>
        <table>
          <caption>{t.tableOf(f.moment(first.start, undefined), f.moment(endOf(last), undefined))}</caption>
          <thead>
            <tr>
              <th scope="col">{t.slotTime}</th><th scope="col">{t.slotMode}</th>
              <th scope="col" class="figure-cell">{t.price}, {f.priceUnit}</th>
              <th scope="col" class="figure-cell">{t.series.pv}, kW</th>
              <th scope="col" class="figure-cell">{t.series.load}, kW</th>
              <th scope="col" class="figure-cell">{t.battery}, kW</th>
              <th scope="col" class="figure-cell">{t.stored}</th>
              <th scope="col">{t.slotReason}</th>
            </tr>
          </thead>
          <tbody>
            {inside.map((slot) => (
              <tr key={slot.start}>
                <th scope="row">{when(slot)}</th>
                <td>{modeOf(slot)}</td>
                <td class="figure-cell">{f.price(priceAt(runs.value, slot.start)?.importPerKwh)}</td>
                <td class="figure-cell">{f.number(slot.pv_used_kw)}</td>
                <td class="figure-cell">{f.number(slot.load_kw)}</td>
                <td class="figure-cell">{f.number(batteryKw(slot))}</td>
                <td class="figure-cell">{storedOf(slot)}</td>
                <td lang={homeLanguage.value}>{slot.reason?.text ?? "–"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

const moneyKeys = ["import_cost", "export_revenue", "wear", "peak", "comfort", "missed", "stored_value_change"] as const;

function Money() {
  const t = texts.value;
  const f = format.value;
  const told = plan.value.value;
  const money = told?.money;
  if (money === undefined) return <Missing what="plan" />;
  const isThere = (key: (typeof moneyKeys)[number]) =>
    key === "import_cost" || key === "export_revenue" || Math.abs(money[key] ?? 0) >= 0.005;
  return (
    <dl class="fact-table">
      {moneyKeys.filter(isThere).map((key) => {
        const value = money[key];
        const isIncome = key === "export_revenue" || key === "stored_value_change";
        return <div key={key}><dt>{t.money[key]}</dt><dd>{f.money(value === undefined || !isIncome ? value : -value)}</dd></div>;
      })}
      <div class="fact-sum"><dt>{t.money.net_cost}</dt><dd>{f.money(money.net_cost)}</dd></div>
    </dl>
  );
}

function ChartCard() {
  const t = texts.value;
  const f = format.value;
  const made = status.value.value?.plan;
  const planStatus = plan.value.value?.status;
  const chart = spec.value;
  return (
    <Card title={t.planTitle} class="chart-card" aside={
      <Choice label={t.window} chosen={freeWindow.value ? -1 : chosenHours.value ?? 0} onChoose={show} options={[
        ...[6, 24, 48].map((value) => ({ value, name: t.hours(String(value)) })), { value: 0, name: t.all }]} />}>
      <p class="quiet chart-status">
        {[planStatus && (t.planStatuses[planStatus] ?? planStatus),
          made?.made_at !== undefined && t.madeAt(f.moment(made.made_at, now.value)),
          made?.next_at !== undefined && t.nextAt(f.moment(made.next_at, now.value))].filter(Boolean).join(" · ")}
      </p>
      {chart === undefined ? <Missing what="plan" answer={plan.value} /> : (
        <>
          {runs.value.length === 0 && <Missing what="prices" answer={prices.value} />}
          {capacity.value === undefined && chart.rows.length > 2 && <Missing what="capacity" answer={planCase.value} />}
          <Legend withPrices={runs.value.length > 0} keys={[
            { name: t.series.selling, colour: "--ink-quiet", look: "dashed" },
            { name: t.series.pv, colour: "--sun", look: "box" }, { name: t.series.load, colour: "--home", look: "line" },
            { name: t.series.charge, colour: "--battery", look: "box" },
            { name: t.series.discharge, colour: "--battery-gives", look: "box" },
            { name: t.series.target, colour: "--ink-quiet", look: "dashed" },
          ]} />
          <TimeChart spec={chart} shown={shown.value} slots={slots.value} cursor={cursor.value} label={t.slotCursor}
            spoken={spokenOf(slots.value[cursor.value])}
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
  return <Card title={title}><ul class="notes" lang={homeLanguage.value}>{lines.map((line, index) => <li key={index}>{line}</li>)}</ul></Card>;
}

export function PlanPage() {
  const t = texts.value;
  const told = plan.value.value;
  const violations = (told?.violations ?? []).map((each) => each.text ?? each.what).filter((each) => each !== undefined);
  return (
    <div class="page page-plan">
      <h1 class="visually-hidden">{t.pages.plan}</h1>
      <ChartCard />
      {told && (
        <div class="columns">
          <Card title={t.planMoney} aside={<span class="quiet">{t.moneyHint}</span>}><Money /></Card>
          <Notes title={t.violations} lines={violations} />
          <Notes title={t.noteTitle} lines={told.notes ?? []} />
        </div>
      )}
    </div>
  );
}
