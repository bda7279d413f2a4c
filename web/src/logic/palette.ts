// Palettes: sixteen colours, and what the dashboard makes of them. Colours 0-7 are of the charts (0 charging, 1 hot
// water, 2 selling, 3 giving, 4 sun, 5 home, 6 price, 7 targets), 8-15 of the buttons for the same. A palette may be
// made for another background than it is shown on: what could not be read is moved away from the background.
import { readYaml, YamlFault } from "./yaml";

export interface Palette {
  name: string;
  background: string;
  foreground: string;
  accent: string;
  muted: string | undefined;
  colours: string[];
}

type Rgb = [number, number, number];

function rgbOf(hex: string): Rgb {
  const full = hex.length === 4 ? hex.replace(/[0-9a-f]/gi, "$&$&") : hex;
  return [1, 3, 5].map((at) => parseInt(full.slice(at, at + 2), 16)) as Rgb;
}

const hexOf = (rgb: Rgb): string => `#${rgb.map((part) => Math.round(Math.min(255, Math.max(0, part))).toString(16).padStart(2, "0")).join("")}`;
export const mix = (from: string, to: string, share: number): string => {
  const a = rgbOf(from);
  const b = rgbOf(to);
  return hexOf(a.map((part, index) => part + (b[index]! - part) * share) as Rgb);
};

