import type { Language } from "../logic/format";
import { de } from "./de";
import { en } from "./en";
import type { Texts } from "./en";
import { sv } from "./sv";

const all: Record<Language, Texts> = { en, de, sv };

export function textsOf(language: Language): Texts {
  return all[language];
}
