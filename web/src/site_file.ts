// The site file being changed: field by field, or as text. The service makes the new text (so that comments stay) and
// says what is wrong with it; nothing is written before a person has seen the difference.
import { batch, computed, effect, signal } from "@preact/signals";
import { ask } from "./api/ask";
import type { Asked, Fault } from "./api/ask";
import { readEdited } from "./api/orders";
import type { Edited, FileProblem } from "./api/orders";
import type { Reader } from "./api/read";
import { newest } from "./logic/newest";
import { formOf, typed } from "./logic/schema_form";
import type { Field, Schema } from "./logic/schema_form";
import { readYaml } from "./logic/yaml";
import type { Value } from "./logic/yaml";
import { config, refresh } from "./state";

const readSchema: Reader<Schema> = (value) =>
  (typeof value === "object" && value !== null && "properties" in value ? value as Schema : undefined);

export const schema = signal<Schema | undefined>(undefined);
export const isAsText = signal(false);
// By the path of the field, as typed; and the whole text.
export const fieldTexts = signal<Record<string, string>>({});
export const text = signal<string | undefined>(undefined);
export const edited = signal<Edited | undefined>(undefined);
export const fault = signal<Fault | undefined>(undefined);
export const isSaved = signal(false);

export const fileText = computed(() => config.value.value?.text ?? "");
export const values = computed((): { value: Value } | undefined => {
  try {
    return { value: readYaml(fileText.value) };
  } catch {
    return undefined;  // the form then says so; the text is always there
  }
});
export const form = computed(() => (schema.value && values.value ? formOf(schema.value, values.value.value) : undefined));
export const hasChanges = computed(() =>
  isAsText.value ? text.value !== undefined && text.value !== fileText.value : Object.keys(fieldTexts.value).length > 0);
export const problems = computed((): FileProblem[] => (hasChanges.value ? edited.value?.problems ?? [] : []));

// Again in each language: labels and hints are the service's.
export async function loadSchema(): Promise<void> {
  const asked = await ask("/config/schema", readSchema);
  if (asked.kind === "here") schema.value = asked.value;
}

const checks = newest<{ path: string; body: unknown }, Asked<Edited>>(
  ({ path, body }) => ask(path, readEdited, { method: "POST", body }),
  (asked) => batch(() => {
    edited.value = asked.kind === "here" ? asked.value : undefined;
    fault.value = asked.kind === "here" ? undefined : asked;
  }));

const fields = new Map<string, Field>();

function check(): void {
  isSaved.value = false;
  if (!hasChanges.peek()) {
    checks.forget();
    edited.value = undefined;
    fault.value = undefined;
  } else if (isAsText.peek()) {
    checks.want({ path: "/config/check", body: { text: text.peek() } });
  } else {
    const changes = Object.entries(fieldTexts.peek()).map(([path, given]) => {
      const field = fields.get(path);
      const value = field && typed(field, given);
      return { path, value: value === undefined ? given : value };
    });
    checks.want({ path: "/config/edit", body: { changes } });
  }
}

const written = (field: Field): string => (field.value === undefined || field.value === null ? "" : String(field.value));
export const textOf = (field: Field): string => fieldTexts.value[field.path] ?? written(field);

export function setField(field: Field, given: string): void {
  fields.set(field.path, field);
  const { [field.path]: _, ...others } = fieldTexts.peek();
  fieldTexts.value = given === written(field) ? others : { ...others, [field.path]: given };
  check();
}

let pause: ReturnType<typeof setTimeout> | undefined;
export function setText(given: string): void {
  text.value = given;
  clearTimeout(pause);
  pause = setTimeout(check, 300);
}

export function drop(): void {
  clearTimeout(pause);
  batch(() => {
    fieldTexts.value = {};
    text.value = undefined;
    edited.value = undefined;
    fault.value = undefined;
    isSaved.value = false;
  });
  checks.forget();
}

export async function save(): Promise<void> {
  const next = isAsText.peek() ? text.peek() : edited.peek()?.text;
  if (next === undefined) return;
  const asked = await ask("/config", readEdited, { method: "PUT", body: { text: next, version: config.peek().value?.version } });
  if (asked.kind !== "here") {
    fault.value = asked;
    return;
  }
  await refresh("config", "status");
  drop();
  isSaved.value = true;
}

// Another way of editing begins from what stands in the file.
effect(() => {
  void isAsText.value;
  drop();
});
