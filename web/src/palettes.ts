// The palettes that come with the dashboard, those of the home, and those a person has loaded into this browser.
import { computed, effect, signal } from "@preact/signals";
import { isDarkPalette, mergedByName, propertiesOf, readPalette } from "./logic/palette";
import type { Palette } from "./logic/palette";
import { isPrinting, keep, kept, ownDark } from "./settings";
import { homePalettes } from "./state";

const files = import.meta.glob<string>("./palettes/*.json", { query: "?raw", import: "default", eager: true });
const shipped = Object.entries(files).flatMap(([path, text]) => {
  const palette = readPalette(text, path);
  return Array.isArray(palette) ? [] : [palette];
});

function readAll(texts: unknown[]): Palette[] {
  return texts.flatMap((text) => {
    const palette = readPalette(String(text), "");
    return Array.isArray(palette) ? [] : [palette];
  });
}

function keptOnes(key: string): Palette[] {
  try {
    const texts = JSON.parse(kept(key) ?? "[]") as unknown;
    return readAll(Array.isArray(texts) ? texts : []);
  } catch {
    return [];
  }
}

const written = (palettes: Palette[]): string[] => palettes.map(({ colours, ...rest }) => JSON.stringify({ ...rest, palette: colours }));

// Of the home; as they were until the service answers, so that the page does not change its colours while it loads.
const keptOfHome = keptOnes("home_palettes");
const ofHome = computed(() => {
  const told = homePalettes.value.value?.palettes;
  return told === undefined ? keptOfHome : readAll(told.map((each) => JSON.stringify(each)));
});
export const own = signal<Palette[]>(keptOnes("palettes"));
export const palettes = computed(() => mergedByName(shipped, ofHome.value, own.value));
export const chosenPalette = signal(kept("palette") ?? "");
const shown = computed(() => (isPrinting.value ? undefined : palettes.value.find((each) => each.name === chosenPalette.value)));

// A palette of the same name is replaced.
export function add(palette: Palette): void {
  own.value = [...own.value.filter((each) => each.name !== palette.name), palette];
  chosenPalette.value = palette.name;
}

export function forget(name: string): void {
  own.value = own.value.filter((each) => each.name !== name);
  chosenPalette.value = "";
}

export function startPalettes(): void {
  let before: string[] = [];
  effect(() => {
    const { style, dataset } = document.documentElement;
    for (const name of before) style.removeProperty(name);
    const palette = shown.value;
    const given = palette ? propertiesOf(palette) : {};
    for (const [name, value] of Object.entries(given)) style.setProperty(name, value);
    before = Object.keys(given);
    dataset.theme = (palette ? isDarkPalette(palette) : ownDark.value) ? "dark" : "light";
  });
  effect(() => keep("palette", chosenPalette.value));
  effect(() => keep("palettes", JSON.stringify(written(own.value))));
  effect(() => keep("home_palettes", JSON.stringify(written(ofHome.value))));
}

// What a drawing depends on.
export const lookKey = computed(() => `${shown.value?.name ?? ""} ${ownDark.value}`);
