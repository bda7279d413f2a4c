// Draws a ChartSpec with ECharts. This file and the library are a chunk of their own, fetched by the first page
// that shows a chart.
import { CustomChart, LineChart } from "echarts/charts";
import { DataZoomComponent, GridComponent, MarkLineComponent } from "echarts/components";
import * as echarts from "echarts/core";
import type { EChartsCoreOption } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import type { Tick } from "../logic/time_axis";
import { laneTall, laneText, layoutOf, left, right } from "./layout";
import type { Blocks, ChartSpec, Lanes, Layer, Row, Steps, Window } from "./spec";

echarts.use([LineChart, CustomChart, GridComponent, DataZoomComponent, MarkLineComponent, SVGRenderer]);

export interface Look {
  colour(name: string): string;
  tickText(tick: Tick): string;
  ticks(shown: Window): Tick[];
  number(value: number): string;
  edgeShare: number;  // of the width, at the end, without texts
}

interface ZoomEvent { start?: number; end?: number; batch?: ZoomEvent[] }  // in percent of the whole
interface Rectangle { x: number; y: number; width: number; height: number }
interface CustomParams { dataIndex: number; coordSys: Rectangle }
interface CustomApi { coord(point: [number, number]): [number, number] }

// Rows one after another in a typed array, which the library takes as it is: it copies all else item by item.
function flat<T>(items: T[], dimensions: string[], row: (item: T) => number[]) {
  return { dimensions, data: Float64Array.from(items.flatMap(row)) };
}

// A box and, on the side away from zero, a stronger edge.
function blocksSeries(layer: Blocks, look: Look) {
  const draw = (params: CustomParams, api: CustomApi) => {
    const box = layer.boxes[params.dataIndex];
    if (!box) return undefined;
    const [x0, y0] = api.coord([box.from, box.base ?? 0]);
    const [x1, y1] = api.coord([box.to, box.value]);
    const plot = params.coordSys;
    if (x1 < plot.x || x0 > plot.x + plot.width) return undefined;  // out of sight
    const fill = look.colour(box.colour);
    if (layer.isBand) {  // whole pixels, so that no seams show
      const [from, to] = [Math.round(x0), Math.round(x1)];
      return { type: "rect", shape: { x: from, width: to - from, y: Math.min(y0, y1), height: Math.abs(y1 - y0) }, style: { fill, opacity: 0.16 } };
    }
    const inset = x1 - x0 > 4 ? 0.75 : 0;
    const shape = { x: x0 + inset, width: Math.max(0.5, x1 - x0 - 2 * inset) };
    if (box.isForecast) {
      return { type: "rect", shape: { ...shape, y: Math.min(y0, y1), height: Math.abs(y1 - y0) },
        style: { fill: "none", stroke: fill, lineWidth: 1.2, lineDash: [3, 3] } };
    }
    const edge = y1 <= y0 ? y1 : y1 - 2;
    return {
      type: "group",
      children: [
        { type: "rect", shape: { ...shape, y: Math.min(y0, y1), height: Math.abs(y1 - y0) }, style: { fill, opacity: 0.42 } },
        { type: "rect", shape: { ...shape, y: edge, height: 2 }, style: { fill } },
      ],
    };
  };
  return {
    type: "custom", renderItem: draw, clip: true, silent: true,
    ...flat(layer.boxes, ["from", "value", "to", "base"], (box) => [box.from, box.value, box.to, box.base ?? 0]),
    encode: { x: [0, 2], y: [1, 3] },
  };
}

const laneLooks = { full: { opacity: 0.85 }, pale: { opacity: 0.22 }, outline: { opacity: 0.4 } };

