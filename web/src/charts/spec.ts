// What a chart shows, without saying how it is drawn: rows with their own vertical axis above a common time axis.
// Moments are milliseconds since 1970; colours are names of style properties such as "--sun".
export interface Window {
  from: number;
  to: number;
}

// Boxes from zero (or `base`) to a value, each as wide as its time.
export interface Box {
  from: number;
  to: number;
  base?: number;
  value: number;
  colour: string;
  isForecast?: boolean;  // drawn with a dashed edge
}
export interface Blocks {
  kind: "blocks";
  name: string;
  isBand?: boolean;  // a pale area without edges
  boxes: Box[];
}

// What a device does over time, one line each; the line is told by its place in `Row.lanes`.
export interface LaneBox {
  from: number;
  to: number;
  lane: number;
  colour: string;
  look: "full" | "pale" | "outline";
}
export interface Lanes {
  kind: "lanes";
  name: string;
  boxes: LaneBox[];
}

// A value that holds until the next point; `undefined` leaves a gap.
export interface Steps {
  kind: "steps" | "line";
  name: string;
  colour: string;
  points: [at: number, value: number | undefined][];
  isArea?: boolean;
  isDashed?: boolean;
  isFaint?: boolean;
}

export type Layer = Blocks | Steps | Lanes;

export interface Row {
  title: string;
  unit: string;
  share: number;  // of the height
  lanes?: { id: string; name: string }[];  // instead of a vertical axis
  least?: number;
  most?: number;
  interval?: number;  // between lines; absent: as fits
  layers: Layer[];
}

export interface ChartSpec {
  whole: Window;
  rows: Row[];
  now?: number | undefined;
}

interface Timed {
  start: number;
  duration_s: number;
}

export const endOf = (slot: Timed): number => slot.start + slot.duration_s * 1000;

// Steps over slots, closed at the end of the last one and broken where slots are missing.
export function stepsOver<S extends Timed>(slots: S[], value: (slot: S) => number | undefined): Steps["points"] {
  const points: Steps["points"] = [];
  slots.forEach((slot, index) => {
    points.push([slot.start, value(slot)]);
    const next = slots[index + 1];
    if (next?.start !== endOf(slot)) {
      points.push([endOf(slot), value(slot)]);
      if (next) points.push([endOf(slot), undefined]);
    }
  });
  return points;
}

export function blocksOver<S extends Timed>(
  slots: S[], value: (slot: S) => number | undefined, colour: (value: number) => string): Box[] {
  return slots.flatMap((slot) => {
    const height = value(slot);
    if (height === undefined || Math.abs(height) < 0.01) return [];
    return [{ from: slot.start, to: endOf(slot), value: height, colour: colour(height) }];
  });
}

// A row of boxes; without any its axis still has a scale.
export function blocksRow(title: string, share: number, boxes: Box[]): Row {
  return {
    title, unit: "kW", share, ...(boxes.length === 0 ? { least: -1, most: 1 } : {}),
    layers: [{ kind: "blocks", name: title, boxes }],
  };
}

// Neighbours that look the same are one.
export function joined(boxes: LaneBox[]): LaneBox[] {
  const found: LaneBox[] = [];
  for (const box of boxes) {
    const last = found.at(-1);
    if (last && last.to === box.from && last.lane === box.lane && last.colour === box.colour && last.look === box.look) last.to = box.to;
    else found.push({ ...box });
  }
  return found;
}

export function slotAt(slots: Timed[], at: number): number {
  return slots.findIndex((slot) => slot.start <= at && at < endOf(slot));
}

// A window of that length inside the whole, as near to `from` as may be.
export function windowOf(whole: Window, from: number, lengthMs: number): Window {
  const length = Math.min(lengthMs, whole.to - whole.from);
  const start = Math.min(Math.max(whole.from, from), whole.to - length);
  return { from: start, to: start + length };
}

// Zoomed by a factor around a moment; never under an hour.
export function zoomed(whole: Window, shown: Window, factor: number, around: number): Window {
  const length = Math.max(3_600_000, (shown.to - shown.from) * factor);
  const share = (around - shown.from) / (shown.to - shown.from);
  return windowOf(whole, around - share * length, length);
}
