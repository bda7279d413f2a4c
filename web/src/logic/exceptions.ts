// What is to be otherwise once, from what was tried: a car's next trip, a battery's reserve.
import type { Exceptions } from "../api/orders";
import type { Knob } from "./what_if";

export interface Wanted {
  knob: Knob;
  value: number;
}

type Trip = Exceptions["trips"][number];

// A trip is known by when the car would leave by its week, also after it was moved.
function tripAt(all: Trip[], car: string, leaves: number): Trip {
  return all.find((each) => each.car === car && (each.leaves_at ?? each.leave) === leaves)
    ?? { car, leave: leaves, leaves_at: undefined, target_soc_pct: undefined };
}

// Those that hold, with what is wanted now in place of what it changes.
export function withWanted(now: Exceptions, wanted: Wanted[]): Exceptions {
  let { trips, reserves } = now;
  for (const { knob, value } of wanted) {
    if (knob.kind === "reserve") {
      reserves = [...reserves.filter((each) => each.battery !== knob.device), { battery: knob.device, min_soc_pct: Math.round(value) }];
      continue;
    }
    const of = tripAt(now.trips, knob.device, knob.kind === "leave" ? knob.value : knob.due ?? 0);
    const isIt = (each: Trip) => each.car === of.car && each.leave === of.leave;
    const before = trips.find(isIt) ?? of;
    const after = knob.kind === "leave" ? { ...before, leaves_at: value } : { ...before, target_soc_pct: Math.round(value) };
    trips = [...trips.filter((each) => !isIt(each)), after];
  }
  return { trips, reserves };
}

const iso = (at: number) => new Date(at).toISOString().replace(".000Z", "Z");
export function exceptionsToWire({ trips, reserves }: Exceptions): object {
  return {
    trips: trips.map(({ car, leave, leaves_at: at, target_soc_pct: pct }) => ({
      car, leave: iso(leave), ...(at === undefined ? {} : { leaves_at: iso(at) }), ...(pct === undefined ? {} : { target_soc_pct: pct }),
    })),
    reserves,
  };
}
