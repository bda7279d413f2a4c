// What a person chooses for this browser: language, light or dark, a palette.
import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { languages } from "../logic/format";
import type { Language } from "../logic/format";
import { readPalette } from "../logic/palette";
import type { PaletteProblem } from "../logic/palette";
import { add, chosenPalette, forget, own, palettes } from "../palettes";
import { languageChoice, theme, themes } from "../settings";
import type { LanguageChoice, Theme } from "../settings";
import { homePalettes, refresh, texts } from "../state";
import { Icon } from "./icon";

const languageNames: Record<Language, string> = { en: "English", de: "Deutsch", sv: "Svenska" };
const problems = signal<PaletteProblem[]>([]);
const mostBytes = 100_000;

async function load(input: HTMLInputElement): Promise<void> {
  const file = input.files?.[0];
  input.value = "";
  if (!file) return;
  const read = file.size > mostBytes ? [{ code: "unreadable", what: file.name } as const] : readPalette(await file.text(), file.name);
  problems.value = Array.isArray(read) ? read : [];
  if (!Array.isArray(read)) add(read);
}

function Palettes() {
  const t = texts.value;
  const leftOut = homePalettes.value.value?.problems ?? [];
  const isOwn = own.value.some((each) => each.name === chosenPalette.value);
  return (
    <>
      <label>
        <span>{t.palette}</span>
        <select value={chosenPalette.value} onChange={(event) => { chosenPalette.value = event.currentTarget.value; }}>
          <option value="">{t.noPalette}</option>
          {palettes.value.map((each) => <option key={each.name} value={each.name}>{each.name}</option>)}
        </select>
      </label>
      <div class="palette-tools">
        <label class="file-button">
          <input type="file" class="visually-hidden" accept=".json,.yaml,.yml,.conf,.theme,.txt" onChange={(event) => void load(event.currentTarget)} />
          <span>{t.loadPalette}</span>
        </label>
        {isOwn && <button type="button" class="text-button" onClick={() => forget(chosenPalette.value)}>{t.remove}</button>}
      </div>
      {leftOut.length > 0 && (
        <div class="palettes-left-out" tabIndex={0} role="group" aria-label={t.palettesLeftOut(leftOut.length)}>
          <p class="bad">{t.palettesLeftOut(leftOut.length)}</p>
          <ul lang="en">{leftOut.map((each) => <li key={each}>{each}</li>)}</ul>
        </div>
      )}
      {problems.value.length > 0 && (
        <div role="alert">
          <ul class="palette-problems bad">
            {problems.value.map((each, index) => <li key={index}>{t.paletteProblems[each.code](each.what)}</li>)}
          </ul>
        </div>
      )}
    </>
  );
}

export function Display() {
  const t = texts.value;
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      const box = details.current;
      if (!box?.open) return;
      if (event instanceof KeyboardEvent ? event.key === "Escape" : !box.contains(event.target as Node)) box.open = false;
    };
    addEventListener("pointerdown", close);
    addEventListener("keydown", close);
    return () => {
      removeEventListener("pointerdown", close);
      removeEventListener("keydown", close);
    };
  }, []);
  return (
    <details class="display" ref={details} onToggle={(event) => { if (event.currentTarget.open) void refresh("palettes"); }}>
      <summary aria-label={t.display} title={t.display}><Icon name="display" /></summary>
      <div class="display-box">
        <label>
          <span>{t.language}</span>
          <select value={languageChoice.value}
            onChange={(event) => { languageChoice.value = event.currentTarget.value as LanguageChoice; }}>
            <option value="home">{t.languageOfHome}</option>
            {languages.map((each) => <option key={each} value={each} lang={each}>{languageNames[each]}</option>)}
          </select>
        </label>
        <label>
          <span>{t.theme}</span>
          <select value={theme.value} disabled={chosenPalette.value !== ""} onChange={(event) => { theme.value = event.currentTarget.value as Theme; }}>
            {themes.map((each) => <option key={each} value={each}>{t.themes[each]}</option>)}
          </select>
        </label>
        <Palettes />
      </div>
    </details>
  );
}
