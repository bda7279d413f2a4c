// Whether all parts work, what the plan knows, and how old that is.
import { kinds } from "../api/orders";
import { orderedOf, wayOf } from "../logic/ordered";
import type { Ordered } from "../logic/ordered";
import { nameOfDevice, nameOfKind } from "../parts/by_hand";
import { Card, Missing } from "../parts/card";
import { audit, connection, format, health, homeNow, isOffered, status, texts } from "../state";

const stateOfInput = { ok: "ok", stale: "degraded", missing: "failed" } as const;

function Row({ state, name, text, side }: { state: string | undefined; name: string; text?: string | undefined; side: string }) {
  return (
    <li class={`health-row ${state ?? "unknown"}`}>
      <span class="dot" aria-hidden="true" />
      <span class="health-name">{texts.value.parts[name] ?? name}</span>
      <span class="health-text">{text}</span>
      <span class="health-side">{side}</span>
    </li>
  );
}

function Components() {
  const t = texts.value;
  const told = health.value.value;
  if (told?.components === undefined) return <Missing what="health" answer={health.value} />;
  return (
    <ul class="health-list">
      {told.components.map((each, index) => (
        <Row key={index} state={each.state} name={each.name} text={each.text}
          side={each.state ? t.componentStates[each.state] : t.unknown} />
      ))}
    </ul>
  );
}

function Inputs() {
  const t = texts.value;
  const f = format.value;
  const inputs = status.value.value?.inputs;
  if (inputs === undefined) return <Missing what="status" answer={status.value} />;
  if (inputs.length === 0) return <p class="quiet">{t.noInputs}</p>;
  return (
    <ul class="health-list">
      {inputs.map((each, index) => (
        <Row key={index} state={each.state && stateOfInput[each.state]} name={each.name} text={each.text}
          side={[each.state ? t.inputStates[each.state] : t.unknown,
            each.age_s === undefined ? undefined : t.age(f.duration(each.age_s * 1000))].filter(Boolean).join(", ")} />
      ))}
    </ul>
  );
}

function Facts({ rows }: { rows: [string, string | undefined][] }) {
  return (
    <dl class="fact-table">
      {rows.map(([name, value]) => <div key={name}><dt>{name}</dt><dd>{value ?? "–"}</dd></div>)}
    </dl>
  );
}

function Planner() {
  const t = texts.value;
  const f = format.value;
  const { plan, now, cycle } = status.value.value ?? {};
  if (plan === undefined) return <Missing what="plan" answer={status.value} />;
  const rows = t.plannerRows;
  return (
    <Facts rows={[
      [rows.status, plan.status && (t.planStatuses[plan.status] ?? plan.status)],
      [rows.solver, plan.solver?.split("+").map((each) => t.solvers[each] ?? each).join(", ")],
      [rows.solve_ms, plan.solve_ms === undefined ? undefined : (plan.solve_ms < 1500 ? `${f.number(plan.solve_ms, plan.solve_ms < 10 ? 1 : 0)}\u00a0ms` : `${f.number(plan.solve_ms / 1000, 1)}\u00a0s`)],
      [rows.gap, plan.gap === undefined ? undefined : f.money(plan.gap)],
      [rows.gap_rooms_apart, plan.gap_rooms_apart === undefined ? undefined : f.money(plan.gap_rooms_apart)],
      [rows.made_at, plan.made_at === undefined ? undefined : (plan.is_of_old_site_file ? t.beforeReload : String)(f.moment(plan.made_at, now))],
      [rows.next_at, plan.next_at === undefined ? undefined : f.moment(plan.next_at, now)],
      [rows.cycle, cycle === undefined ? undefined : f.number(cycle, 0)],
    ]} />
  );
}

function Program() {
  const t = texts.value;
  const { version, stage, timezone } = status.value.value ?? {};
  const rows = t.programRows;
  return (
    <>
      <Facts rows={[
        [rows.version, version],
        [rows.stage, stage && t.stages[stage]],
        [rows.connection, t.connection[connection.value.kind]],
        [rows.timezone, timezone],
      ]} />
      <p class="quiet"><a href="./docs">{t.interface}</a><br /><a href="./licenses.html">{t.licences}</a></p>
    </>
  );
}

function orderText(ordered: Ordered): string {
  const t = texts.value;
  const f = format.value;
  if ("away" in ordered) return t.awayDays(f.moment(ordered.away.from, homeNow.value), f.moment(ordered.away.until, homeNow.value));
  if ("strategy" in ordered) return `${nameOfDevice(ordered.device)}: ${t.strategiesOfCars[ordered.strategy]}`;
  const kind = kinds.find((each) => each === ordered.kind);
  const what = kind === undefined ? `“${ordered.kind}”` : nameOfKind(ordered.device, kind);
  return `${nameOfDevice(ordered.device)}: ${what}${ordered.minutes === undefined ? "" : `, ${t.minutes(String(ordered.minutes))}`}`;
}

function detailText(detail: string | undefined): string | undefined {
  const ordered = orderedOf(detail);
  return ordered.length > 0 || !detail ? ordered.map(orderText).join("; ") : texts.value.asSent(detail);
}

function whoText(who: string | undefined): string | undefined {
  const t = texts.value;
  if (who?.startsWith("token ")) return t.orderedWith(who.slice("token ".length));
  return who === undefined ? undefined : t.orderedBy[who] ?? who;
}

// Who ordered what of the home; only people who may change everything are told.
function Orders() {
  const t = texts.value;
  const f = format.value;
  if (!isOffered(audit.value)) return null;
  const entries = audit.value.value?.entries ?? [];
  const nameOf = (what: string) => t.orders[wayOf(what)];
  return (
    <Card title={t.ordersTitle} class="orders-card">
      {audit.value.value === undefined ? <Missing what="audit" answer={audit.value} /> : entries.length === 0 ? <p class="quiet">{t.noOrders}</p> : (
        <ul class="health-list">
          {entries.map((each, index) => (
            <Row key={index} state={(each.status ?? 200) < 400 ? "ok" : "degraded"} name={nameOf(each.what) ?? t.otherOrder}
              text={[nameOf(each.what) === undefined && each.what, whoText(each.who), each.address, detailText(each.detail)].filter(Boolean).join(" · ")}
              side={[f.moment(each.at, homeNow.value), (each.status ?? 200) >= 400 && t.refusedOrder].filter(Boolean).join(", ")} />
          ))}
        </ul>
      )}
    </Card>
  );
}

export function Health() {
  const t = texts.value;
  const state = health.value.value?.status;
  return (
    <div class="page page-health">
      <div class="page-head">
        <h1>{t.healthTitle}</h1>
        {state && <p class={`overall ${state}`}><span class="dot" aria-hidden="true" />{t.healthStates[state]}</p>}
      </div>
      <Card title={t.components}><Components /></Card>
      <Card title={t.inputs}><Inputs /></Card>
      <Card title={t.planner}><Planner /></Card>
      <Card title={t.program}><Program /></Card>
      <Orders />
    </div>
  );
}
