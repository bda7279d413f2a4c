// What a person may try on the running case: how much a battery keeps, when a car leaves and how full it is then.
// A knob is one number with its range; the changed numbers become a merge patch of the case.
import type { Case } from "../api/answers";

export type KnobKind = "reserve" | "leave" | "target";
export interface Knob {
  id: string;
  kind: KnobKind;
  device: string;
  value: number;  // of the running case: per cent of the capacity, or milliseconds since 1970
  least: number;
  most: number;
  step: number;
  due?: number;  // of a target
}
export type Changes = Record<string, number>;  // by the id of a knob

const quarterMs = 900_000;
const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));
const up = (at: number) => Math.ceil(at / quarterMs) * quarterMs;
const down = (at: number) => Math.floor(at / quarterMs) * quarterMs;

// Of each car the next trip and the next target inside the horizon.
const nextTrip = (car: NonNullable<Case["vehicles"]>[number], from: number) =>
  (car.trips ?? []).findIndex((each) => each.leave > from);
const nextTarget = (car: NonNullable<Case["vehicles"]>[number], from: number) =>
  (car.targets ?? []).findIndex((each) => each.by > from);

// The quarters around a moment on its own day: what is otherwise once stays on the day of the week's trip.
function dayAround(at: number, dayOf: (at: number) => string): { first: number; last: number } {
  const day = dayOf(at);
  let first = at;
  let last = at;
  while (dayOf(first - quarterMs) === day) first -= quarterMs;
  while (dayOf(last + quarterMs) === day) last += quarterMs;
  return { first, last };
}

export function knobsOf(home: Case, whole: { from: number; to: number }, dayOf?: (at: number) => string): Knob[] {
  const knobs: Knob[] = [];
  for (const { id, capacity_kwh: size, min_soc_kwh: least, max_soc_kwh: most } of home.batteries ?? []) {
    if (size === undefined || size <= 0) continue;
    knobs.push({ id: `reserve:${id}`, kind: "reserve", device: id, value: (100 * (least ?? 0)) / size, least: 0,
      most: Math.floor((100 * (most ?? size)) / size), step: 1 });
  }
  for (const car of home.vehicles ?? []) {
    const size = car.capacity_kwh;
    const target = car.targets?.[nextTarget(car, whole.from)];
    if (size !== undefined && size > 0 && target) {
      knobs.push({ id: `target:${car.id}`, kind: "target", device: car.id, value: (100 * target.soc_kwh) / size, least: 0, most: 100, step: 1,
        due: target.by });
    }
    const trip = car.trips?.[nextTrip(car, whole.from)];
    if (trip && trip.leave < whole.to) {
      const before = car.trips?.[nextTrip(car, whole.from) - 1];
      const day = dayOf ? dayAround(trip.leave, dayOf) : { first: 0, last: Infinity };
      knobs.push({ id: `leave:${car.id}`, kind: "leave", device: car.id, value: trip.leave, step: quarterMs,
        least: up(Math.max(whole.from + quarterMs, before?.return ?? 0, day.first)), most: down(Math.min(trip.return - quarterMs, whole.to - quarterMs, day.last)) });
    }
  }
  return knobs.filter((knob) => knob.most > knob.least);
}

export function valueOf(knob: Knob, changes: Changes): number {
  return clamp(changes[knob.id] ?? knob.value, knob.least, knob.most);
}

export function changed(knobs: Knob[], changes: Changes): Knob[] {
  return knobs.filter((knob) => Math.abs(valueOf(knob, changes) - knob.value) >= knob.step / 2);
}

type Raw = Record<string, unknown>;
const listOf = (raw: Raw, key: string): Raw[] => (Array.isArray(raw[key]) ? structuredClone(raw[key]) as Raw[] : []);
const iso = (at: number) => new Date(at).toISOString().replace(".000Z", "Z");

// A departure takes the target for it along.
function changeCar(car: Raw, parts: NonNullable<Case["vehicles"]>[number], from: number, leave: number | undefined, targetPct: number | undefined): void {
  const targets = listOf(car, "targets");
  const trips = listOf(car, "trips");
  const tripAt = nextTrip(parts, from);
  const targetAt = nextTarget(parts, from);
  const target = targets[targetAt];
  if (target && targetPct !== undefined) target.soc_kwh = (targetPct / 100) * (parts.capacity_kwh ?? 0);
  const trip = trips[tripAt];
  if (trip && leave !== undefined) {
    const before = parts.trips?.[tripAt]?.leave;
    trip.leave = iso(leave);
    for (const [index, each] of (parts.targets ?? []).entries()) {
      const of = targets[index];
      if (of && before !== undefined && (each.by === before || (each.by > leave && each.by < before))) of.by = iso(leave);
    }
  }
  car.targets = targets;
  car.trips = trips;
}

// Empty when nothing differs from the running case.
export function patchOf(home: Case, knobs: Knob[], changes: Changes, from: number): Raw {
  const wanted = new Map(changed(knobs, changes).map((knob) => [knob.id, valueOf(knob, changes)]));
  const patch: Raw = {};
  const batteries = listOf(home.raw, "batteries");
  for (const battery of batteries) {
    const pct = wanted.get(`reserve:${battery.id}`);
    if (pct === undefined) continue;
    battery.min_soc_kwh = (pct / 100) * Number(battery.capacity_kwh);
    patch.batteries = batteries;
  }
  const cars = listOf(home.raw, "vehicles");
  for (const car of cars) {
    const leave = wanted.get(`leave:${car.id}`);
    const target = wanted.get(`target:${car.id}`);
    const parts = home.vehicles?.find((each) => each.id === car.id);
    if (!parts || (leave === undefined && target === undefined)) continue;
    changeCar(car, parts, from, leave, target);
    patch.vehicles = cars;
  }
  return patch;
}
