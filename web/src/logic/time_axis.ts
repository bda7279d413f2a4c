// Where a time axis has its marks: at whole hours of the home's clock, also on days of 23 or 25 hours, and at
// the first moment of each day.
export interface Tick {
  at: number;
  isDay: boolean;
}

const quarterMs = 900_000;
const hourMs = 3_600_000;
const stepsH = [0.25, 0.5, 1, 2, 3, 6, 12, 24];

export interface LocalClock {
  (at: number): { minuteOfDay: number; day: string };
}

// Formats of time zones are dear to make.
const clocks = new Map<string, LocalClock>();

export function localClock(timezone: string): LocalClock {
  const known = clocks.get(timezone) ?? makeClock(timezone);
  clocks.set(timezone, known);
  return known;
}

function makeClock(timezone: string): LocalClock {
  const options: Intl.DateTimeFormatOptions = {
    year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  };
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: timezone });
  } catch {
    format = new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" });
  }
  return (at) => {
    const part: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
    for (const each of format.formatToParts(at)) part[each.type] = each.value;
    return {
      minuteOfDay: Number(part.hour) * 60 + Number(part.minute),
      day: `${part.year}-${part.month}-${part.day}`,
    };
  };
}

// The finest step that gives at most `most` marks.
export function tickStepH(from: number, to: number, most: number): number {
  const hours = (to - from) / hourMs;
  return stepsH.find((step) => hours / step <= most) ?? 24;
}

export function ticks(from: number, to: number, most: number, clock: LocalClock): Tick[] {
  const stepH = tickStepH(from, to, most);
  const found: Tick[] = [];
  const first = Math.floor(from / quarterMs) * quarterMs;
  let dayBefore = clock(first - quarterMs).day;
  for (let at = first; at <= to; at += quarterMs) {
    const { minuteOfDay, day } = clock(at);
    const isDay = day !== dayBefore;  // also where midnight does not exist
    dayBefore = day;
    if (at < from || (!isDay && minuteOfDay % (stepH * 60) !== 0)) continue;
    // An hour that the clock passes twice is marked twice only where all hours are.
    const last = found.at(-1);
    if (!isDay && stepH > 1 && last && at - last.at <= hourMs) continue;
    found.push({ at, isDay });
  }
  return found;
}
