// A chart over time with a cursor that mouse, finger and arrow keys move. To a screen reader it is a slider over
// slots that speaks the slot under the cursor.
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Drawing, Look } from "../charts/drawing";
import { heightOf, laneTall, layoutOf, left, right, timeAt, xOf } from "../charts/layout";
import type { Layout } from "../charts/layout";
import { endOf, slotAt, windowOf, zoomed } from "../charts/spec";
import type { ChartSpec, Window } from "../charts/spec";
import { localClock, ticks } from "../logic/time_axis";
import { lookKey } from "../palettes";
import { format, texts, timezone } from "../state";

// Where things are, for what lies over the chart.
export interface ChartView {
  spec: ChartSpec;
  shown: Window;
  width: number;
  layout: Layout;
}

interface Props {
  spec: ChartSpec;
  shown: Window;
  onWindow: (shown: Window) => void;
  slots: { start: number; duration_s: number }[];
  cursor: number;
  onCursor: (index: number) => void;
  spoken: string;
  label: string;
  laneTexts?: string[];
  over?: (view: ChartView) => ComponentChildren;  // beside the slider, so that it may hold sliders of its own
}

function lookOf(width: number): Look {
  const style = getComputedStyle(document.documentElement);
  const f = format.value;
  const clock = localClock(timezone.value);
  const colours = new Map<string, string>();
  const colour = (name: string) => {
    const known = colours.get(name) ?? (style.getPropertyValue(name).trim() || "#888");
    colours.set(name, known);
    return known;
  };
  return {
    colour,
    tickText: (tick) => (tick.isDay ? f.day(tick.at) : f.clock(tick.at)),
    ticks: (shown) => ticks(shown.from, shown.to, Math.max(3, Math.floor((width - left - right) / 66)), clock),
    number: (value) => f.number(value, Number.isInteger(value) ? 0 : 1),
    edgeShare: 24 / Math.max(1, width - left - right),
  };
}

// The width of an element, as it changes.
function useWidth() {
  const element = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const box = element.current;
    if (!box) return undefined;
    const measure = () => setWidth(box.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, []);
  return { element, width };
}

function useDrawing(canvas: { current: HTMLDivElement | null }, props: Props, width: number, height: number) {
  const drawing = useRef<Drawing | undefined>(undefined);
  const [isReady, setReady] = useState(false);
  const [fault, setFault] = useState<string>();
  const drawnHeight = useRef(0);
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    let isGone = false;
    import("../charts/drawing").then((module) => {
      if (isGone || !canvas.current) return;
      drawing.current = new module.Drawing(canvas.current, (shown) => latest.current.onWindow(shown));
      setReady(true);
    }, (error: unknown) => setFault(String(error)));
    return () => {
      isGone = true;
      drawing.current?.close();
      drawing.current = undefined;
    };
  }, []);
  const colours = lookKey.value;
  const writing = format.value;
  const look = useMemo(() => lookOf(width), [width, colours, writing]);
  useLayoutEffect(() => {  // in the frame in which the rest of the page changes
    const drawn = drawing.current;
    if (!isReady || width <= 0 || !drawn) return;
    const isOfSize = drawnHeight.current === height;
    drawnHeight.current = height;
    if (!isOfSize || !drawn.change(props.spec, look)) drawn.show(props.spec, props.shown, look);
  }, [isReady, height, props.spec, look]);
  useLayoutEffect(() => {
    if (isReady && width > 0) drawing.current?.move(props.spec, props.shown, look);
  }, [props.shown.from, props.shown.to]);
  return fault;
}

