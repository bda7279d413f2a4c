// The palettes that come with the dashboard, and those a person has loaded into this browser.
import { computed, effect, signal } from "@preact/signals";
import { isDarkPalette, propertiesOf, readPalette } from "./logic/palette";
import type { Palette } from "./logic/palette";
import { isPrinting, keep, kept, ownDark } from "./settings";

const files = import.meta.glob<string>("./palettes/*.json", { query: "?raw", import: "default", eager: true });
const shipped = Object.entries(files).flatMap(([path, text]) => {
  const palette = readPalette(text, path);
  return Array.isArray(palette) ? [] : [palette];
});

function keptOnes(): Palette[] {
  try {
    const texts = JSON.parse(kept("palettes") ?? "[]") as unknown;
    return (Array.isArray(texts) ? texts : []).flatMap((text) => {
      const palette = readPalette(String(text), "");
      return Array.isArray(palette) ? [] : [palette];
    });
  } catch {
    return [];
  }
}

export const own = signal<Palette[]>(keptOnes());
export const palettes = computed(() => [...shipped.filter((each) => !own.value.some((one) => one.name === each.name)), ...own.value]);
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
  effect(() => keep("palettes", JSON.stringify(own.value.map(({ colours, ...rest }) => JSON.stringify({ ...rest, palette: colours })))));
}

// What a drawing depends on.
export const lookKey = computed(() => `${shown.value?.name ?? ""} ${ownDark.value}`);
