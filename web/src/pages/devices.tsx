// Each device: how it is, what it does and why, what was measured, what it can, and how to take over.
import type { Device } from "../api/orders";
import { readable } from "../charts/devices_spec";
import { unitOf, wordsOf } from "../logic/schema_form";
import { Card, Missing } from "../parts/card";
import { Commanded, StopAll } from "../parts/commanded";
import { Icon } from "../parts/icon";
import type { IconName } from "../parts/icon";
import { OverrideTaps, Wanted } from "../parts/override_card";
import { devices, format, homeLanguage, isOffered, status, texts } from "../state";

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

function doingOf(device: Device): string {
  const t = texts.value;
  const f = format.value;
  const { mode, state, power_kw: kw } = device.now ?? {};
  const modes: Record<string, string> = t.modes;
  const states: Record<string, string> = t.deviceStates;
  const word = mode !== undefined ? modes[mode] ?? mode : state !== undefined ? states[state] ?? readable(state) : undefined;
  const warm = device.readings?.temperature_c;
  if (device.type === "zone" && warm !== undefined) return f.celsius(warm);
  const isIdle = word !== undefined && kw !== undefined && Math.abs(kw) < 0.02;
  const power = kw === undefined || isIdle ? undefined : f.power(device.type === "battery" || kw < 0 ? Math.abs(kw) : kw);
  return [word, power].filter(Boolean).join(" · ") || "–";
}

function DeviceCard({ device }: { device: Device }) {
  const t = texts.value;
  const state = device.state ?? "ok";
  return (
    <section class={`card device-card ${stateClass[state]}`} aria-label={readable(device.id)}>
      <div class="device-head">
        <Icon name={icons[device.type ?? "meter"] ?? "grid"} />
        <div>
          <h2>{readable(device.id)}</h2>
          {device.type && <p class="quiet">{t.deviceTypes[device.type]}</p>}
        </div>
        <p class="device-state"><span class="dot" aria-hidden="true" />{t.componentStates[stateClass[state]]}</p>
      </div>
      {state !== "ok" && device.text && <p class="device-trouble" lang={homeLanguage.value}>{device.text}</p>}
      <p class="device-doing">{doingOf(device)}</p>
      {device.now?.reason && <p class="quiet" lang={homeLanguage.value}>{device.now.reason}</p>}
      <dl class="fact-table"><Numbers given={device.readings} /></dl>
      {device.limits && Object.keys(device.limits).length > 0 && (
        <details class="device-limits">
          <summary>{t.limits}</summary>
          <dl class="fact-table"><Numbers given={device.limits} /></dl>
        </details>
      )}
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
            : list.map((device) => <DeviceCard key={device.id} device={device} />)}
      <StopAll />
    </div>
  );
}
