// Asks the service. Resolves always: with what was read, or with a sentence saying why there is nothing.
import { record, text } from "./read";
import type { Reader } from "./read";

export type Asked<T> =
  | { kind: "here"; value: T }
  | { kind: "unreachable" }
  | { kind: "refused"; detail: string }
  | { kind: "odd" };

const problem = record({ title: text, detail: text });
const patienceMs = 10_000;

export async function ask<T>(path: string, reader: Reader<T>, fetcher: typeof fetch = fetch): Promise<Asked<T>> {
  let response: Response;
  let body: string;
  try {
    response = await fetcher(`/api/v1${path}`, {
      headers: { accept: "application/json" }, cache: "no-store", signal: AbortSignal.timeout(patienceMs),
    });
    body = await response.text();
  } catch {
    return { kind: "unreachable" };
  }
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    json = undefined;
  }
  if (!response.ok) {
    const told = problem(json);
    return { kind: "refused", detail: told?.detail ?? told?.title ?? `HTTP ${response.status}` };
  }
  const value = reader(json);
  return value === undefined ? { kind: "odd" } : { kind: "here", value };
}
