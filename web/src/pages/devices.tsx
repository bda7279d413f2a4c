// Each device: how it is, what it does and why, what was measured, what it can, and how to take over.
import type { Device } from "../api/orders";
import { unitOf, wordsOf } from "../logic/schema_form";
import { Card, Missing } from "../parts/card";
import { measuredDoing, nameOf, plannedDoing } from "../parts/device_doing";
import { Commanded, StopAll } from "../parts/commanded";
import { AwayCard, CarWays } from "../parts/house";
import { Icon } from "../parts/icon";
import type { IconName } from "../parts/icon";
import { OverrideTaps, Wanted } from "../parts/override_card";
import { devices, format, isOffered, status, texts } from "../state";

const icons: Record<string, IconName> = {
  battery: "battery", vehicle: "car", water_heater: "water", zone: "home", heat_source: "heat", appliance: "appliance", inverter: "now", pv: "sun",
  grid: "grid", meter: "grid",
};
const stateClass = { ok: "ok", stale: "degraded", failed: "failed" } as const;

function numberText(key: string, value: number): string {
  const unit = unitOf(key);
  const digits = unit === "%" || (Number.isInteger(value) && unit !== "kW") ? 0 : 1;
  return `${format.value.number(value, digits)}${unit ? `\u00a0${unit}` : ""}`;
}

function Numbers({ given }: { given: Record<string, number> | undefined }) {
  const t = texts.value;
  return (
    <>
      {Object.entries(given ?? {}).map(([key, value]) => (
        <div key={key}><dt>{t.readings[key] ?? wordsOf(key)}</dt><dd>{numberText(key, value)}</dd></div>
      ))}
    </>
  );
}

function DeviceCard({ device, all }: { device: Device; all: Device[] }) {
  const t = texts.value;
  const state = device.state ?? "ok";
  const name = nameOf(device, all);
  const type = device.type && t.deviceTypes[device.type];
  const planned = plannedDoing(device);
  return (
    <section class={`card device-card ${stateClass[state]}`} aria-label={name}>
      <div class="device-head">
        <Icon name={icons[device.type ?? "meter"] ?? "grid"} />
        <div>
          <h2>{name}</h2>
          {type !== undefined && type !== name && <p class="quiet">{type}</p>}
        </div>
        <p class="device-state"><span class="dot" aria-hidden="true" />{t.deviceConditions[stateClass[state]]}</p>
      </div>
      {state !== "ok" && device.text && <p class="device-trouble">{device.text}</p>}
      <p class="device-doing">{measuredDoing(device) ?? "–"}</p>
      {planned !== undefined && (
        <p class="quiet"><strong>{planned}</strong>{device.now?.reason && <> <span>{device.now.reason}</span></>}</p>
      )}
      <dl class="fact-table"><Numbers given={device.readings} /></dl>
      {device.limits && Object.keys(device.limits).length > 0 && (
        <details class="device-limits">
          <summary>{t.limits}</summary>
          <dl class="fact-table"><Numbers given={device.limits} /></dl>
        </details>
      )}
      {device.type === "vehicle" && <CarWays car={device.id} />}
      <Commanded device={device} />
      <Wanted device={device.id} />
      <OverrideTaps device={device.id} />
    </section>
  );
}

export function Devices() {
  const t = texts.value;
  const told = devices.value;
  const list = told.value?.devices ?? [];
  return (
    <div class="page page-devices">
      <h1 class="visually-hidden">{t.pages.devices}</h1>
      {!isOffered(told) ? <Card title={t.pages.devices}><p class="missing">{t.notOffered}</p></Card>
        : told.value === undefined ? <Missing what="devices" answer={told} />
          : list.length === 0 ? <p class="quiet">{t.noDevices(status.value.value?.name ?? "Ohmstead")}</p>
            : list.map((device) => <DeviceCard key={device.id} device={device} all={list} />)}
      <AwayCard />
      <StopAll />
    </div>
  );
}
