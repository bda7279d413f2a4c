// Manual blocks as they are drawn, dragged and sent: what a person wants of a device from one moment to another.
import type { Kind, Override, Overrides, Steered } from "../api/orders";

export interface Block {
  key: string;
  device: string;
  kind: Kind;
  from: number;
  until: number;
  targetPct?: number | undefined;
}

export const quarterMs = 900_000;
const hourMs = 3_600_000;
export const nextQuarter = (at: number): number => Math.ceil(at / quarterMs) * quarterMs;
const snap = (at: number): number => Math.round(at / quarterMs) * quarterMs;

export function blocksOf(given: Override[]): Block[] {
  return given.filter((each) => each.source !== "schedule").map((each) => ({
    key: `kept-${each.id}`, device: each.device, kind: each.kind, from: each.from, until: each.until,
    ...(each.target_soc_pct === undefined ? {} : { targetPct: each.target_soc_pct }),
  }));
}

// One hour from the next quarter on, or right after what is already wanted of that device.
export function added(blocks: Block[], device: string, kind: Kind, now: number, end: number, key: string): Block[] {
  let from = nextQuarter(now);
  for (const each of blocks.filter((block) => block.device === device).toSorted((a, b) => a.from - b.from)) {
    if (each.from < from + hourMs && each.until > from) from = nextQuarter(each.until);
  }
  if (from + quarterMs > end) return blocks;
  return [...blocks, { key, device, kind, from, until: Math.min(end, from + hourMs) }];
}

interface Limits {
  from: number;
  to: number;
}

// A block that has begun keeps its beginning.
export function moved(block: Block, byMs: number, limits: Limits): Block {
  if (block.from < limits.from) return resized(block, byMs, limits);
  const length = block.until - block.from;
  const from = Math.max(nextQuarter(limits.from), Math.min(snap(block.from + byMs), limits.to - length));
  return { ...block, from, until: from + length };
}

export function resized(block: Block, byMs: number, limits: Limits): Block {
  const least = Math.max(block.from, limits.from) + 1;
  return { ...block, until: Math.max(nextQuarter(least), Math.min(snap(block.until + byMs), limits.to)) };
}

export function beginning(block: Block, byMs: number, limits: Limits): Block {
  if (block.from < limits.from) return block;
  return { ...block, from: Math.min(block.until - quarterMs, Math.max(nextQuarter(limits.from), snap(block.from + byMs))) };
}

const iso = (at: number): string => new Date(at).toISOString().replace(".000Z", "Z");
export function toWire(blocks: Block[]): object[] {
  return blocks.map(({ device, kind, from, until, targetPct }) => ({
    device, kind, from: iso(from), until: iso(until), ...(targetPct === undefined ? {} : { target_soc_pct: targetPct }),
  }));
}

// What can be added by hand: the first device that takes each of the kinds.
export function offers(told: Overrides | undefined): { steered: Steered; kind: Kind }[] {
  return (told?.devices ?? []).flatMap((steered) => steered.kinds
    .filter((kind) => kind !== "self_use" && kind !== "off").map((kind) => ({ steered, kind })));
}
