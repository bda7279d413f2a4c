import { describe, expect, it } from "vitest";
import { formOf, hasSet, typed, unitOf, wordsOf } from "./schema_form";
import type { Field, Schema } from "./schema_form";

const schema: Schema = {
  type: "object", required: ["name"],
  properties: {
    name: { type: "string", title: "What it is called", description: "of the home" },
    language: { type: "string", enum: ["en", "de"], default: "en" },
    grid: { type: "object", description: "the meter", properties: { import_limit_kw: { type: "number", exclusiveMinimum: 0, "x-unit": "kW" } } },
    batteries: { type: "array", title: "Stores", description: "batteries", items: { type: "object", required: ["capacity_kwh"], properties: {
      id: { type: "string" }, capacity_kwh: { type: "number", minimum: 0 }, can_export: { type: "boolean", default: true },
      wear: { oneOf: [{ type: "number", minimum: 0 }, { type: "array" }], default: 0, description: "of the cells" },
      curve: { type: "array", items: { type: "number" } },
    } } },
  },
};

describe("a form", () => {
  const form = formOf(schema, { name: "A", batteries: [{ id: "one", capacity_kwh: 10, wear: [1, 2] }, { wear: 0.1 }] });
  it("has a section for each part and each entry of a list", () => {
    expect(form.fields.map((field) => [field.path, field.kind, field.value, field.isRequired])).toEqual([
      ["name", "text", "A", true], ["language", "choice", undefined, false]]);
    expect(form.sections.map((section) => [section.path, section.name, section.hint])).toEqual([
      ["grid", undefined, "the meter"], ["batteries[0]", "one", "batteries"], ["batteries[1]", "2", "batteries"]]);
    expect(form.sections.map(hasSet)).toEqual([false, true, true]);
  });
  it("calls each as the service does, else by its key", () => {
    expect(form.fields.map((field) => field.label)).toEqual(["What it is called", "Language"]);
    expect(form.sections.map((section) => section.label)).toEqual(["Grid", "Stores", "Stores"]);
    expect(form.sections[1]!.fields[1]).toMatchObject({ label: "Capacity", hint: undefined });
  });
  it("offers what is simple and leaves the rest to the text", () => {
    const kinds = (index: number) => Object.fromEntries(form.sections[index]!.fields.map((field) => [field.key, field.kind]));
    expect(kinds(1)).toEqual({ id: "text", capacity_kwh: "number", can_export: "flag", wear: "other", curve: "other" });
    expect(kinds(2).wear).toBe("number");
    expect(form.sections[1]!.fields[1]).toMatchObject({ path: "batteries[0].capacity_kwh", least: 0, isRequired: true, value: 10 });
    expect(form.sections[2]!.fields[3]).toMatchObject({ fallback: "0", hint: "of the cells" });
  });
  it("bears a file that is of another shape", () => {
    expect(formOf(schema, null).sections.map((each) => each.path)).toEqual(["grid"]);
    expect(formOf(schema, { grid: 7, batteries: { a: 1 } }).sections.map((each) => each.path)).toEqual(["grid"]);
  });
});

it("takes what is typed as the value it means", () => {
  const field = (kind: Field["kind"]) => ({ kind }) as Field;
  expect([typed(field("number"), " 2,5 "), typed(field("number"), "x"), typed(field("number"), ""), typed(field("flag"), "false"), typed(field("text"), " 10 ")])
    .toEqual([2.5, undefined, null, false, "10"]);
});

it("writes keys as people do", () => {
  expect(["min_soc_pct", "wear_per_kwh", "capacity_kwh_per_k", "horizon_h", "name"].map((key) => [wordsOf(key), unitOf(key)])).toEqual([
    ["Min SoC", "%"], ["Wear per kWh", undefined], ["Capacity", "kWh/K"], ["Horizon", "h"], ["Name", undefined]]);
});
