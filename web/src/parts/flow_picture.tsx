// Where energy flows now: four places, and between them lines whose dots run in the direction of the power.
import { flowsOf, leastKw } from "../logic/flows";
import type { Flow, Place } from "../logic/flows";
import { format, texts } from "../state";
import { iconPath } from "./icon";

const radius = 46;
const seats: Record<Place, { x: number; y: number }> = {
  sun: { x: 210, y: 62 },
  grid: { x: 62, y: 190 },
  home: { x: 358, y: 190 },
  battery: { x: 210, y: 318 },
};

// Lines bend towards the middle; straight ones between opposite places.
function pathOf(from: Place, to: Place): string {
  const a = seats[from];
  const b = seats[to];
  if (a.x === b.x || a.y === b.y) return `M${a.x} ${a.y}L${b.x} ${b.y}`;
  return `M${a.x} ${a.y}Q210 190 ${b.x} ${b.y}`;
}

const allLines: [Place, Place][] = [
  ["sun", "home"], ["sun", "battery"], ["sun", "grid"], ["grid", "home"], ["grid", "battery"], ["battery", "home"],
];

function widthOf(kw: number): number {
  return 2 + 2.4 * Math.sqrt(Math.min(kw, 9));
}

function Line({ flow }: { flow: Flow }) {
  const path = pathOf(flow.from, flow.to);
  const seconds = Math.max(0.7, 2.6 / Math.sqrt(flow.kw + 0.3));
  return (
    <g class={`flow flow-${flow.from}`}>
      <path d={path} class="flow-line" stroke-width={widthOf(flow.kw)} />
      <path d={path} class="flow-dots" stroke-width={widthOf(flow.kw) + 1.5} style={{ animationDuration: `${seconds}s` }} />
    </g>
  );
}

function Seat({ place, doing, value, sub, fill }: {
  place: Place; doing?: string | undefined; value: string; sub?: string | undefined; fill?: number | undefined;
}) {
  const { x, y } = seats[place];
  const round = 2 * Math.PI * radius;
  return (
    <g class={`seat seat-${place}`} transform={`translate(${x} ${y})`}>
      <circle r={radius + 6} class="seat-gap" />
      <circle r={radius} class="seat-disc" />
      {fill === undefined ? <circle r={radius} class="seat-ring" /> : (
        <>
          <circle r={radius} class="seat-ring seat-track" />
          <circle r={radius} class="seat-ring" stroke-dasharray={`${(round * fill) / 100} ${round}`} transform="rotate(-90)" />
        </>
      )}
      <g transform={`translate(-11 ${sub === undefined ? -29 : -35}) scale(0.92)`}><path d={iconPath(place)} class="seat-icon" /></g>
      <text y={sub === undefined ? 17 : 8} class="seat-value">{value}</text>
      {sub !== undefined && <text y={27} class="seat-sub">{sub}</text>}
      <text y={place === "sun" ? -radius - 12 : radius + 24} class="seat-name">
        {texts.value.places[place]}{doing && ` · ${doing}`}
      </text>
    </g>
  );
}

export interface Measured {
  load?: number | undefined;
  pv?: number | undefined;
  import?: number | undefined;
  export?: number | undefined;
  charge?: number | undefined;
  discharge?: number | undefined;
  socPct?: number | undefined;
}

function sentence(m: Measured): string {
  const t = texts.value;
  const f = format.value;
  const parts: string[] = [];
  if (m.pv !== undefined) parts.push(t.sunGives(f.power(m.pv)));
  if (m.load !== undefined) parts.push(t.homeUses(f.power(m.load)));
  if ((m.charge ?? 0) >= leastKw) parts.push(t.batteryCharges(f.power(m.charge)));
  else if ((m.discharge ?? 0) >= leastKw) parts.push(t.batteryGives(f.power(m.discharge)));
  else if (m.charge !== undefined) parts.push(t.batteryRests);
  if (m.socPct !== undefined) parts.push(t.batteryHolds(f.percent(m.socPct)));
  if ((m.import ?? 0) >= leastKw) parts.push(t.gridGives(f.power(m.import)));
  else if ((m.export ?? 0) >= leastKw) parts.push(t.gridTakes(f.power(m.export)));
  else if (m.import !== undefined) parts.push(t.gridRests);
  if (parts.length === 0) return t.missing(t.what.readings);
  const text = parts.join(", ");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function net(plus: number | undefined, minus: number | undefined): number | undefined {
  return plus === undefined && minus === undefined ? undefined : Math.abs((plus ?? 0) - (minus ?? 0));
}

function doingOf(inKw: number | undefined, inWord: string, outKw: number | undefined, outWord: string): string | undefined {
  if ((inKw ?? 0) >= leastKw) return inWord;
  return (outKw ?? 0) >= leastKw ? outWord : undefined;
}

export function FlowPicture({ measured }: { measured: Measured }) {
  const f = format.value;
  const t = texts.value;
  const flows = flowsOf({
    load: measured.load ?? 0, pv: measured.pv ?? 0, import: measured.import ?? 0, export: measured.export ?? 0,
    charge: measured.charge ?? 0, discharge: measured.discharge ?? 0,
  });
  const hasBattery = measured.socPct !== undefined || measured.charge !== undefined || measured.discharge !== undefined;
  const lines = allLines.filter((line) => hasBattery || !line.includes("battery"));
  return (
    <svg class="flow-picture" viewBox={hasBattery ? "0 -16 420 412" : "0 -16 420 290"} role="img" aria-label={sentence(measured)}>
      {lines.map(([from, to]) => <path key={`${from}${to}`} d={pathOf(from, to)} class="flow-bed" />)}
      {flows.map((flow) => <Line key={`${flow.from}-${flow.to}`} flow={flow} />)}
      <Seat place="sun" value={f.power(measured.pv)} />
      <Seat place="grid" doing={doingOf(measured.import, t.flowing.buys, measured.export, t.flowing.sells)} value={f.power(net(measured.import, measured.export))} />
      <Seat place="home" value={f.power(measured.load)} />
      {hasBattery && (
        <Seat place="battery" doing={doingOf(measured.charge, t.flowing.charges, measured.discharge, t.flowing.gives)}
          value={measured.socPct === undefined ? "–" : f.percent(measured.socPct)} sub={f.power(net(measured.charge, measured.discharge))} fill={measured.socPct} />
      )}
    </svg>
  );
}
