// What is wanted by hand on the plan: blocks to add, to change and to take away, tried before they are meant.
import { signal } from "@preact/signals";
import { nameIn } from "../charts/devices_spec";
import { added, nextQuarter, offers, quarterMs } from "../logic/blocks";
import type { Kind } from "../api/orders";
import type { Block } from "../logic/blocks";
import { anything, ask } from "../api/ask";
import type { Fault } from "../api/ask";
import { applyBlocks, blocks, changeBlocks, discard, draft, now, whole } from "../plan_view";
import { format, isOffered, overrides, refresh, texts } from "../state";
import { Card, faultText } from "./card";
import { Icon } from "./icon";
import { Actions, TrialResult } from "./what_if";

const fault = signal<Fault | undefined>(undefined);
let count = 0;

export function nameOfDevice(id: string): string {
  const batteries = overrides.value.value?.devices?.filter((each) => each.type === "battery") ?? [];
  return batteries.length === 1 && batteries[0]?.device === id ? texts.value.battery : nameIn(texts.value, id);
}

// Machines run where others heat.
export function nameOfKind(device: string, kind: Kind): string {
  const t = texts.value;
  const type = overrides.value.value?.devices?.find((each) => each.device === device)?.type;
  return type === "appliance" && kind === "on" ? t.tapped.run : t.kinds[kind];
}

export function blockLabel(block: Block): string {
  const f = format.value;
  return `${nameOfDevice(block.device)}: ${nameOfKind(block.device, block.kind)}, ${f.moment(block.from, now.value)}–${f.moment(block.until, now.value)}`;
}

export function replace(changed: Block): void {
  changeBlocks(blocks.value.map((each) => (each.key === changed.key ? changed : each)));
}

export function remove(key: string): void {
  changeBlocks(blocks.value.filter((each) => each.key !== key));
}

function Moments({ label, value, from, to, onChange }: {
  label: string; value: number; from: number; to: number; onChange: (at: number) => void;
}) {
  const f = format.value;
  const all: number[] = value < from ? [value] : [];
  for (let at = nextQuarter(from); at <= to; at += quarterMs) all.push(at);
  if (!all.includes(value)) all.push(value);
  return (
    <select aria-label={label} value={value} onChange={(event) => onChange(Number(event.currentTarget.value))}>
      {all.toSorted((a, b) => a - b).map((at) => <option key={at} value={at}>{f.moment(at, now.value)}</option>)}
    </select>
  );
}

function Line({ block }: { block: Block }) {
  const t = texts.value;
  const start = now.value ?? whole.value.from;
  const label = blockLabel(block);
  return (
    <li>
      <span class={`block-chip block-${block.kind}`}>{nameOfDevice(block.device)}: {nameOfKind(block.device, block.kind)}</span>
      <span class="block-times">
        <Moments label={`${label}: ${t.from}`} value={block.from} from={start} to={block.until - quarterMs}
          onChange={(from) => replace({ ...block, from })} />
        –
        <Moments label={`${label}: ${t.until}`} value={block.until} from={Math.max(start, block.from + quarterMs)} to={whole.value.to}
          onChange={(until) => replace({ ...block, until })} />
      </span>
      <button type="button" class="icon-button" title={t.remove} aria-label={`${label}: ${t.remove}`} onClick={() => remove(block.key)}>
        <Icon name="remove" />
      </button>
    </li>
  );
}

export function ByHand() {
  const t = texts.value;
  const told = overrides.value;
  if (!isOffered(told) || !told.value?.devices?.length) return null;
  const add = (device: string, kind: Block["kind"]) => {
    count += 1;
    fault.value = undefined;
    changeBlocks(added(blocks.value, device, kind, now.value ?? whole.value.from, whole.value.to, `new-${count}`));
  };
  const reset = async () => {
    const asked = await ask("/overrides", anything, { method: "DELETE" });
    fault.value = asked.kind === "here" ? undefined : asked;
    discard();
    await refresh("overrides", "plan", "case");
  };
  const hasMany = told.value.devices.length > 1;
  return (
    <Card title={t.byHand} class="by-hand" aside={<span class="quiet">{t.byHandHint}</span>}>
      <div class="adders" role="group" aria-label={t.addBlock}>
        {offers(told.value).map(({ steered, kind }) => (
          <button key={`${steered.device}${kind}`} type="button" class={`adder block-${kind}`} onClick={() => add(steered.device, kind)}>
            <span aria-hidden="true">+</span> {hasMany && `${nameOfDevice(steered.device)}: `}{nameOfKind(steered.device, kind)}
          </button>
        ))}
      </div>
      {blocks.value.length === 0 ? draft.value === undefined && <p class="quiet">{t.nothingByHand}</p>
        : <ul class="blocks">{blocks.value.map((block) => <Line key={block.key} block={block} />)}</ul>}
      {draft.value !== undefined && <TrialResult />}
      {fault.value && <p class="missing" role="alert">{faultText(fault.value)}</p>}
      <Actions>
        {draft.value !== undefined && (
          <>
            <button type="button" class="main-button" onClick={() => void applyBlocks().then((asked) => { fault.value = asked; })}>{t.apply}</button>
            <button type="button" class="quiet-button" onClick={() => { fault.value = undefined; discard(); }}>{t.discard}</button>
          </>
        )}
        {told.value.overrides.some((each) => each.source !== "schedule") && (
          <button type="button" class="quiet-button" onClick={() => void reset()}>{t.resetToOptimal}</button>
        )}
      </Actions>
    </Card>
  );
}