function lanesSeries(layer: Lanes, look: Look) {
  const draw = (params: CustomParams, api: CustomApi) => {
    const box = layer.boxes[params.dataIndex];
    if (!box) return undefined;
    const plot = params.coordSys;
    const [from] = api.coord([box.from, 0]);
    const [to] = api.coord([box.to, 0]);
    if (to < plot.x || from > plot.x + plot.width) return undefined;
    const x = Math.max(from, plot.x);  // so that its corners are round where it is cut
    const width = Math.max(1.5, Math.min(to, plot.x + plot.width) - x - 1);
    const y = plot.y + box.lane * laneTall + laneText;
    const colour = look.colour(box.colour);
    const height = laneTall - laneText - 5;
    const isOutline = box.look === "outline";
    return {
      type: "rect", shape: { x, y, width, height, r: Math.min(4, width / 2) },
      style: isOutline ? { fill: "none", stroke: colour, lineWidth: 1.2, lineDash: [3, 3] } : { fill: colour, ...laneLooks[box.look] },
    };
  };
  return {
    type: "custom", renderItem: draw, clip: true, silent: true,
    ...flat(layer.boxes, ["from", "zero", "to"], (box) => [box.from, 0, box.to]), encode: { x: [0, 2], y: 1 },
  };
}

function lineSeries(layer: Steps, look: Look) {
  const colour = look.colour(layer.colour);
  return {
    type: "line", ...flat(layer.points, ["at", "value"], ([at, value]) => [at, value ?? NaN]), encode: { x: 0, y: 1 }, showSymbol: false, silent: true, clip: true,
    ...(layer.kind === "steps" ? { step: "end" } : {}),
    lineStyle: { color: colour, width: layer.isDashed || layer.isFaint ? 1.4 : 2, type: layer.isDashed ? [4, 4] : "solid", join: "round",
      opacity: layer.isFaint ? 0.6 : 1 },
    itemStyle: { color: colour },
    ...(layer.isArea ? { areaStyle: { color: colour, opacity: 0.22 } } : {}),
  };
}

function nowMark(spec: ChartSpec, look: Look) {
  if (spec.now === undefined || spec.now < spec.whole.from || spec.now > spec.whole.to) return {};
  const colour = look.colour("--accent");
  return {
    markLine: {
      symbol: "none", silent: true, animation: false,
      lineStyle: { color: colour, type: "solid", width: 1.5 },
      label: { show: false },
      data: [{ xAxis: spec.now }],
    },
  };
}

function seriesOf(spec: ChartSpec, look: Look) {
  return spec.rows.flatMap((row, index) => row.layers.map((layer: Layer, order) => ({
    id: `${index}/${order}`,
    ...(layer.kind === "blocks" ? blocksSeries(layer, look) : layer.kind === "lanes" ? lanesSeries(layer, look) : lineSeries(layer, look)),
    xAxisIndex: index, yAxisIndex: index, animation: false, z: 2 + order,
    ...(order === 0 ? nowMark(spec, look) : {}),
  })));
}

function timeAxes(spec: ChartSpec, shown: Window, look: Look) {
  const marks = look.ticks(shown);
  const lastText = shown.to - (shown.to - shown.from) * look.edgeShare;  // later ones would be cut off
  const byTime = new Map(marks.map((tick) => [tick.at, tick]));
  const values = marks.map((tick) => tick.at);
  return spec.rows.map((_, index) => ({
    type: "value", gridIndex: index, min: spec.whole.from, max: spec.whole.to,
    axisLine: { show: false, onZero: false },
    axisTick: { show: false, customValues: values },
    splitLine: { show: true, lineStyle: { color: look.colour("--line"), width: 1 } },
    axisLabel: {
      show: index === spec.rows.length - 1, customValues: values, hideOverlap: true, fontSize: 12,
      color: look.colour("--ink-quiet"), fontFamily: "inherit", margin: 10,
      formatter: (at: number) => {
        const tick = byTime.get(at);
        return tick && at <= lastText ? `{${tick.isDay ? "day" : "hour"}|${look.tickText(tick)}}` : "";
      },
      rich: { day: { fontWeight: 700, color: look.colour("--ink"), fontSize: 12 }, hour: { fontSize: 12 } },
    },
  }));
}

function valueAxis(row: Row, index: number, look: Look) {
  return {
    type: "value", gridIndex: index, splitNumber: 3, min: row.least, max: row.most, interval: row.interval,
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: !row.lanes, lineStyle: { color: look.colour("--line"), width: 1 } },
    axisLabel: { show: !row.lanes, color: look.colour("--ink-quiet"), fontSize: 12, fontFamily: "inherit", formatter: look.number, margin: 8 },
  };
}

