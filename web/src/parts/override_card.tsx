// Taking over in one tap: what a device is to do for a while, until when, and back to the plan.
import { signal } from "@preact/signals";
import { anything, ask } from "../api/ask";
import type { Fault } from "../api/ask";
import { readOverride } from "../api/orders";
import type { Kind, Override, Steered } from "../api/orders";
import { nextQuarter, quarterMs } from "../logic/blocks";
import { format, homeNow, isOffered, overrides, prices, refresh, texts } from "../state";
import { nameOfDevice, nameOfKind } from "./by_hand";
import { Card, Choice, faultText, Missing } from "./card";
import { ForeignOnes } from "./commanded";
import { TapHelp, Taps } from "./taps";

const fault = signal<Fault | undefined>(undefined);
const busy = signal(false);
const minutes = signal<30 | 90 | 0>(90);  // 0: until a time
const untilAt = signal<number | undefined>(undefined);

async function tell(order: () => Promise<{ kind: string } & object>): Promise<void> {
  if (busy.value) return;
  busy.value = true;
  const asked = await order() as { kind: "here" } | Fault;
  fault.value = asked.kind === "here" ? undefined : asked;
  await refresh("overrides", "recommendation", "status", "devices");
  busy.value = false;
}

const endTimes = (): number[] => {
  const from = nextQuarter((homeNow.value ?? 0) + 60_000);
  return Array.from({ length: 96 }, (_, index) => from + index * quarterMs);
};

function wish(device: string, kind: Kind): Promise<void> {
  const times = endTimes();
  const until = untilAt.value !== undefined && untilAt.value > (homeNow.value ?? 0) ? untilAt.value : times[3];
  const length = minutes.value > 0 ? { minutes: minutes.value } : { until: new Date(until ?? 0).toISOString().replace(".000Z", "Z") };
  return tell(() => ask("/overrides", readOverride, { method: "POST", body: { device, kind, ...length, by: "dashboard" } }));
}

function Running({ given }: { given: Override }) {
  const t = texts.value;
  const f = format.value;
  const now = homeNow.value;
  const isManual = given.source === "manual" || given.source === undefined;
  const isComing = now !== undefined && given.from > now;
  return (
    <li class={`wanted ${isManual ? "by-person" : "by-schedule"}`}>
      <span class="dot" aria-hidden="true" />
      <div>
        <strong>{nameOfDevice(given.device)}: {nameOfKind(given.device, given.kind)}{given.target_soc_pct === undefined ? "" : ` → ${f.percent(given.target_soc_pct)}`}</strong>
        <span class="quiet">
          {isComing ? t.fromUntil(f.moment(given.from, now), f.moment(given.until, now)) : t.untilLeft(f.moment(given.until, now),
            f.countdown(given.until - (now ?? given.from)))}
          {" · "}{isManual ? t.bySomebody(given.by === "dashboard" || given.by === undefined ? t.theDashboard : given.by)
            : given.source === "rule" ? t.byRule : t.bySchedule}
        </span>
        {given.why && <span class="quiet">{given.why}</span>}
      </div>
      {isManual && (
        <button type="button" class="quiet-button" disabled={busy.value} aria-label={`${nameOfDevice(given.device)}: ${t.resetToOptimal}`}
          onClick={() => void tell(() => ask(`/overrides/${given.id}`, anything, { method: "DELETE" }))}>{t.resetToOptimal}</button>
      )}
    </li>
  );
}

const activeOf = (given: Override[], now: number) => given.filter((each) => each.until > now).toSorted((a, b) => a.from - b.from);

// For how long the next tap is to hold.
function ForLong() {
  const t = texts.value;
  const now = homeNow.value ?? 0;
  const end = prices.value.value?.slots.at(-1)?.start ?? Infinity;
  return (
    <div class="for-long">
      <Choice label={t.forLong} chosen={minutes.value} onChoose={(value) => { minutes.value = value; }} options={[
        { value: 30, name: t.minutes("30") }, { value: 90, name: t.minutes("90") }, { value: 0, name: t.untilTime }]} />
      {minutes.value === 0 && (
        <select aria-label={t.untilTime} value={untilAt.value ?? endTimes()[3]} onChange={(event) => { untilAt.value = Number(event.currentTarget.value); }}>
          {endTimes().filter((at) => at <= end).map((at) => <option key={at} value={at}>{format.value.moment(at, now)}</option>)}
        </select>
      )}
    </div>
  );
}

// Of one device: what is wanted of it, and the buttons.
export function Wanted({ device }: { device: string }) {
  const given = activeOf(overrides.value.value?.overrides ?? [], homeNow.value ?? 0).filter((each) => each.device === device);
  return given.length === 0 ? null : <ul class="wanted-list">{given.map((each) => <Running key={`${each.id} ${each.device} ${each.from}`} given={each} />)}</ul>;
}

const tapped = (steered: Steered, given: Override[]) => (
  <Taps steered={steered} given={given} isBusy={busy.value} onTap={(kind) => void wish(steered.device, kind)} />
);

export function OverrideTaps({ device }: { device: string }) {
  const told = overrides.value.value;
  const steered = told?.devices?.find((each) => each.device === device);
  return steered && told ? tapped(steered, told.overrides) : null;
}

function lengthText(): string {
  const t = texts.value;
  const chosen = untilAt.value ?? endTimes()[3] ?? 0;
  return minutes.value > 0 ? t.tapLength.minutes(String(minutes.value)) : t.tapLength.until(format.value.moment(chosen, homeNow.value));
}

export function OverrideCard() {
  const t = texts.value;
  const told = overrides.value;
  if (!isOffered(told)) return null;
  if (told.value === undefined) return <Card title={t.takeOver} class="override-card"><Missing what="overrides" answer={told} /></Card>;
  const given = activeOf(told.value.overrides, homeNow.value ?? 0);
  const steered = told.value.devices ?? [];
  if (steered.length === 0 && given.length === 0) return <Card title={t.takeOver} class="override-card"><p class="quiet">{t.nothingToSteer}</p></Card>;
  return (
    <Card title={t.takeOver} class="override-card" aside={<ForLong />}>
      {given.length > 0 && <ul class="wanted-list">{given.map((each) => <Running key={`${each.id} ${each.device} ${each.from}`} given={each} />)}</ul>}
      <ForeignOnes />
      <div class="taps">
        {steered.map((each) => (
          <div key={each.device} class="tap-row" role="group" aria-label={nameOfDevice(each.device)}>
            <span class="tap-name" aria-hidden="true">{nameOfDevice(each.device)}</span>
            {tapped(each, given)}
          </div>
        ))}
      </div>
      <TapHelp steered={steered} length={lengthText()} />
      {given.length > 0 && told.value.warning && <p class="missing" role="status">{told.value.warning}</p>}
      {fault.value && <p class="missing" role="alert">{faultText(fault.value)}</p>}
    </Card>
  );
}
