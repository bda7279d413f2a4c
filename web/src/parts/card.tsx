// Building stones of the pages.
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import type { Fault } from "../api/ask";
import type { Answer } from "../state";
import { texts } from "../state";
import type { Texts } from "../text/en";
import { Guarded } from "./guarded";

interface CardProps {
  title: string;
  class?: string;
  aside?: ComponentChildren;
  children: ComponentChildren;
}

export function Card({ title, aside, children, ...rest }: CardProps) {
  const id = useId();
  return (
    <section class={`card ${rest.class ?? ""}`} aria-labelledby={id}>
      <div class="card-head">
        <h2 id={id}>{title}</h2>
        {aside}
      </div>
      <Guarded>{children}</Guarded>
    </section>
  );
}

type What = keyof Texts["what"];

export function faultText(fault: Fault | undefined): string {
  const t = texts.value;
  if (fault?.kind === "unreachable") return t.unreachable;
  if (fault?.kind === "refused") return t.refused([fault.detail, ...fault.problems].join(" "));
  return fault === undefined ? "" : t.odd;
}

// Why there is nothing to show.
export function Missing({ what, answer }: { what: What; answer?: Answer<unknown> }) {
  const t = texts.value;
  if (answer && !answer.isAsked) return <p class="missing waiting">{t.loading}</p>;
  return <p class="missing">{[t.missing(t.what[what]), faultText(answer?.fault)].join(" ")}</p>;
}

export function Figure({ label, value, note, tone }: {
  label: string; value: ComponentChildren; note?: ComponentChildren; tone?: string | undefined;
}) {
  return (
    <div class="figure">
      <dt>{label}</dt>
      <dd>
        <span class={`figure-value ${tone ?? ""}`}>{value}</span>
        {note !== undefined && <span class="figure-note">{note}</span>}
      </dd>
    </div>
  );
}

// One of several, as buttons.
export function Choice<T extends string | number>({ label, options, chosen, onChoose }: {
  label: string; options: { value: T; name: string }[]; chosen: T | undefined; onChoose: (value: T) => void;
}) {
  return (
    <div class="choice" role="group" aria-label={label}>
      {options.map(({ value, name }) => (
        <button key={value} type="button" aria-pressed={value === chosen} onClick={() => onChoose(value)}>{name}</button>
      ))}
    </div>
  );
}
