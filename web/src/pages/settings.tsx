// The site file as a form and as text, with what is wrong beside it and what would change before it is kept.
import { useEffect } from "preact/hooks";
import { Card, Choice, faultText, Missing } from "../parts/card";
import { nearChanges } from "../logic/diff";
import { hasSet, isSet, unitOf } from "../logic/schema_form";
import type { Field, Section } from "../logic/schema_form";
import {
  drop, edited, fault, fileText, form, hasChanges, isAsText, isSaved, loadSchema, problems, save, setField, setText, text, textOf, values,
} from "../site_file";
import { config, isOffered, language, texts } from "../state";

const idOf = (path: string) => `field-${path.replaceAll(/[^\w]/g, "-")}`;

function Input({ field, describedBy, isWrong }: { field: Field; describedBy: string; isWrong: boolean }) {
  const t = texts.value;
  const value = textOf(field);
  const common = { id: idOf(field.path), "aria-describedby": describedBy, "aria-invalid": isWrong, class: "field-input" };
  const onChange = (event: { currentTarget: { value: string } }) => setField(field, event.currentTarget.value);
  if (field.kind === "flag" || field.kind === "choice") {
    const options = field.kind === "flag" ? ["true", "false"] : field.options;
    const name = (option: string) => (option === "true" ? t.yes : option === "false" ? t.no : option);
    return (
      <select {...common} value={value} onChange={onChange}>
        <option value="">{field.fallback === undefined ? t.notSet : t.otherwise(name(field.fallback))}</option>
        {options.map((option) => <option key={option} value={option}>{name(option)}</option>)}
      </select>
    );
  }
  return <input {...common} type="text" inputMode={field.kind === "number" ? "decimal" : undefined} value={value} placeholder={field.fallback}
    required={field.isRequired} spellcheck={false} onInput={onChange} />;
}

function FieldLine({ field }: { field: Field }) {
  const t = texts.value;
  const id = idOf(field.path);
  const wrong = problems.value.filter((each) => each.path === field.path);
  const unit = field.unit?.startsWith("money") ? undefined : field.unit?.replace("deg", "°") ?? unitOf(field.key);
  return (
    <div class={`setting ${wrong.length > 0 ? "is-wrong" : ""}`}>
      <label for={id}>{field.label}{unit && <span class="quiet"> {unit}</span>}</label>
      {field.kind === "other" ? <button type="button" class="text-button" id={id} onClick={() => { isAsText.value = true; }}>{t.inText}</button>
        : <Input field={field} describedBy={`${id}-hint ${id}-wrong`} isWrong={wrong.length > 0} />}
      <p id={`${id}-hint`} class="quiet setting-hint">{field.hint}</p>
      <p id={`${id}-wrong`} class="bad" role={wrong.length > 0 ? "alert" : undefined}>{wrong.map((each) => each.text).join(" ")}</p>
    </div>
  );
}

function Fields({ section }: { section: Section }) {
  const set = section.fields.filter(isSet);
  const others = section.fields.filter((field) => !isSet(field));
  return (
    <>
      {set.length > 0 && <div class="settings-grid">{set.map((field) => <FieldLine key={field.path} field={field} />)}</div>}
      {others.length > 0 && (
        <details class="more-settings">
          <summary>{texts.value.moreSettings(String(others.length))}</summary>
          <div class="settings-grid">{others.map((field) => <FieldLine key={field.path} field={field} />)}</div>
        </details>
      )}
      {section.sections.map((each) => <Part key={each.path} section={each} />)}
    </>
  );
}

function Part({ section }: { section: Section }) {
  const title = section.name === undefined ? section.label : `${section.label}: ${section.name}`;
  return (
    <details class="settings-part" open={hasSet(section) && section.path.split(".").length === 1}>
      <summary><h3>{title}</h3> <span class="quiet">{section.hint}</span></summary>
      <Fields section={section} />
    </details>
  );
}

