// Cars, hot water, rooms and machines at this moment, in one line each.
import { nameIn } from "../charts/devices_spec";
import type { DeviceType } from "../api/orders";
import { devices, format, homeNow, status, texts } from "../state";
import { Card } from "./card";
import { CarsToldOf } from "./house";
import { Icon } from "./icon";
import type { IconName } from "./icon";

interface Tile {
  id: string;
  icon: IconName;
  value: string;
  notes: (string | false | undefined)[];
}

const iconOf: Partial<Record<DeviceType, IconName>> = {
  vehicle: "car", water_heater: "water", zone: "home", heat_source: "heat", appliance: "appliance",
};

// Those that do not answer are not among the measurements.
function silentOnes(): Tile[] {
  const readings = status.value.value?.readings;
  const heard = [readings?.vehicles, readings?.water_heaters, readings?.zones, readings?.heat_sources, readings?.appliances]
    .flatMap((list): { id: string }[] => list ?? []);
  return (devices.value.value?.devices ?? []).flatMap((each): Tile[] => {
    const icon = each.type && iconOf[each.type];
    if (icon === undefined || each.state !== "failed" || heard.some((one) => one.id === each.id)) return [];
    return [{ id: each.id, icon, value: "–", notes: [texts.value.notHeard] }];
  });
}

function tiles(): Tile[] {
  const t = texts.value;
  const f = format.value;
  const now = homeNow.value;
  const readings = status.value.value?.readings;
  const powerOr = (kw: number | undefined, word: string) => (kw !== undefined && Math.abs(kw) >= 0.02 ? f.power(Math.abs(kw)) : word);
  const states: Record<string, string> = t.deviceStates;
  const stateOf = (state: string | undefined) => (state === undefined ? "" : states[state] ?? state);
  return [
    ...(readings?.vehicles ?? []).map((each): Tile => ({
      id: each.id, icon: "car", value: f.percent(each.soc_pct),
      notes: [
        each.is_connected === false ? (each.returns_at === undefined ? t.deviceStates.away : t.awayUntil(f.moment(each.returns_at, now)))
          : powerOr(each.power_kw, t.pluggedIn),
        each.target_soc_pct !== undefined && each.target_at !== undefined && t.wantedBy(f.percent(each.target_soc_pct), f.moment(each.target_at, now)),
      ],
    })),
    ...(readings?.water_heaters ?? []).map((each): Tile => ({
      id: each.id, icon: "water", value: each.temperature_c === undefined ? stateOf(each.state) : f.celsius(each.temperature_c),
      notes: [powerOr(each.power_kw, t.deviceStates.off)] })),
    ...(readings?.zones ?? []).map((each): Tile => ({
      id: each.id, icon: "home", value: f.celsius(each.temperature_c),
      notes: [each.low_c !== undefined && each.high_c !== undefined && t.between(f.number(each.low_c), f.celsius(each.high_c)),
        each.low_c !== undefined && each.high_c === undefined && t.atLeast(f.celsius(each.low_c))],
    })),
    ...(readings?.heat_sources ?? []).map((each): Tile => ({ id: each.id, icon: "heat", value: powerOr(each.power_kw, stateOf(each.state)), notes: [] })),
    ...(readings?.appliances ?? []).map((each): Tile => ({
      id: each.id, icon: "appliance", value: stateOf(each.state), notes: [powerOr(each.power_kw, "")] })),
    ...silentOnes(),
  ];
}

export function DevicesNow() {
  const all = tiles();
  const t = texts.value;
  if (all.length === 0) return null;
  return (
    <Card title={t.pages.devices} class="devices-now" aside={<a href="#/devices">{t.allOfThem}</a>}>
      <ul class="tiles">
        {all.map((tile) => (
          <li key={tile.id}>
            <Icon name={tile.icon} />
            <span class="tile-name">{nameIn(t, tile.id)}</span>
            <strong>{tile.value}</strong>
            <span class="quiet">{tile.notes.filter(Boolean).join(" · ")}</span>
          </li>
        ))}
      </ul>
      <CarsToldOf />
    </Card>
  );
}
