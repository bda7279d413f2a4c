// Handles that lie over a chart: a level to drag up and down, a moment to drag along, blocks of time to move and to
// stretch. Each is reached with the keyboard too.
import { useRef } from "preact/hooks";
import { laneTall, laneText, left, right, timeAt, xOf } from "../charts/layout";
import { beginning, moved, quarterMs, resized } from "../logic/blocks";
import type { Block } from "../logic/blocks";
import type { ChartView } from "./time_chart";

interface Point {
  x: number;
  y: number;
}

// Calls back with the place of the pointer inside the chart while it is held down.
function drag(onDrag: (at: Point) => void, onStart?: (at: Point) => void) {
  const pointOf = (event: PointerEvent): Point => {
    const box = (event.currentTarget as Element).closest(".time-box")?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      const target = event.currentTarget as HTMLElement;
      event.preventDefault();
      event.stopPropagation();
      (target.closest("[tabindex]") as HTMLElement | null)?.focus({ preventScroll: true });
      try {
        target.setPointerCapture(event.pointerId);
      } catch {
        return;  // the pointer is gone already
      }
      onStart?.(pointOf(event));
    },
    onPointerMove: (event: PointerEvent) => {
      if ((event.currentTarget as Element).hasPointerCapture(event.pointerId)) onDrag(pointOf(event));
    },
  };
}

function steps(act: Record<string, () => void>) {
  return (event: KeyboardEvent) => {
    const chosen = act[`${event.shiftKey ? "Shift+" : ""}${event.key}`];
    if (!chosen || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    chosen();
  };
}

interface Turned {
  view: ChartView;
  label: string;
  text: string;
  value: number;
  least: number;
  most: number;
  step: number;
  onChange: (value: number) => void;
}

const clamp = (value: number, least: number, most: number) => Math.min(most, Math.max(least, value));

// Of a row whose axis goes from 0 to 100: along all of it, or at one moment.
export function LevelHandle({ view, row, at: moment, label, text, value, least, most, step, onChange }: Turned & { row: number; at?: number }) {
  const place = view.layout.rows[row];
  if (!place || (moment !== undefined && (moment < view.shown.from || moment > view.shown.to))) return null;
  const x = moment === undefined ? left : xOf(moment, view.shown, view.width);
  const y = place.top + place.height * (1 - value / 100);
  const set = (next: number) => onChange(clamp(Math.round(next / step) * step, least, most));
  return (
    <div class={`level-handle ${moment === undefined ? "" : "at-moment"}`} style={{ left: `${x}px`, width: `${moment === undefined ? view.width - left - right : 0}px`, top: `${y}px` }}>
      <div class="grip" role="slider" tabIndex={0} aria-orientation="vertical" aria-label={label} aria-valuetext={text}
        aria-valuemin={least} aria-valuemax={most} aria-valuenow={Math.round(value)} title={`${label}: ${text}`}
        onKeyDown={steps({
          ArrowUp: () => set(value + step), ArrowRight: () => set(value + step), ArrowDown: () => set(value - step),
          ArrowLeft: () => set(value - step), PageUp: () => set(value + 10 * step), PageDown: () => set(value - 10 * step),
          Home: () => set(least), End: () => set(most),
        })}
        {...drag(({ y: at }) => set(100 * (1 - (at - place.top) / place.height)))} />
    </div>
  );
}

export function MomentHandle({ view, lane, label, text, value, least, most, step, onChange }: Turned & { lane: number }) {
  const place = view.layout.rows[view.spec.rows.findIndex((row) => row.lanes)];
  if (!place || value < view.shown.from || value > view.shown.to) return null;
  const set = (next: number) => onChange(clamp(Math.round(next / step) * step, least, most));
  return (
    <div class="moment-handle" style={{ left: `${xOf(value, view.shown, view.width)}px`, top: `${place.top + lane * laneTall + 12}px` }}>
      <div class="grip" role="slider" tabIndex={0} aria-label={label} aria-valuetext={text} title={`${label}: ${text}`}
        aria-valuemin={least} aria-valuemax={most} aria-valuenow={value}
        onKeyDown={steps({
          ArrowUp: () => set(value + step), ArrowRight: () => set(value + step), ArrowDown: () => set(value - step),
          ArrowLeft: () => set(value - step), PageUp: () => set(value + 4 * step), PageDown: () => set(value - 4 * step),
          Home: () => set(least), End: () => set(most),
        })}
        {...drag(({ x }) => set(timeAt(x, view.shown, view.width)))} />
    </div>
  );
}

interface BlockProps {
  view: ChartView;
  block: Block;
  lane: number;
  label: string;
  name: string;
  now: number;
  onChange: (block: Block) => void;
  onRemove: () => void;
}

// Dragged in the middle it moves, at an end it is stretched. Keys: arrows move, with Shift they stretch the end.
export function BlockHandle({ view, block, lane, label, name, now, onChange, onRemove }: BlockProps) {
  const held = useRef<{ at: number; block: Block } | undefined>(undefined);
  const place = view.layout.rows[view.spec.rows.findIndex((row) => row.lanes)];
  const { shown, width, spec } = view;
  if (!place || block.until <= shown.from || block.from >= shown.to) return null;
  const x0 = Math.max(left, xOf(block.from, shown, width));
  const x1 = Math.min(width - right, xOf(block.until, shown, width));
  const limits = { from: now, to: spec.whole.to };
  const grab = (change: typeof moved) => drag(
    ({ x }) => {
      if (held.current) onChange(change(held.current.block, timeAt(x, shown, width) - held.current.at, limits));
    },
    ({ x }) => { held.current = { at: timeAt(x, shown, width), block }; });
  return (
    <div class={`block block-${block.kind}`} role="button" tabIndex={0} aria-label={label} title={label}
      style={{ left: `${x0}px`, width: `${Math.max(24, x1 - x0)}px`, top: `${place.top + lane * laneTall + laneText - 5}px`,
        height: `${laneTall - laneText + 5}px` }}
      onKeyDown={steps({
        ArrowRight: () => onChange(moved(block, quarterMs, limits)), ArrowLeft: () => onChange(moved(block, -quarterMs, limits)),
        "Shift+ArrowRight": () => onChange(resized(block, quarterMs, limits)),
        "Shift+ArrowLeft": () => onChange(resized(block, -quarterMs, limits)), Delete: onRemove, Backspace: onRemove,
      })}
      {...grab(moved)}>
      <span class="block-name" aria-hidden="true">{name}</span>
      <span class="block-end block-from" aria-hidden="true" {...grab(beginning)} />
      <span class="block-end block-until" aria-hidden="true" {...grab(resized)} />
    </div>
  );
}