function Form() {
  const t = texts.value;
  const made = form.value;
  if (values.value === undefined) return <p class="missing">{t.formCannotRead}</p>;
  if (made === undefined) return <p class="missing waiting">{t.loading}</p>;
  return (
    <>
      <div class="settings-grid">{made.fields.map((field) => <FieldLine key={field.path} field={field} />)}</div>
      {made.sections.map((section) => <Part key={section.path} section={section} />)}
    </>
  );
}

function Text() {
  const t = texts.value;
  return (
    <textarea class="file-text" aria-label={t.fileText} spellcheck={false} wrap="off" value={text.value ?? fileText.value}
      aria-describedby="file-problems" onInput={(event) => setText(event.currentTarget.value)} />
  );
}

function Diff({ lines }: { lines: string[] }) {
  const kindOf = (line: string) => (/^(---|\+\+\+|@@)/.test(line) ? "about" : line.startsWith("+") ? "added" : line.startsWith("-") ? "removed" : "same");
  return (
    <pre class="diff" tabIndex={0} role="region" aria-label={texts.value.whatChanges}>
      {lines.map((line, index) => <span key={index} class={`diff-${kindOf(line)}`}>{line}{"\n"}</span>)}
    </pre>
  );
}

// What belongs to no field that is shown, or to the text.
function Problems() {
  const loose = problems.value.filter((each) => isAsText.value || each.path === undefined || !document.getElementById(idOf(each.path)));
  return (
    <ul id="file-problems" class="file-problems" aria-live="polite">
      {loose.map((each, index) => (
        <li key={index}>{each.line !== undefined && <span class="quiet">{texts.value.line(String(each.line))} </span>}{each.text}</li>
      ))}
    </ul>
  );
}

export function Settings() {
  const t = texts.value;
  const told = config.value;
  useEffect(() => void loadSchema(), [language.value]);
  useEffect(() => {  // what is being typed is not covered by the bar that then appears
    if (hasChanges.value && !isAsText.value) document.activeElement?.scrollIntoView({ block: "nearest" });
  }, [hasChanges.value, edited.value]);
  const whyNot = told.value?.can_write === false ? told.value.why_not ?? t.whyNot.config : undefined;
  const isConflict = fault.value?.kind === "refused" && fault.value.status === 409;
  const diff = hasChanges.value && problems.value.length === 0 ? edited.value?.diff : undefined;
  return (
    <div class="page page-settings">
      <h1 class="visually-hidden">{t.pages.settings}</h1>
      <Card title={told.value?.file ?? t.pages.settings} aside={
        <Choice label={t.howToEdit} chosen={isAsText.value ? 1 : 0} onChoose={(value) => { isAsText.value = value === 1; }}
          options={[{ value: 0, name: t.asForm }, { value: 1, name: t.asFile }]} />}>
        {!isOffered(told) ? <p class="missing">{t.whyNot.config}</p> : told.value === undefined ? <Missing what="config" answer={told} /> : (
          <>
            <p class="quiet settings-hint">{t.settingsHint}</p>
            {isAsText.value ? <Text /> : <Form />}
          </>
        )}
      </Card>
      {(hasChanges.value || isSaved.value || fault.value !== undefined) && (
        <section class="card save-bar" aria-label={t.save}>
          {isSaved.value && <p class="good" role="status">{t.saved}</p>}
          {fault.value && <p class="missing" role="alert">{isConflict ? t.otherVersion : faultText(fault.value)}</p>}
          <Problems />
          {diff !== undefined && <Diff lines={nearChanges(diff)} />}
          {hasChanges.value && (
            <div class="actions">
              <button type="button" class="main-button" onClick={() => void save()}
                disabled={whyNot !== undefined || problems.value.length > 0 || edited.value === undefined}>{t.save}</button>
              <button type="button" class="quiet-button" onClick={drop}>{t.discard}</button>
              {problems.value.length > 0 && <span class="quiet">{t.firstMend(String(problems.value.length))}</span>}
              {whyNot !== undefined && <span class="quiet">{whyNot}</span>}
            </div>
          )}
        </section>
      )}
    </div>
  );
}
