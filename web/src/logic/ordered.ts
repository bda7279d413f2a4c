// What a line of the audit log tells: which way was taken, and what its body asked for where that can be read.
import { strategies } from "../api/orders";
import type { Strategy } from "../api/orders";

export type Ordered =
  | { device: string; kind: string; minutes: number | undefined }
  | { device: string; strategy: Strategy }
  | { away: { from: number; until: number } };

type Body = Record<string, unknown>;
const bodyOf = (value: unknown): Body => (typeof value === "object" && value !== null ? value as Body : {});
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function wishOf(value: unknown): Ordered[] {
  const { device, kind, minutes } = bodyOf(value);
  if (typeof device !== "string" || typeof kind !== "string") return [];
  return [{ device, kind, minutes: typeof minutes === "number" ? minutes : undefined }];
}

function wayOfCar(value: unknown): Ordered[] {
  const { car, strategy: wanted } = bodyOf(value);
  const strategy = strategies.find((each) => each === wanted);
  return typeof car !== "string" || strategy === undefined ? [] : [{ device: car, strategy }];
}

function awayOf(value: unknown): Ordered[] {
  const { from, until } = bodyOf(value);
  const away = { from: Date.parse(String(from)), until: Date.parse(String(until)) };
  return Number.isNaN(away.from) || Number.isNaN(away.until) ? [] : [{ away }];
}

// Nothing, where there is nothing to read.
export function orderedOf(detail: string | undefined): Ordered[] {
  try {
    const body = bodyOf(JSON.parse(detail ?? ""));
    return [...wishOf(body), ...listOf(body["overrides"]).flatMap(wishOf), ...listOf(body["cars"]).flatMap(wayOfCar), ...awayOf(body["away"])];
  } catch {
    return [];
  }
}

// Ways of older systems, and others that mean the same.
const sameAs: Record<string, string> = {
  "POST /session": "sign in",
  "POST /config/edit": "POST /config/check",
  "POST /manual-override/set": "POST /overrides",
  "POST /manual-override/clear": "DELETE /overrides/",
  "POST /manual-override/clear-all": "DELETE /overrides",
  "POST /override/boost": "POST /overrides",
  "POST /vehicles/manual-soc": "POST /house/soc",
  "POST /override/cancel": "DELETE /overrides/",
  "POST /api/run_planner": "POST /plan/run",
  "POST /api/simulate": "POST /overrides/simulate",
  "POST /api/schedule/save": "POST /overrides/apply",
};

// "PUT /api/v1/stop" as the catalogue of orders has it: "PUT /stop".
export function wayOf(what: string): string {
  const way = what.replace(/^([A-Z]+) \/api\/v1\//, "$1 /").replace(/\/\d+$/, "/");
  return sameAs[way] ?? way;
}