function luminance(hex: string): number {
  const [r, g, b] = rgbOf(hex).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

export function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].toSorted((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

export const isDarkPalette = (palette: Palette): boolean => luminance(palette.background) < 0.18;

// The colour, moved towards white or black until it can be read on all of the grounds.
export function readableOn(colour: string, grounds: string[], least: number): string {
  const worst = (given: string) => Math.min(...grounds.map((ground) => contrast(given, ground)));
  if (worst(colour) >= least) return colour;
  const end = worst("#ffffff") >= worst("#000000") ? "#ffffff" : "#000000";
  for (let share = 0.05; share < 1; share += 0.05) {
    const tried = mix(colour, end, share);
    if (worst(tried) >= least) return tried;
  }
  return end;
}

function hueOf(hex: string): { hue: number; strength: number } {
  const [r, g, b] = rgbOf(hex);
  const most = Math.max(r, g, b);
  const spread = most - Math.min(r, g, b);
  if (spread === 0) return { hue: 0, strength: 0 };
  const hue = most === r ? ((g - b) / spread + 6) % 6 : most === g ? (b - r) / spread + 2 : (r - g) / spread + 4;
  return { hue: hue * 60, strength: spread / 255 };
}

// Of a palette the colour nearest to a hue, when one is near enough; strong ones rather than pale ones.
function nearHue(colours: string[], wanted: number, otherwise: string): string {
  let best = otherwise;
  let least = 45;
  for (const colour of colours) {
    const { hue, strength } = hueOf(colour);
    const far = Math.abs(((hue - wanted + 540) % 360) - 180);
    const badness = far + 25 * (1 - strength);
    if (strength > 0.2 && far < 32 && badness < least) [best, least] = [colour, badness];
  }
  return best;
}

// Values of all colour properties (see styles/base.css).
export function propertiesOf(palette: Palette): Record<string, string> {
  const { background: ground, foreground, colours } = palette;
  const isDark = isDarkPalette(palette);
  const card = isDark ? mix(ground, "#ffffff", 0.045) : mix(ground, "#ffffff", 0.65);
  const field = mix(card, foreground, 0.09);
  const grounds = [ground, card, field];
  const text = (colour: string) => readableOn(colour, grounds, 4.6);
  const shape = (colour: string) => readableOn(colour, [ground, card], 3);
  const at = (index: number) => shape(colours[index]!);
  const hue = (wanted: number, otherwise: string) => shape(nearHue(colours, wanted, otherwise));
  const accent = text(palette.accent);
  const warnGround = mix(card, nearHue(colours, 45, "#d99000"), 0.16);
  return {
    "--ground": ground, "--card": card, "--field": field, "--field-filled": mix(card, palette.accent, 0.28),
    "--ink": readableOn(foreground, grounds, 7), "--ink-quiet": text(palette.muted ?? mix(foreground, ground, 0.35)),
    "--line": mix(card, foreground, 0.13), "--edge": mix(card, foreground, 0.15),
    "--accent": accent, "--accent-ink": contrast(accent, "#ffffff") > contrast(accent, "#10161a") ? "#ffffff" : "#10161a",
    "--battery": at(0), "--water": at(1), "--grid-takes": at(2), "--battery-gives": at(3), "--sun": at(4), "--home": at(5),
    "--price-normal": shape(mix(colours[6]!, colours[7]!, 0.85)), "--price-cheap": hue(140, "#2f9d62"), "--price-negative": hue(265, "#7d5bd0"),
    "--price-expensive": hue(14, "#dd6539"), "--grid": hue(270, "#7a5cc0"), "--car": hue(212, "#2f7fc4"), "--heat": hue(2, "#d0503a"),
    "--appliance": hue(35, "#8a6d3b"), "--good": text(nearHue(colours, 140, "#2f9d62")), "--bad": text(nearHue(colours, 8, "#dd4a39")),
    "--warn-ground": warnGround, "--warn-ink": readableOn(foreground, [warnGround], 7),
    "--ok-dot": hue(140, "#2f9d62"), "--degraded-dot": hue(42, "#d99000"), "--failed-dot": hue(4, "#cc4125"),
    "--tap-charge": at(8), "--tap-on": at(9), "--tap-export": at(10), "--tap-hold": at(11),
  };
}

export interface PaletteProblem {
  code: "unreadable" | "unknown" | "missing" | "colour" | "count" | "accent";
  what: string;
}

// Lines such as `background = #1d262a` and `palette = 3=#fed032`.
function fromLines(text: string): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  const colours: unknown[] = [];
  for (const raw of text.split(/\r?\n/)) {
    const line = raw.trim();
    if (line === "" || line.startsWith("#")) continue;
    const [, key, value] = /^([\w-]+)\s*=\s*(.+)$/.exec(line) ?? [];
    if (key === undefined || value === undefined) throw new YamlFault(0, line);
    const [, index, colour] = key === "palette" ? /^(\d+)\s*=\s*(\S+)$/.exec(value) ?? [] : [];
    if (key === "palette") colours[index === undefined ? colours.length : Number(index)] = colour ?? value;
    else found[key] = value;
  }
  return { ...found, palette: Array.from(colours) };
}

function parsed(text: string): unknown {
  if (/^\s*\{/.test(text)) return JSON.parse(text);
  return /^\s*[\w-]+\s*=/m.test(text) ? fromLines(text) : readYaml(text);
}

const isColour = (value: unknown): value is string => typeof value === "string" && /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(value);
const known = ["name", "background", "foreground", "accent", "muted", "palette"];
const defaultAccent = 9;

// A palette, or everything that is wrong with it.
export function readPalette(text: string, fileName: string): Palette | PaletteProblem[] {
  let given: unknown;
  try {
    given = parsed(text);
  } catch (error) {
    return [{ code: "unreadable", what: error instanceof Error ? error.message : "" }];
  }
  if (typeof given !== "object" || given === null || Array.isArray(given)) return [{ code: "unreadable", what: fileName }];
  const map = given as Record<string, unknown>;
  const problems: PaletteProblem[] = Object.keys(map).filter((key) => !known.includes(key)).map((key) => ({ code: "unknown", what: key }));
  for (const key of ["background", "foreground", "palette"]) if (map[key] === undefined) problems.push({ code: "missing", what: key });
  for (const key of ["background", "foreground", "muted"]) {
    if (map[key] !== undefined && !isColour(map[key])) problems.push({ code: "colour", what: `${key}: ${String(map[key])}` });
  }
  const colours = Array.isArray(map.palette) ? map.palette as unknown[] : [];
  if (map.palette !== undefined && colours.length !== 16) problems.push({ code: "count", what: String(colours.length) });
  colours.forEach((colour, index) => {
    if (!isColour(colour)) problems.push({ code: "colour", what: `palette ${index}: ${String(colour ?? "")}` });
  });
  const accent = map.accent ?? defaultAccent;
  const accentAt = typeof accent === "number" || /^\d+$/.test(String(accent)) ? Number(accent) : undefined;
  const isAccent = accentAt === undefined ? isColour(accent) : Number.isInteger(accentAt) && accentAt < 16;
  if (!isAccent) problems.push({ code: "accent", what: String(accent) });
  if (problems.length > 0) return problems;
  return {
    name: typeof map.name === "string" && map.name !== "" ? map.name : fileName.replace(/\.\w+$/, ""),
    background: map.background as string, foreground: map.foreground as string, muted: map.muted as string | undefined,
    accent: accentAt === undefined ? String(accent) : colours[accentAt] as string, colours: colours as string[],
  };
}

// A later one of the same name takes the place of an earlier one.
export function mergedByName(...groups: Palette[][]): Palette[] {
  const all = new Map<string, Palette>();
  for (const each of groups.flat()) all.set(each.name, each);
  return [...all.values()];
}