export function TimeChart(props: Props) {
  const { spec, shown, slots, cursor } = props;
  const { element, width } = useWidth();
  const canvas = useRef<HTMLDivElement>(null);
  const height = heightOf(spec.rows, width < 600 ? 84 : 100);
  const fault = useDrawing(canvas, props, width, height);
  const layout = layoutOf(spec.rows, height);

  const moveTo = (index: number) => {
    const slot = slots[Math.max(0, Math.min(slots.length - 1, index))];
    if (!slot) return;
    props.onCursor(slots.indexOf(slot));
    if (slot.start < shown.from) props.onWindow(windowOf(spec.whole, slot.start, shown.to - shown.from));
    else if (endOf(slot) > shown.to) props.onWindow(windowOf(spec.whole, endOf(slot) - (shown.to - shown.from), shown.to - shown.from));
  };
  const point = (event: PointerEvent) => {
    const box = element.current?.getBoundingClientRect();
    if (!box) return;
    const x = event.clientX - box.left;
    if (x < left || x > width - right || event.clientY - box.top > layout.plotBottom + 20) return;
    const index = slotAt(slots, timeAt(x, shown, width));
    if (index >= 0 && index !== cursor) props.onCursor(index);
  };
  const key = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const around = slots[cursor]?.start ?? shown.from;
    const inside = around >= shown.from && around < shown.to ? around : (shown.from + shown.to) / 2;
    const act: Record<string, () => void> = {
      ArrowRight: () => moveTo(cursor + 1), ArrowUp: () => moveTo(cursor + 1),
      ArrowLeft: () => moveTo(cursor - 1), ArrowDown: () => moveTo(cursor - 1),
      PageDown: () => moveTo(cursor + 12), PageUp: () => moveTo(cursor - 12),
      Home: () => moveTo(0), End: () => moveTo(slots.length - 1),
      "+": () => props.onWindow(zoomed(spec.whole, shown, 0.5, inside)),
      "-": () => props.onWindow(zoomed(spec.whole, shown, 2, inside)),
    };
    const chosen = act[event.key];
    if (!chosen) return;
    event.preventDefault();
    chosen();
  };

  const slot = slots[cursor];
  const from = slot && width > 0 ? Math.max(left, xOf(slot.start, shown, width)) : 0;
  const to = slot && width > 0 ? Math.min(width - right, xOf(endOf(slot), shown, width)) : 0;
  const rowOfLanes = spec.rows.findIndex((row) => row.lanes);
  return (
    <div class="time-box" ref={element} style={{ height: `${height}px` }}>
      <div class="time-chart" role="slider" tabIndex={0}
        aria-label={props.label} aria-valuemin={0} aria-valuemax={Math.max(0, slots.length - 1)} aria-valuenow={cursor}
        aria-valuetext={props.spoken} onKeyDown={key} onPointerMove={point} onPointerDown={point}>
        {to > from && (
          <div class="time-cursor" style={{
            left: `${from}px`, width: `${Math.max(2, to - from)}px`, top: `${layout.plotTop}px`,
            height: `${layout.plotBottom - layout.plotTop}px`,
          }} />
        )}
        {spec.rows.map((row, index) => (
          <p key={row.title} class="time-row" style={{ top: `${(layout.rows[index]?.top ?? 0) - 27}px` }}>
            <strong>{row.title}</strong> {row.unit}
          </p>
        ))}
        {spec.rows[rowOfLanes]?.lanes?.map((lane, index) => (
          <p key={lane.id} class="time-lane" style={{ top: `${(layout.rows[rowOfLanes]?.top ?? 0) + index * laneTall}px`, left: `${left}px`,
            maxWidth: `${width - left - right}px` }}>
            <strong>{lane.name}</strong> {props.laneTexts?.[index]}
          </p>
        ))}
        {spec.now !== undefined && spec.now >= shown.from && spec.now < shown.to && width > 0 && (
          <p class="time-now" style={{ left: `${xOf(spec.now, shown, width)}px`, top: `${layout.plotTop}px` }}>{texts.value.nowMark}</p>
        )}
        <div ref={canvas} class="time-canvas" aria-hidden="true" />
        {fault !== undefined && <p class="missing">{texts.value.broken} <span class="quiet">{fault}</span></p>}
      </div>
      {width > 0 && props.over && <div class="time-over">{props.over({ spec, shown, width, layout })}</div>}
    </div>
  );
}
