// Where the rows of a chart stand, in pixels. The margins are fixed, so that a moment's place is known without
// asking the drawing.
import type { Row, Window } from "./spec";

export const left = 44;
export const right = 14;
const top = 34;
const gap = 46;
const bottom = 26;
const slider = 44;

// A lane is a line of text above a bar.
export const laneTall = 40;
export const laneText = 18;

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

const fixedOf = (row: Row): number => (row.lanes ? row.lanes.length * laneTall : 0);
const shareOf = (row: Row): number => (row.lanes ? 0 : row.share);
const sum = (values: number[]): number => values.reduce((total, each) => total + each, 0);

export function heightOf(rows: Row[], perShare: number): number {
  return top + sum(rows.map(shareOf)) * perShare + sum(rows.map(fixedOf)) + gap * (rows.length - 1) + bottom + slider;
}

export function layoutOf(rows: Row[], height: number): Layout {
  const free = height - top - gap * (rows.length - 1) - bottom - slider - sum(rows.map(fixedOf));
  const shares = sum(rows.map(shareOf));
  const places: Place[] = [];
  let at = top;
  for (const row of rows) {
    const tall = row.lanes ? fixedOf(row) : Math.max(20, (free * row.share) / shares);
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
