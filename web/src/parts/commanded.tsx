// What a device is told, and stopping all of them.
import { useSignal } from "@preact/signals";
import { ask } from "../api/ask";
import type { Fault } from "../api/ask";
import { readStop } from "../api/orders";
import type { Command, Device } from "../api/orders";
import { devices, format, homeNow, refresh, status, texts } from "../state";
import { nameOfDevice } from "./by_hand";
import { faultText } from "./card";

function textOf(command: Command): string {
  const word = command.verb === undefined ? "" : texts.value.verbs[command.verb];
  return command.power_kw === undefined ? word : `${word} · ${format.value.power(command.power_kw)}`;
}

const isSame = (a: Command, b: Command) => a.verb === b.verb && Math.abs((a.power_kw ?? 0) - (b.power_kw ?? 0)) < 0.1;

export function Commanded({ device }: { device: Device }) {
  const t = texts.value;
  const given = device.command;
  if (given?.wanted === undefined) return null;
  const { wanted, told, foreign, otherwise, alarm } = given;
  const advises = status.value.value?.stage === "advisory";
  const line = advises ? t.wouldTell(textOf(wanted))
    : told !== undefined && isSame(told, wanted) ? t.told(textOf(told)) : t.notYetTold(textOf(wanted));
  return (
    <div class="commanded">
      <p class="quiet">{line}{given.writes_today ? ` · ${t.writesToday(format.value.number(given.writes_today, 0))}` : ""}</p>
      {otherwise && <p class="quiet">{t.toldOtherwise(otherwise)}</p>}
      {alarm && <p class="device-trouble">{alarm}</p>}
      {foreign !== undefined && given.foreign_until !== undefined && (
        <p class="device-trouble">{foreignText(foreign, given.foreign_until)}</p>
      )}
    </div>
  );
}

function foreignText(foreign: Command, until: number): string {
  const f = format.value;
  const now = homeNow.value;
  return texts.value.somebodyElse(textOf(foreign), f.moment(until, now), f.countdown(Math.max(0, until - (now ?? until))));
}

// Of all devices: what somebody else has set, and how long that counts.
export function ForeignOnes() {
  const all = (devices.value.value?.devices ?? []).flatMap(({ id, command }) => {
    const { foreign, foreign_until: until } = command ?? {};
    return foreign === undefined || until === undefined ? [] : [{ id, text: foreignText(foreign, until) }];
  });
  return <>{all.map(({ id, text }) => <p key={id} class="device-trouble">{nameOfDevice(id)}: {text}</p>)}</>;
}

async function setStopped(isStopped: boolean): Promise<Fault | undefined> {
  const asked = await ask("/stop", readStop, { method: "PUT", body: { is_stopped: isStopped } });
  await refresh("status", "devices");
  return asked.kind === "here" ? undefined : asked;
}

// Of a real home; it takes two taps.
export function StopAll() {
  const t = texts.value.stop;
  const isAsking = useSignal(false);
  const fault = useSignal<Fault | undefined>(undefined);
  const home = status.value.value;
  if (home === undefined || home.speed !== undefined || home.is_stopped) return null;
  const stop = async () => {
    fault.value = await setStopped(true);
    isAsking.value = false;
  };
  return (
    <section class="card stop-all" aria-label={t.all}>
      {isAsking.value ? (
        <>
          <p>{t.sure}</p>
          <div class="tap-buttons">
            <button type="button" class="danger" onClick={() => void stop()}>{t.yes}</button>
            <button type="button" onClick={() => { isAsking.value = false; }}>{t.no}</button>
          </div>
        </>
      ) : <button type="button" class="danger" onClick={() => { isAsking.value = true; }}>{t.all}</button>}
      {fault.value && <p class="device-trouble">{faultText(fault.value)}</p>}
    </section>
  );
}

export function StoppedBanner() {
  const t = texts.value.stop;
  if (!status.value.value?.is_stopped) return null;
  return (
    <div class="banner" role="alert">
      <span>{t.stopped}</span>
      <button type="button" onClick={() => void setStopped(false)}>{t.letGo}</button>
    </div>
  );
}
