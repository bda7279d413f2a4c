// What other ways of running the home would have cost in a measured past. Only a replayed home has one.
import { signal } from "@preact/signals";
import { ask } from "../api/ask";
import type { Fault } from "../api/ask";
import { readReplay } from "../api/orders";
import type { Replay } from "../api/orders";
import { format, homeNow, status, texts, timezone } from "../state";
import { Card, faultText } from "./card";

const dayMs = 86_400_000;
const strategies = ["optimal", "rules", "self_use", "no_battery", "bound"];
const patienceMs = 120_000;

const wanted = signal<{ from: string; to: string } | undefined>(undefined);
const table = signal<Replay | undefined>(undefined);
const fault = signal<Fault | undefined>(undefined);
const isRunning = signal(false);

// 2024-05-11 in the home's zone.
function dateOf(at: number): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone: timezone.value }).format(at);
}

async function run(from: string, to: string): Promise<void> {
  isRunning.value = true;
  const asked = await ask("/replay", readReplay, { method: "POST", body: { from, to, strategies }, patienceMs });
  isRunning.value = false;
  fault.value = asked.kind === "here" ? undefined : asked;
  if (asked.kind === "here") table.value = asked.value;
}

function Table({ replay }: { replay: Replay }) {
  const t = texts.value;
  const f = format.value;
  const kwh = (name: string) => `${name}, kWh`;
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={`${t.replay}: ${t.asTable}`}>
      <table class="money-table">
        <thead><tr>
          <th scope="col">{t.replayWay}</th>
          {[t.cost, t.savedInAll, kwh(t.totals.import), kwh(t.totals.export)].map((name) => <th scope="col" class="figure-cell" key={name}>{name}</th>)}
        </tr></thead>
        <tbody>
          {replay.strategies.map(({ strategy, total }) => (
            <tr key={strategy}>
              <th scope="row">{t.replayWays[strategy] ?? strategy}</th>
              <td class="figure-cell">{f.money(total?.net_cost)}</td>
              <td class="figure-cell">{f.money(total?.saved_to_self_use)}</td>
              <td class="figure-cell">{f.number(total?.grid_import_kwh)}</td>
              <td class="figure-cell">{f.number(total?.grid_export_kwh)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function ReplayCard() {
  const t = texts.value;
  const f = format.value;
  const now = homeNow.value;
  if (status.value.value?.speed === undefined || now === undefined) return null;
  const today = dateOf(now);
  const { from, to } = wanted.value ?? { from: dateOf(now - 7 * dayMs), to: dateOf(now - dayMs) };
  const choose = (change: { from?: string; to?: string }) => { wanted.value = { from, to, ...change }; };
  return (
    <Card title={t.replay} class="replay-card">
      <form class="compare" onSubmit={(event) => { event.preventDefault(); void run(from, to); }}>
        <label>{t.from} <input type="date" class="field-input date-input" value={from} max={to} required onInput={(event) => choose({ from: event.currentTarget.value })} /></label>
        <label>{t.until} <input type="date" class="field-input date-input" value={to} min={from} max={today} required onInput={(event) => choose({ to: event.currentTarget.value })} /></label>
        <button type="submit" class="main-button" disabled={isRunning.value}>{isRunning.value ? t.replayRuns : t.replayRun}</button>
      </form>
      <div aria-live="polite">
        {fault.value && <p class="missing" role="alert">{faultText(fault.value)}</p>}
        {table.value?.stopped_at !== undefined && <p class="quiet">{t.replayStopped(f.moment(table.value.stopped_at, now))}</p>}
        {table.value && <Table replay={table.value} />}
      </div>
      <p class="quiet replay-hint">{t.replayHint}</p>
    </Card>
  );
}
