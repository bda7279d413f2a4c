import { describe, expect, it } from "vitest";
import { contrast, isDarkPalette, mergedByName, propertiesOf, readableOn, readPalette } from "./palette";
import type { Palette } from "./palette";

const files = import.meta.glob<string>("../palettes/*.json", { query: "?raw", import: "default", eager: true });
const sixteen = Array.from({ length: 16 }, (_, index) => `#${index.toString(16).repeat(6)}`);
const palettes = (): [string, Palette][] => Object.entries(files).map(([path, text]) => [path, readPalette(text, path) as Palette]);

describe("contrast", () => {
  it("is that of the guideline", () => {
    expect(contrast("#000", "#ffffff")).toBeCloseTo(21, 6);
    expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.478, 3);
  });
  it("is reached by moving away from the grounds", () => {
    expect(readableOn("#ff0000", ["#000000"], 4.5)).toBe("#ff0000");
    expect(contrast(readableOn("#222222", ["#1d262a"], 4.5), "#1d262a")).toBeGreaterThanOrEqual(4.5);
    expect(contrast(readableOn("#ffff00", ["#ffffff"], 4.5), "#ffffff")).toBeGreaterThanOrEqual(4.5);
  });
});

describe("shipped palettes", () => {
  it("are eight, and all can be read", () => {
    expect(palettes()).toHaveLength(8);
    for (const [path, palette] of palettes()) expect(Array.isArray(palette), path).toBe(false);
    expect(palettes().filter(([, palette]) => !isDarkPalette(palette)).map(([, palette]) => palette.name)).toEqual(["Catppuccin Latte"]);
  });
  it.each(palettes())("%s keeps its texts readable", (_, palette) => {
    const given = propertiesOf(palette);
    for (const ground of ["--ground", "--card", "--field"]) {
      expect(contrast(given["--ink"]!, given[ground]!)).toBeGreaterThanOrEqual(6.9);
      for (const text of ["--ink-quiet", "--accent", "--good", "--bad"]) expect(contrast(given[text]!, given[ground]!), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    }
    expect(contrast(given["--accent-ink"]!, given["--accent"]!)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(given["--warn-ink"]!, given["--warn-ground"]!)).toBeGreaterThanOrEqual(4.5);
    for (const shape of ["--battery", "--sun", "--home", "--price-cheap", "--price-expensive"]) expect(contrast(given[shape]!, given["--card"]!), shape).toBeGreaterThanOrEqual(3);
  });
});

describe("palettes of several places", () => {
  it("are listed once by name, the nearest to the person", () => {
    const make = (name: string, background: string): Palette => ({ name, background, foreground: "#fff", accent: "#fff", muted: undefined, colours: sixteen });
    const merged = mergedByName([make("Sea", "#001"), make("Wood", "#010")], [make("Sea", "#002")], [make("Mine", "#100"), make("Sea", "#003")]);
    expect(merged.map((each) => `${each.name} ${each.background}`)).toEqual(["Sea #003", "Wood #010", "Mine #100"]);
  });
});

describe("a palette file", () => {
  const yaml = `name: Mine # own\nbackground: "#000000"\nforeground: '#ffffff'\naccent: 3\npalette:\n${sixteen.map((each) => `  - "${each}"`).join("\n")}\n`;
  const lines = `background = #000000\nforeground = #ffffff\n${sixteen.map((each, index) => `palette = ${index}=${each}`).join("\n")}\n`;
  it("may be JSON, YAML or lines", () => {
    const mine = readPalette(yaml, "x.yaml") as Palette;
    expect(mine).toMatchObject({ name: "Mine", accent: "#333333", colours: sixteen });
    expect(readPalette(lines, "My theme.conf")).toMatchObject({ name: "My theme", accent: "#999999", colours: sixteen });
    expect(readPalette(JSON.stringify({ background: "#000", foreground: "#fff", accent: "#0f0", palette: sixteen }), "a.json")).toMatchObject({ accent: "#0f0", name: "a" });
  });
  it("is refused with all its problems", () => {
    const odd = readPalette(JSON.stringify({ background: "black", colour: 1, accent: 16, palette: ["#zzz", ...sixteen] }), "a.json");
    expect(odd).toEqual([
      { code: "unknown", what: "colour" }, { code: "missing", what: "foreground" }, { code: "colour", what: "background: black" },
      { code: "count", what: "17" }, { code: "colour", what: "palette 0: #zzz" }, { code: "accent", what: "16" }]);
    for (const text of ["{", "[1]", "a: &x", "", "= 3", "hello"]) expect(Array.isArray(readPalette(text, "x")), text).toBe(true);
    expect(readPalette(lines.replace("palette = 7=#777777\n", ""), "x")).toEqual([{ code: "colour", what: "palette 7: " }]);
  });
});
