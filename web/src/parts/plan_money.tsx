// The money of the plan, what other ways to run the home would cost, and plans of before to compare with.
import { signal } from "@preact/signals";
import { anything, ask } from "../api/ask";
import type { Fault } from "../api/ask";
import { netCost } from "../logic/money";
import { compareWith, now, slots, stored, trial } from "../plan_view";
import { baselines, format, isOffered, plan, plans, refresh, texts } from "../state";
import { Card, Missing, faultText } from "./card";
import { Actions } from "./what_if";

const moneyKeys = ["import_cost", "export_revenue", "wear", "peak", "comfort", "stored_value_change"] as const;

export function Money() {
  const t = texts.value;
  const f = format.value;
  const money = (trial.value?.plan ?? plan.value.value)?.money;
  if (money === undefined) return <Missing what="plan" />;
  const isThere = (key: (typeof moneyKeys)[number]) =>
    key === "import_cost" || key === "export_revenue" || Math.abs(money[key] ?? 0) >= 0.005;
  return (
    <dl class="fact-table">
      {moneyKeys.filter(isThere).map((key) => {
        const value = money[key];
        const isIncome = key === "export_revenue" || key === "stored_value_change";
        const name = key === "stored_value_change" && (value ?? 0) < 0 ? t.money.stored_less : t.money[key];
        return <div key={key}><dt>{name}</dt><dd>{f.money(value === undefined || !isIncome ? value : -value)}</dd></div>;
      })}
      <div class="fact-sum"><dt>{t.money.net_cost}</dt><dd>{f.money(netCost(money))}</dd></div>
      {Math.abs(money.missed ?? 0) >= 0.005 && <div><dt>{t.money.missed}</dt><dd>{f.money(money.missed)}</dd></div>}
    </dl>
  );
}

// Longest bar: the dearest; all on one scale, so that the eye compares.
export function Baselines() {
  const t = texts.value;
  const f = format.value;
  const told = baselines.value.value?.strategies;
  if (!isOffered(baselines.value) || !told || told.length === 0) return null;
  const sorted = told.toSorted((a, b) => a.cost - b.cost);
  const low = Math.min(0, sorted[0]!.cost);
  const high = Math.max(0, sorted.at(-1)!.cost);
  const scale = 100 / Math.max(0.01, high - low);
  return (
    <Card title={t.otherWays} aside={<span class="quiet">{t.moneyHint}</span>}>
      <ul class="bars">
        {sorted.map((each) => (
          <li key={each.name} class={each.name === "optimal" ? "is-ours" : ""}>
            <span>{each.name === "optimal" && trial.value ? t.runningPlan : t.strategies[each.name] ?? each.name}</span><strong>{f.money(each.cost)}</strong>
            <span class="bar" aria-hidden="true"><i style={{ left: `${(Math.min(0, each.cost) - low) * scale}%`, width: `${Math.max(0.6, Math.abs(each.cost) * scale)}%` }} /></span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

const fault = signal<Fault | undefined>(undefined);
const isPlanning = signal(false);

async function planNow(): Promise<void> {
  isPlanning.value = true;
  const asked = await ask("/plan/run", anything, { method: "POST" });
  fault.value = asked.kind === "here" ? undefined : asked;
  if (asked.kind === "here") await refresh("status", "plan", "case", "prices");
  isPlanning.value = false;
}

export function PlanTools() {
  const t = texts.value;
  const f = format.value;
  const told = plans.value.value?.plans ?? [];
  const chosen = stored.value;
  const own = slots.value[0]?.start;
  return (
    <Card title={t.planTools} class="plan-tools">
      <Actions>
        <button type="button" class="main-button" disabled={isPlanning.value} onClick={() => void planNow()}>{t.planNow}</button>
        {told.length > 0 && (
          <label class="compare">
            <span>{t.compareWith}</span>
            <select value={chosen?.madeAt ?? 0} onChange={(event) => {
              const at = Number(event.currentTarget.value);
              void compareWith(at === 0 ? undefined : at).then((asked) => { fault.value = asked; });
            }}>
              <option value={0}>{t.noOther}</option>
              {told.map((each) => (
                <option key={each.made_at} value={each.made_at}>{f.moment(each.made_at, now.value)}{each.cost === undefined ? "" : ` · ${f.money(each.cost)}`}</option>
              ))}
            </select>
          </label>
        )}
      </Actions>
      {chosen && (
        <p class="quiet" role="status">{t.comparedWith(f.moment(chosen.madeAt, now.value), f.money(netCost(chosen.plan.money)))}
          {own !== undefined && (chosen.plan.slots.at(-1)?.start ?? 0) < own && ` ${t.isOver}`}</p>
      )}
      {fault.value && <p class="missing" role="alert">{faultText(fault.value)}</p>}
    </Card>
  );
}
