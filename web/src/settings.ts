// What a person chose for this browser: language and colours. A browser that keeps nothing works too.
import { computed, effect, signal } from "@preact/signals";
import { languages } from "./logic/format";
import type { Language } from "./logic/format";

export type Theme = "system" | "light" | "dark";
export type LanguageChoice = "home" | Language;
export const themes: Theme[] = ["system", "light", "dark"];

export function kept(key: string): string | null {
  try {
    return localStorage.getItem(`ohmstead.${key}`);
  } catch {
    return null;
  }
}

export function keep(key: string, value: string): void {
  try {
    localStorage.setItem(`ohmstead.${key}`, value);
  } catch {
    // private windows may refuse; the choice then lasts as long as the page
  }
}

export const theme = signal<Theme>(themes.find((each) => each === kept("theme")) ?? "system");
export const languageChoice = signal<LanguageChoice>(
  languages.find((each) => each === kept("language")) ?? "home");

const darkDevice = matchMedia("(prefers-color-scheme: dark)");
const isDarkDevice = signal(darkDevice.matches);
darkDevice.addEventListener("change", () => { isDarkDevice.value = darkDevice.matches; });

// Paper is white.
export const isPrinting = signal(false);
addEventListener("beforeprint", () => { isPrinting.value = true; });
addEventListener("afterprint", () => { isPrinting.value = false; });

// Without a palette.
export const ownDark = computed(() => {
  if (isPrinting.value) return false;
  return theme.value === "system" ? isDarkDevice.value : theme.value === "dark";
});

export function startSettings(): void {
  effect(() => keep("theme", theme.value));
  effect(() => keep("language", languageChoice.value));
}
