// A form made from the JSON Schema of the site file and what stands in the file now.
import type { Value } from "./yaml";

export interface Schema {
  type?: string;
  title?: string;
  description?: string;
  default?: unknown;
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  required?: string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  oneOf?: Schema[];
  "x-unit"?: string;
}

export interface Field {
  path: string;
  key: string;
  kind: "number" | "text" | "flag" | "choice" | "other";  // other: only in the text
  label: string;
  unit: string | undefined;
  hint: string | undefined;
  fallback: string | undefined;
  options: string[];
  least: number | undefined;
  most: number | undefined;
  isWhole: boolean;
  isRequired: boolean;
  value: Value | undefined;  // as in the file
}

export interface Section {
  path: string;
  key: string;
  label: string;
  name: string | undefined;  // of an entry of a list
  hint: string | undefined;
  fields: Field[];
  sections: Section[];
}

const isMap = (value: unknown): value is Record<string, Value> => typeof value === "object" && value !== null && !Array.isArray(value);
const join = (path: string, key: string): string => (path === "" ? key : `${path}.${key}`);

function fieldOf(schema: Schema, path: string, key: string, isRequired: boolean, value: Value | undefined): Field {
  // Of several forms the simple one is offered while the file does not have another.
  const simple = schema.oneOf?.find((each) => each.type === "number" || each.type === "string");
  const isPlain = value === undefined || value === null || typeof value !== "object";
  const used: Schema = simple ? { ...schema, ...simple } : schema;
  const kind = !isPlain || (schema.oneOf && !simple) ? "other" : used.enum ? "choice" : used.type === "boolean" ? "flag"
    : used.type === "number" || used.type === "integer" ? "number" : used.type === "string" ? "text" : "other";
  const unit = used["x-unit"] ?? schema["x-unit"];
  return {
    path, key, kind, label: schema.title ?? wordsOf(key), unit, hint: schema.description, isRequired, value,
    fallback: schema.default === undefined ? undefined : String(schema.default),
    options: (used.enum ?? []).map(String), least: used.minimum ?? used.exclusiveMinimum, most: used.maximum, isWhole: used.type === "integer",
  };
}

function sectionOf(schema: Schema, path: string, key: string, value: Value | undefined, name?: string): Section {
  const found: Section = { path, key, label: schema.title ?? wordsOf(key), name, hint: schema.description, fields: [], sections: [] };
  const inside = isMap(value) ? value : {};
  for (const [each, part] of Object.entries(schema.properties ?? {})) {
    const at = join(path, each);
    if (part.type === "object" && part.properties) {
      found.sections.push(sectionOf(part, at, each, inside[each]));
    } else if (part.type === "array" && part.items?.properties) {
      const items = Array.isArray(inside[each]) ? inside[each] : [];
      items.forEach((item, index) => {
        const id = isMap(item) && item.id !== undefined ? String(item.id) : String(index + 1);
        found.sections.push(sectionOf({ ...part.items, title: part.title, description: part.description } as Schema, `${at}[${index}]`, each, item, id));
      });
    } else {
      found.fields.push(fieldOf(part, at, each, schema.required?.includes(each) === true, inside[each]));
    }
  }
  return found;
}

export function formOf(schema: Schema, values: Value): Section {
  return sectionOf(schema, "", "", values ?? {});
}

export const isSet = (field: Field): boolean => field.value !== undefined;
export function hasSet(section: Section): boolean {
  return section.fields.some(isSet) || section.sections.some(hasSet);
}

// What a person typed, as the value for the file: null takes the key out, undefined is no value yet.
export function typed(field: Field, text: string): string | number | boolean | null | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  if (field.kind === "flag") return trimmed === "true";
  if (field.kind !== "number") return trimmed;
  const value = Number(trimmed.replace(",", "."));
  return Number.isFinite(value) ? value : undefined;
}

// The key in words, without its unit: "min_soc_pct" as "Min SoC".
const units = /_(kwh_per_k|per_kwh|per_kw|per_k_h|kw_per_k|w_per_k|kwh|kw|kg|pct|min|h|s|m2|c|k|l|w|a|v|ms)$/;
export function wordsOf(key: string): string {
  const words = key.replace(units, (_, unit: string) => (unit.startsWith("per_") ? " per " + unit.slice(4).replace("_", " ") : ""))
    .replaceAll("_", " ").replace(/\bsoc\b/g, "SoC").replace(/\bpv\b/g, "PV").replace(/\bvat\b/g, "VAT").replace(/\bper kwh\b/, "per kWh").replace(/\bper kw\b/, "per kW")
    .replace(/\bac\b/g, "AC").replace(/\bid\b/g, "ID");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function unitOf(key: string): string | undefined {
  const found = units.exec(key)?.[1];
  if (found === undefined || found.startsWith("per_")) return undefined;
  return ({ pct: "%", kw: "kW", kwh: "kWh", c: "°C", h: "h", min: "min", s: "s", l: "l", k: "K", w: "W", a: "A", v: "V", m2: "m²", kg: "kg", ms: "ms",
    kwh_per_k: "kWh/K", kw_per_k: "kW/K", w_per_k: "W/K" } as Record<string, string>)[found];
}
