// What the devices do, as lanes of a chart; their power above that of the home; temperatures; cars.
import type { Case, DeviceSlot, PlanSlot } from "../api/answers";
import type { DeviceType } from "../api/orders";
import type { Texts } from "../text/en";
import { endOf, joined } from "./spec";
import type { Box, LaneBox, Layer, Row, Steps } from "./spec";

export interface KnownDevice {
  id: string;
  type: DeviceType;
}

// In the order in which they stand in the plan.
export function devicesOf(slots: PlanSlot[], home: Case | undefined): KnownDevice[] {
  const types = new Map<string, DeviceType>();
  for (const each of home?.vehicles ?? []) types.set(each.id, "vehicle");
  for (const each of home?.water_heaters ?? []) types.set(each.id, "water_heater");
  for (const each of home?.zones ?? []) types.set(each.id, "zone");
  for (const each of home?.heat_sources ?? []) types.set(each.id, "heat_source");
  const guess = (slot: DeviceSlot): DeviceType =>
    slot.soc_kwh !== undefined ? "vehicle" : slot.temperature_c !== undefined ? "zone" : "appliance";
  return (slots[0]?.devices ?? []).map((slot) => ({ id: slot.id, type: types.get(slot.id) ?? guess(slot) }));
}

export const deviceColours: Partial<Record<DeviceType, string>> = {
  battery: "--battery", vehicle: "--car", water_heater: "--water", heat_source: "--heat", zone: "--heat", appliance: "--appliance",
};
export const colourOfDevice = (type: DeviceType): string => deviceColours[type] ?? "--appliance";

const leastKw = 0.02;
export const deviceIn = (slot: PlanSlot, id: string): DeviceSlot | undefined => slot.devices?.find((each) => each.id === id);

function batteryLook(slot: PlanSlot, id: string): Pick<LaneBox, "colour" | "look"> | undefined {
  const battery = slot.batteries?.find((each) => each.id === id);
  if (!battery) return undefined;
  const charge = battery.charge_kw ?? 0;
  const give = battery.discharge_kw ?? 0;
  if (battery.mode === "export" && give >= leastKw) return { colour: "--grid-takes", look: "full" };
  if (charge >= leastKw) return { colour: "--battery", look: battery.mode === "self_use" ? "pale" : "full" };
  if (give >= leastKw) return { colour: "--battery-gives", look: battery.mode === "self_use" ? "pale" : "full" };
  return battery.mode === "hold" ? { colour: "--ink-quiet", look: "outline" } : undefined;
}

function deviceLook(slot: PlanSlot, device: KnownDevice): Pick<LaneBox, "colour" | "look"> | undefined {
  const now = deviceIn(slot, device.id);
  if (!now) return undefined;
  const kw = now.power_kw ?? 0;
  if (kw >= leastKw) return { colour: colourOfDevice(device.type), look: "full" };
  if (kw <= -leastKw) return { colour: "--battery-gives", look: "full" };
  return now.state === "away" ? { colour: "--ink-quiet", look: "outline" } : undefined;
}

// Rooms only have a temperature; they have no lane.
export function lanesRow(slots: PlanSlot[], devices: KnownDevice[], t: Texts): Row | undefined {
  const batteries = (slots[0]?.batteries ?? []).flatMap((each) => (each.id === undefined ? [] : [each.id]));
  const planned = devices.filter((each) => each.type !== "zone");
  const lanes = [...batteries.map((id) => ({ id, name: batteries.length === 1 ? t.battery : id })),
    ...planned.map(({ id }) => ({ id, name: nameIn(t, id) }))];
  if (lanes.length === 0) return undefined;
  const boxes = lanes.flatMap(({ id }, lane) => {
    const device = planned.find((each) => each.id === id);
    return joined(slots.flatMap((slot) => {
      const look = device ? deviceLook(slot, device) : batteryLook(slot, id);
      return look ? [{ from: slot.start, to: endOf(slot), lane, ...look }] : [];
    }));
  });
  return { title: t.rows.devices, unit: "", share: 0, lanes, least: 0, most: 1, layers: [{ kind: "lanes", name: t.rows.devices, boxes }] };
}

