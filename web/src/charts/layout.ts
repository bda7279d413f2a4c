// Where the rows of a chart stand, in pixels. The margins are fixed, so that a moment's place is known without
// asking the drawing.
import type { Row, Window } from "./spec";

export const left = 44;
export const right = 14;
const top = 34;
const gap = 46;
const bottom = 26;
const slider = 44;

export interface Place {
  top: number;
  height: number;
}

export interface Layout {
  rows: Place[];
  plotTop: number;
  plotBottom: number;
  sliderTop: number;
}

export function heightOf(rows: Row[], perShare: number): number {
  const shares = rows.reduce((sum, row) => sum + row.share, 0);
  return top + shares * perShare + gap * (rows.length - 1) + bottom + slider;
}

export function layoutOf(rows: Row[], height: number): Layout {
  const shares = rows.reduce((sum, row) => sum + row.share, 0);
  const free = height - top - gap * (rows.length - 1) - bottom - slider;
  const places: Place[] = [];
  let at = top;
  for (const row of rows) {
    const tall = Math.max(20, (free * row.share) / shares);
    places.push({ top: at, height: tall });
    at += tall + gap;
  }
  return { rows: places, plotTop: top, plotBottom: at - gap, sliderTop: height - slider + 8 };
}

export function xOf(at: number, shown: Window, width: number): number {
  return left + ((at - shown.from) / (shown.to - shown.from)) * (width - left - right);
}

export function timeAt(x: number, shown: Window, width: number): number {
  return shown.from + ((x - left) / (width - left - right)) * (shown.to - shown.from);
}