function zooms(spec: ChartSpec, shown: Window, look: Look, top: number) {
  const all = spec.rows.map((_, index) => index);
  const isTouch = matchMedia("(pointer: coarse)").matches;
  const common = { xAxisIndex: all, filterMode: "none", startValue: shown.from, endValue: shown.to, minValueSpan: 3_600_000 };
  return [
    { type: "inside", ...common, zoomOnMouseWheel: "ctrl", moveOnMouseWheel: false, moveOnMouseMove: !isTouch,
      preventDefaultMouseMove: false },
    {
      type: "slider", ...common, top, height: 26, left, right, showDetail: false, brushSelect: false,
      borderColor: "transparent", backgroundColor: look.colour("--field"), fillerColor: look.colour("--field-filled"),
      handleStyle: { color: look.colour("--card"), borderColor: look.colour("--ink-quiet") },
      moveHandleStyle: { color: look.colour("--ink-quiet"), opacity: 0.5 }, moveHandleSize: 5,
      emphasis: { moveHandleStyle: { color: look.colour("--accent") }, handleStyle: { borderColor: look.colour("--accent") } },
      showDataShadow: false,
    },
  ];
}

export function optionOf(spec: ChartSpec, shown: Window, look: Look, height: number): EChartsCoreOption {
  const layout = layoutOf(spec.rows, height);
  return {
    animation: false,
    textStyle: { fontFamily: "inherit" },
    grid: layout.rows.map((place) => ({ left, right, top: place.top, height: place.height, containLabel: false })),
    xAxis: timeAxes(spec, shown, look),
    yAxis: spec.rows.map((row, index) => valueAxis(row, index, look)),
    dataZoom: zooms(spec, shown, look, layout.sliderTop),
    series: seriesOf(spec, look),
  };
}

// Of plain data.
function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length
    && keys.every((key) => isSame((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}

// Whether another picture has the same axes and kinds of layers, so that only values change.
function isAlike(a: ChartSpec, b: ChartSpec): boolean {
  const frame = (spec: ChartSpec) => [spec.whole, spec.rows.map((row) =>
    [row.least, row.most, row.interval, row.lanes?.length, row.layers.map((layer) => layer.kind)])];
  return isSame(frame(a), frame(b));
}

export class Drawing {
  private readonly chart: echarts.ECharts;
  private whole: Window | undefined;
  private last: { spec: ChartSpec; look: Look } | undefined;

  constructor(element: HTMLElement, onWindow: (shown: Window) => void) {
    this.chart = echarts.init(element, null, { renderer: "svg" });
    this.chart.on("datazoom", (event) => {
      const { start, end } = (event as ZoomEvent).batch?.[0] ?? (event as ZoomEvent);
      const whole = this.whole;
      if (start === undefined || end === undefined || !whole) return;
      const at = (share: number) => whole.from + (share / 100) * (whole.to - whole.from);
      onWindow({ from: at(start), to: at(end) });
    });
  }

  show(spec: ChartSpec, shown: Window, look: Look): void {
    this.whole = spec.whole;
    this.chart.resize();
    this.last = { spec, look };
    this.chart.setOption(optionOf(spec, shown, look, this.chart.getHeight()), { notMerge: true });
  }

  // Other values in the same rows: the axes stay, and so do the layers that are as before. False when that does not do.
  change(spec: ChartSpec, look: Look): boolean {
    const last = this.last;
    if (last?.look !== look || !isAlike(last.spec, spec)) return false;
    this.last = { spec, look };
    const before = last.spec.rows.flatMap((row) => row.layers);
    const now = spec.rows.flatMap((row) => row.layers);
    const changed = seriesOf(spec, look).filter((_, index) => last.spec.now !== spec.now || !isSame(before[index], now[index]));
    if (changed.length > 0) this.chart.setOption({ series: changed });
    return true;
  }

  // Only another window: marks and zoom.
  move(spec: ChartSpec, shown: Window, look: Look): void {
    this.chart.setOption({
      xAxis: timeAxes(spec, shown, look),
      dataZoom: [0, 1].map(() => ({ startValue: shown.from, endValue: shown.to })),
    });
  }

  close(): void {
    this.chart.dispose();
  }
}
