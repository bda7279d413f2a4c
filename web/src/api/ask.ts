// Asks the service, or tells it something. Resolves always: with what was read, or with why there is nothing.
import { access } from "./access";
import { list, record, text } from "./read";
import type { Reader } from "./read";

export type Asked<T> =
  | { kind: "here"; value: T }
  | { kind: "unreachable" }
  | { kind: "refused"; status: number; detail: string; problems: string[] }
  | { kind: "odd" };
export type Fault = Exclude<Asked<unknown>, { kind: "here" }>;

// The language in which the service is to say texts; undefined: as the home's site file says.
export const spoken: { language: string | undefined } = { language: undefined };

const inLanguage = (path: string): string =>
  (spoken.language === undefined ? path : `${path}${path.includes("?") ? "&" : "?"}language=${spoken.language}`);

const problem = record({ title: text, detail: text, problems: list(text) });
const patienceMs = 10_000;

export interface Order {
  method: "POST" | "PUT" | "DELETE";
  body?: unknown;
  patienceMs?: number;
  isAgain?: boolean;
}

function requestOf(order: Order | undefined): RequestInit {
  const headers: Record<string, string> = { accept: "application/json" };
  const request: RequestInit = {
    headers, cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(order?.patienceMs ?? patienceMs),
  };
  if (order === undefined) return request;
  request.method = order.method;
  if (access.csrf !== undefined) headers["x-csrf-token"] = access.csrf;
  if (order.body !== undefined) {
    headers["content-type"] = "application/json";
    request.body = JSON.stringify(order.body);
  }
  return request;
}

export async function ask<T>(
  path: string, reader: Reader<T>, order?: Order, fetcher: typeof fetch = fetch): Promise<Asked<T>> {
  let response: Response;
  let body: string;
  try {
    response = await fetcher(`/api/v1${inLanguage(path)}`, requestOf(order));
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
    if (response.status === 401) access.onDenied();
    if (response.status === 403 && order && !order.isAgain && await access.renew()) {
      return ask(path, reader, { ...order, isAgain: true }, fetcher);
    }
    const told = problem(json);
    const detail = told?.detail ?? told?.title ?? `HTTP ${response.status}`;
    return { kind: "refused", status: response.status, detail, problems: told?.problems ?? [] };
  }
  const value = reader(json);
  return value === undefined ? { kind: "odd" } : { kind: "here", value };
}

// For answers of which only the success matters.
export const anything: Reader<true> = () => true;
