// What a device does as it was measured, and what the plan has it do: two things that may differ.
import type { Device, DeviceType } from "../api/orders";
import { nameIn, readable } from "../charts/devices_spec";
import { format, status, texts } from "../state";

const leastKw = 0.05;  // texts write tenths
const isPlanned = new Set<DeviceType>(["battery", "vehicle", "water_heater", "heat_source", "appliance"]);
const isPowered = new Set(["charge", "discharge", "export"]);

// The only battery of a home is "Battery", whatever the site file calls it.
export function nameOf(device: Device, all: Device[]): string {
  const isOnly = all.filter((each) => each.type === device.type).length === 1;
  return device.type === "battery" && isOnly ? texts.value.battery : nameIn(texts.value, device.id);
}

function stateWord(state: string | undefined): string | undefined {
  const states: Record<string, string> = texts.value.deviceStates;
  return state === undefined || state === "" ? undefined : states[state] ?? readable(state);
}

export function batteryDoing(chargeKw: number | undefined, giveKw: number | undefined): string | undefined {
  if (chargeKw === undefined && giveKw === undefined) return undefined;
  const t = texts.value.batteryNow;
  const kw = (chargeKw ?? 0) - (giveKw ?? 0);
  return kw >= leastKw ? t.charges(format.value.power(kw)) : kw <= -leastKw ? t.gives(format.value.power(-kw)) : t.rests;
}

function poweredDoing(kw: number | undefined, otherwise: string | undefined): string | undefined {
  const t = texts.value;
  if (kw === undefined || Math.abs(kw) < leastKw) return otherwise;
  return kw < 0 ? t.batteryNow.gives(format.value.power(-kw)) : format.value.power(kw);
}

const isAway = (car: string) => status.value.value?.readings?.vehicles?.find((each) => each.id === car)?.is_connected === false;

// Undefined where nothing was measured.
export function measuredDoing(device: Device): string | undefined {
  const t = texts.value;
  const f = format.value;
  const told = device.readings ?? {};
  const kw = told.power_kw;
  switch (device.type) {
    case "battery": return batteryDoing(told.charge_kw, told.discharge_kw);
    case "vehicle":
      return poweredDoing(kw, kw === undefined ? undefined : isAway(device.id) ? t.deviceStates.away : t.pluggedIn);
    case "zone": return told.temperature_c === undefined ? undefined : f.celsius(told.temperature_c);
    case "grid": case "meter": {
      const net = (told.import_kw ?? 0) - (told.export_kw ?? 0);
      if (told.import_kw === undefined && told.export_kw === undefined) return undefined;
      return net >= leastKw ? t.passes.from(f.power(net)) : net <= -leastKw ? t.passes.to(f.power(-net)) : t.passes.nothing;
    }
    case "pv": case "inverter": return kw === undefined ? undefined : f.power(kw);
    default: return poweredDoing(kw, kw === undefined ? undefined : t.deviceStates.off);
  }
}

export function plannedDoing(device: Device): string | undefined {
  const t = texts.value;
  const { mode, state, power_kw: kw } = device.now ?? {};
  if (device.now === undefined || !isPlanned.has(device.type ?? "meter")) return undefined;
  const modes: Record<string, string> = t.modes;
  const hasPower = kw !== undefined && Math.abs(kw) >= leastKw;
  const word = mode !== undefined ? modes[mode] ?? mode : stateWord(state) ?? (hasPower ? t.deviceStates.on : t.deviceStates.off);
  // In the other modes of a battery the power follows the home, and the plan only expects it.
  const power = hasPower && (mode === undefined || isPowered.has(mode)) ? format.value.power(Math.abs(kw)) : undefined;
  return t.planned([word, power].filter(Boolean).join(" · "));
}
