// Money by day or month against other ways to run the home, and how good the forecasts were.
import type { Accuracy, SavedRow } from "../api/orders";
import { storedMore } from "../logic/money";
import { accuracy, format, isOffered, savings, savingsBy, showSavings, texts } from "../state";
import { Card, Choice, Figure, Missing } from "./card";

const width = 640;
const height = 120;

function sum(rows: SavedRow[], value: (row: SavedRow) => number | undefined): number | undefined {
  const known = rows.map(value).filter((each) => each !== undefined);
  return known.length === 0 ? undefined : known.reduce((total, each) => total + each, 0);
}

// A date without a time belongs to no zone: noon of it is the same day everywhere that people live.
function nameOf(row: SavedRow): string {
  const at = Date.parse(`${row.from.slice(0, 10)}T12:00:00Z`);
  if (Number.isNaN(at)) return row.from;
  const look: Intl.DateTimeFormatOptions = savingsBy.value === "month" ? { month: "short", year: "numeric" } : { day: "numeric", month: "short" };
  return new Intl.DateTimeFormat(format.value.locale, { ...look, timeZone: "UTC" }).format(at);
}

function Columns({ rows }: { rows: SavedRow[] }) {
  const f = format.value;
  const values = rows.map((row) => row.saved ?? 0);
  const high = Math.max(0.01, ...values);
  const low = Math.min(0, ...values);
  const y = (value: number) => ((high - value) / (high - low)) * height;
  const step = width / rows.length;
  const label = texts.value.savingsLabel(nameOf(rows[0]!), nameOf(rows.at(-1)!), f.money(sum(rows, (row) => row.saved)));
  const every = Math.ceil(rows.length / 6);
  return (
    <div class="columns-chart" role="img" aria-label={label}>
      <span class="columns-most" aria-hidden="true">{f.money(high)}</span>
      <svg viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        <line x1={0} x2={width} y1={y(0)} y2={y(0)} class="columns-zero" />
        {rows.map((row, index) => {
          const value = row.saved ?? 0;
          return <rect key={row.from} x={index * step + step * 0.14} width={step * 0.72} y={Math.min(y(0), y(value))}
            height={Math.max(1, Math.abs(y(value) - y(0)))} class={`${value < 0 ? "is-loss" : "is-gain"} ${row.is_complete === false ? "is-open" : ""}`} />;
        })}
      </svg>
      <div class="columns-names" aria-hidden="true">
        {rows.map((row, index) => index % every === Math.floor(every / 2) && (
          <span key={row.from} style={{ left: `${(100 * (index + 0.5)) / rows.length}%` }}>{nameOf(row)}</span>))}
      </div>
    </div>
  );
}

function Table({ rows }: { rows: SavedRow[] }) {
  const t = texts.value;
  const f = format.value;
  return (
    <details class="table-box">
      <summary>{t.asTable}</summary>
      <div class="table-scroll" tabIndex={0} role="region" aria-label={`${t.savings}: ${t.asTable}`}>
        <table class="money-table">
          <thead><tr>
            <th scope="col">{t.period}</th>
            {[t.selfUseCost, t.cost, t.money.stored_value_change, t.savedInAll, t.noBatteryCost, `${t.totals.load}, kWh`, `${t.totals.pv}, kWh`, `${t.totals.import}, kWh`, `${t.totals.export}, kWh`]
              .map((name) => <th scope="col" class="figure-cell" key={name}>{name}</th>)}
          </tr></thead>
          <tbody>
            {rows.toReversed().map((row) => (
              <tr key={row.from}>
                <th scope="row">{nameOf(row)}{row.is_complete === false && <span class="quiet"> ({t.notComplete})</span>}</th>
                {[row.self_use_cost, row.cost, storedMore(row), row.saved, row.no_battery_cost].map((value, index) => <td class="figure-cell" key={index}>{f.money(value)}</td>)}
                {[row.load_kwh, row.pv_kwh, row.import_kwh, row.export_kwh].map((value, index) => <td class="figure-cell" key={index}>{f.number(value)}</td>)}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

export function SavingsCard() {
  const t = texts.value;
  const f = format.value;
  const told = savings.value;
  if (!isOffered(told)) return null;
  const rows = told.value?.rows ?? [];
  const saved = sum(rows, (row) => row.saved);
  const more = sum(rows, storedMore);
  return (
    <Card title={t.savings} class="savings-card" aside={
      <Choice label={t.window} chosen={savingsBy.value} onChoose={showSavings} options={[{ value: "day", name: t.byDay }, { value: "month", name: t.byMonth }]} />}>
      {told.value === undefined ? <Missing what="saved" answer={told} /> : rows.length === 0 ? <p class="quiet">{t.nothingSaved}</p> : (
        <>
          <dl class="figures figures-4">
            <Figure label={t.selfUseCost} value={f.money(sum(rows, (row) => row.self_use_cost))} />
            <Figure label={t.cost} value={f.money(sum(rows, (row) => row.cost))} />
            <Figure label={more !== undefined && more < 0 ? t.money.stored_less : t.money.stored_value_change} value={f.money(more)} />
            <Figure label={t.savedInAll} value={f.money(saved)} tone={saved !== undefined && saved < -0.005 ? "bad" : "good"} />
          </dl>
          <p class="quiet saved-is">{t.savedIs}</p>
          <Columns rows={rows} />
          <Table rows={rows} />
        </>
      )}
    </Card>
  );
}

const colours: Record<string, string> = { pv: "--sun", load: "--home" };

function Series({ series, most }: { series: Accuracy["series"][number]; most: number }) {
  const t = texts.value;
  const f = format.value;
  const name = t.forecasts[series.name] ?? series.name;
  return (
    <table class="accuracy-table">
      <caption>{name}</caption>
      <thead><tr><th scope="col">{t.hoursAhead}</th><th scope="col" class="figure-cell">{t.meanError}, kW</th><th scope="col" class="figure-cell">{t.leaning}, kW</th></tr></thead>
      <tbody>
        {series.leads.map((each) => (
          <tr key={each.lead_h}>
            <th scope="row">{f.number(each.lead_h, 0)}</th>
            <td class="figure-cell with-bar"><span class="bar" aria-hidden="true"><i style={{ width: `${(100 * (each.mae_kw ?? 0)) / most}%`, background: `var(${colours[series.name] ?? "--price-normal"})` }} /></span>
              {f.number(each.mae_kw, 2)}</td>
            <td class="figure-cell">{each.bias_kw !== undefined && each.bias_kw > 0.005 ? "+" : ""}{f.number(each.bias_kw, 2)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function AccuracyCard() {
  const t = texts.value;
  const told = accuracy.value;
  if (!isOffered(told)) return null;
  const series = (told.value?.series ?? []).filter((each) => each.leads.length > 0);
  const most = Math.max(0.01, ...series.flatMap((each) => each.leads.map((lead) => lead.mae_kw ?? 0)));
  return (
    <Card title={t.accuracy} aside={<span class="quiet">{t.accuracyHint}</span>}>
      {told.value === undefined ? <Missing what="accuracy" answer={told} /> : series.length === 0 ? <p class="quiet">{t.noAccuracy}</p>
        : <div class="columns">{series.map((each) => <Series key={each.name} series={each} most={most} />)}</div>}
    </Card>
  );
}