// What most homes call these is said in the page's language.
const usual: Record<string, DeviceType> = { car: "vehicle", hot_water: "water_heater", pv: "pv", meter: "meter" };
export const nameIn = (t: Texts, id: string): string => (usual[id] ? t.deviceTypes[usual[id]] : t.usualNames[id] ?? readable(id));

// "heat_pump" as a person would write it.
export function readable(id: string): string {
  const words = id.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

// Stands on the power of the home, one device on the other.
export function devicePower(slots: PlanSlot[], devices: KnownDevice[]): Layer[] {
  const planned = devices.filter((each) => each.type !== "zone");
  const boxes: Box[] = [];
  for (const slot of slots) {
    let base = slot.load_kw ?? 0;
    for (const device of planned) {
      const kw = deviceIn(slot, device.id)?.power_kw ?? 0;
      if (kw < leastKw) continue;
      boxes.push({ from: slot.start, to: endOf(slot), base, value: base + kw, colour: colourOfDevice(device.type) });
      base += kw;
    }
  }
  return boxes.length === 0 ? [] : [{ kind: "blocks", name: "devices", boxes }];
}

const ofCars = ["--car", "--ink"];

// In per cent of what each car can hold; a wish is a short line that ends when it is due.
export function carLines(slots: PlanSlot[], home: Case | undefined): Steps[] {
  return (home?.vehicles ?? []).flatMap((car, index): Steps[] => {
    const size = car.capacity_kwh;
    if (size === undefined || size <= 0 || !slots.some((slot) => deviceIn(slot, car.id)?.soc_kwh !== undefined)) return [];
    const colour = ofCars[Math.min(index, 1)]!;
    const pct = (kwh: number | undefined) => (kwh === undefined ? undefined : (100 * kwh) / size);
    const first = slots[0];
    const wishes = (car.targets ?? []).map((target): Steps => ({
      kind: "steps", name: `${car.id} target`, colour, isDashed: true,
      points: [[target.by - 5_400_000, pct(target.soc_kwh)], [target.by, pct(target.soc_kwh)]],
    }));
    return [{
      kind: "line", name: car.id, colour,
      points: [...(first && car.soc_kwh !== undefined ? [[first.start, pct(car.soc_kwh)] as [number, number | undefined]] : []),
        ...slots.map((slot): [number, number | undefined] => [endOf(slot), pct(deviceIn(slot, car.id)?.soc_kwh)])],
    }, ...wishes];
  });
}

// Tanks and rooms; what is wanted at least is dashed.
export function temperatureRow(slots: PlanSlot[], devices: KnownDevice[], home: Case | undefined, t: Texts): Row | undefined {
  const warm = devices.filter((each) => slots.some((slot) => deviceIn(slot, each.id)?.temperature_c !== undefined));
  const first = slots[0];
  const last = slots.at(-1);
  if (warm.length === 0 || !first || !last) return undefined;
  const layers = warm.flatMap((device): Layer[] => {
    const colour = device.type === "water_heater" ? "--water" : "--heat";
    const tank = home?.water_heaters?.find((each) => each.id === device.id)?.tank;
    const least = tank?.comfort_c ?? tank?.min_c ?? home?.zones?.find((each) => each.id === device.id)?.low_c;
    return [
      { kind: "line", name: nameIn(t, device.id), colour,
        points: slots.map((slot): [number, number | undefined] => [endOf(slot), deviceIn(slot, device.id)?.temperature_c]) },
      ...(least === undefined ? [] : [{ kind: "steps", name: `${device.id} least`, colour, isDashed: true,
        points: [[first.start, least], [endOf(last), least]] } as Steps]),
    ];
  });
  const known = layers.flatMap((layer) => (layer.kind === "line" || layer.kind === "steps" ? layer.points.map(([, value]) => value) : []))
    .filter((value) => value !== undefined);
  const floor = Math.floor(Math.min(...known) / 5) * 5;
  const step = Math.max(5, Math.ceil((Math.max(...known) - floor) / 2 / 5) * 5);
  return { title: t.rows.temperature, unit: "°C", share: 0.9, least: floor, most: floor + 2 * step, interval: step, layers };
}
