// Everything the pages show, as signals: the answers of the service, the connection, the page that is open.
import { computed, signal } from "@preact/signals";
import type { Signal } from "@preact/signals";
import {
  readCase, readDecisions, readHealth, readHistory, readPlan, readPrices, readRecommendation, readSnapshot, readStatus,
} from "./api/answers";
import type { Plan } from "./api/answers";
import { ask, spoken } from "./api/ask";
import type { Asked, Fault } from "./api/ask";
import { Live } from "./api/live";
import {
  readAccounts, readAccuracy, readAudit, readBaselines, readConfig, readDevices, readExceptions, readHouse, readOutlook, readOverrides, readPalettes, readPlans,
  readSavings,
} from "./api/orders";
import type { Reader } from "./api/read";
import { makeFormat } from "./logic/format";
import { loadSession, mustSignIn } from "./session";
import { languageChoice } from "./settings";
import type { LanguageChoice } from "./settings";
import { textsOf } from "./text/texts";

// The last good answer stays when a later question fails; `fault` then says why it is not newer.
export interface Answer<T> {
  value?: T;
  fault?: Fault;
  isAsked: boolean;
}

interface Resource<T> {
  answer: Signal<Answer<T>>;
  refresh(): Promise<void>;
}

// Whether the service knows the question at all (an older one may not), and this person may ask it.
export function isOffered(answer: Answer<unknown>): boolean {
  return !(answer.fault?.kind === "refused" && (answer.fault.status === 404 || answer.fault.status === 403));
}

function resource<T>(path: () => string, reader: Reader<T>): Resource<T> {
  const answer = signal<Answer<T>>({ isAsked: false });
  let running: Promise<void> | undefined;
  let isWanted = false;
  const once = async () => {
    const { fault: before } = answer.peek();
    if (before?.kind === "refused" && before.status === 404) return;  // until the page is loaded again
    const asked = await ask(path(), reader);
    const { value } = answer.peek();
    if (asked.kind === "here") answer.value = { isAsked: true, value: asked.value };
    else answer.value = { isAsked: true, fault: asked, ...(value === undefined ? {} : { value }) };
  };
  // At most one question is under way; asking meanwhile asks once more afterwards.
  const refresh = async () => {
    isWanted = true;
    running ??= (async () => {
      while (isWanted) {
        isWanted = false;
        await once();
      }
      running = undefined;
    })();
    await running;
  };
  return { answer, refresh };
}

const statusSource = resource(() => "/status", readStatus);
export const historyDays = signal<1 | 7>(1);

function historySpan(): string {
  const to = statusSource.answer.peek().value?.now ?? Date.now();
  const from = to - historyDays.peek() * 86_400_000;
  return `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`;
}

export const savingsBy = signal<"day" | "month">("day");

function savingsPath(): string {
  const to = statusSource.answer.peek().value?.now ?? Date.now();
  const days = savingsBy.peek() === "day" ? 30 : 365;
  return `/savings?by=${savingsBy.peek()}&from=${new Date(to - days * 86_400_000).toISOString()}&to=${new Date(to).toISOString()}`;
}

const sources = {
  status: statusSource,
  plan: resource(() => "/plan", readPlan),
  case: resource(() => "/case", readCase),
  prices: resource(() => "/prices", readPrices),
  recommendation: resource(() => "/recommendation/now", readRecommendation),
  history: resource(() => `/history?${historySpan()}`, readHistory),
  accounts: resource(() => `/history/accounts?${historySpan()}`, readAccounts),
  decisions: resource(() => "/decisions?limit=100", readDecisions),
  health: resource(() => "/health", readHealth),
  overrides: resource(() => "/overrides", readOverrides),
  devices: resource(() => "/devices", readDevices),
  exceptions: resource(() => "/exceptions", readExceptions),
  house: resource(() => "/house", readHouse),
  outlook: resource(() => "/outlook", readOutlook),
  baselines: resource(() => "/plan/baselines", readBaselines),
  plans: resource(() => "/plans?limit=50", readPlans),
  savings: resource(savingsPath, readSavings),
  accuracy: resource(() => "/accuracy", readAccuracy),
  config: resource(() => "/config", readConfig),
  audit: resource(() => "/audit?limit=50", readAudit),
  palettes: resource(() => "/palettes", readPalettes),
};
export type SourceName = keyof typeof sources;

export const status = sources.status.answer;
export const plan = sources.plan.answer;
export const planCase = sources.case.answer;
export const prices = sources.prices.answer;
export const recommendation = sources.recommendation.answer;
export const history = sources.history.answer;
export const accounts = sources.accounts.answer;
export const decisions = sources.decisions.answer;
export const health = sources.health.answer;
export const overrides = sources.overrides.answer;
export const devices = sources.devices.answer;
export const exceptions = sources.exceptions.answer;
export const house = sources.house.answer;
export const outlook = sources.outlook.answer;
export const baselines = sources.baselines.answer;
export const plans = sources.plans.answer;
export const savings = sources.savings.answer;
export const accuracy = sources.accuracy.answer;
export const config = sources.config.answer;
export const audit = sources.audit.answer;
export const homePalettes = sources.palettes.answer;

export const pages = ["now", "plan", "history", "devices", "settings", "health"] as const;
export type Page = (typeof pages)[number];
const needs: Record<Page, SourceName[]> = {
  now: ["status", "recommendation", "prices", "overrides", "devices", "house"],
  plan: ["status", "plan", "prices", "case", "overrides", "outlook", "baselines", "plans", "config", "exceptions"],
  history: ["status", "history", "decisions", "case", "plans", "savings", "accuracy", "accounts", "overrides"],
  devices: ["status", "devices", "overrides", "house"],
  settings: ["status", "config"],
  health: ["status", "health", "audit", "overrides"],
};

export function pageOf(hash: string): Page {
  return pages.find((each) => hash === `#/${each}`) ?? "now";
}
export const page = signal<Page>(pageOf(location.hash));

export type Connection = { kind: "waiting" | "connected" } | { kind: "lost"; since: number };
export const connection = signal<Connection>({ kind: "waiting" });

export const language = computed(() =>
  languageChoice.value === "home" ? status.value.value?.language ?? "en" : languageChoice.value);
export const texts = computed(() => textsOf(language.value));
export const timezone = computed(() => status.value.value?.timezone ?? "UTC");
const currency = computed(() => status.value.value?.currency ?? "EUR");
export const format = computed(() => makeFormat(language.value, currency.value, timezone.value));

// The home's clock goes on between two answers, in a simulated home faster than life.
const tick = signal(0);
let answeredAt = Date.now();
statusSource.answer.subscribe(() => { answeredAt = Date.now(); });
export const homeNow = computed(() => {
  void tick.value;
  const told = status.value.value;
  return told?.now === undefined ? undefined : told.now + (Date.now() - answeredAt) * (told.speed ?? 1);
});

export async function refresh(...names: SourceName[]): Promise<void> {
  await Promise.all(names.map((name) => sources[name].refresh()));
}

async function refreshPage(): Promise<void> {
  if (mustSignIn.peek()) return;
  await refresh("status");  // first: times of other questions depend on it
  await refresh(...needs[page.peek()].filter((name) => name !== "status"));
}

function lost(): void {
  if (connection.peek().kind !== "lost") connection.value = { kind: "lost", since: Date.now() };
}

// A home that is simulated fast tells more often than a person can read.
const calmMs = 1000;
let calm: ReturnType<typeof setTimeout> | undefined;
let isNewsWaiting = false;
function news(): void {
  if (calm !== undefined) {
    isNewsWaiting = true;
    return;
  }
  void refreshPage();
  calm = setTimeout(() => {
    calm = undefined;
    if (isNewsWaiting) {
      isNewsWaiting = false;
      news();
    }
  }, calmMs);
}

let cycle: number | undefined;
const live = new Live({
  open: () => new EventSource("/api/v1/events"),
  onConnected: () => {
    connection.value = { kind: "connected" };
    void refreshPage();
    void refresh("palettes");
  },
  onLost: () => {
    lost();
    void refresh("status");  // a session that is over tells so
  },
  onReadings: () => { if (!document.hidden) void refresh("status"); },
  onSnapshot: (data) => {
    const now = readSnapshot(data)?.cycle;
    if (now !== undefined && now === cycle) return;
    cycle = now;
    news();
  },
});

export const reconnect = () => live.retry();

// After signing in or out.
export function enter(): void {
  if (mustSignIn.peek()) {
    live.stop();
    return;
  }
  void refreshPage();
  live.retry();
}

// Half-open connections are silent: a question now and then notices.
const watchEveryMs = 60_000;
async function watch(): Promise<void> {
  if (mustSignIn.peek()) return;
  await refresh("status");
  if (status.peek().fault?.kind === "unreachable" && connection.peek().kind === "connected") {
    lost();
    live.retry();
  }
}

// What the service said is asked for again in the language that was chosen.
function followLanguage(): void {
  const tell = (choice: LanguageChoice) => { spoken.language = choice === "home" ? undefined : choice; };
  tell(languageChoice.peek());
  let isFirst = true;
  languageChoice.subscribe((choice) => {
    tell(choice);
    if (!isFirst) void refreshPage();
    isFirst = false;
  });
}

export function startState(): void {
  followLanguage();
  mustSignIn.subscribe((isShut) => { if (isShut) live.stop(); });
  void loadSession().then(() => {
    if (!mustSignIn.peek()) enter();
  });
  setInterval(() => { if (!document.hidden) tick.value += 1; }, 1000);
  setInterval(() => { if (!document.hidden) void watch(); }, watchEveryMs);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) void watch(); });
  addEventListener("hashchange", () => {
    page.value = pageOf(location.hash);
    void refreshPage();
  });
}

export function showHistory(days: 1 | 7): void {
  historyDays.value = days;
  void refresh("history");
  void refresh("accounts");
}

export function showSavings(by: "day" | "month"): void {
  savingsBy.value = by;
  void refresh("savings");
}

// One of those that were kept.
export function loadPlan(madeAt: number): Promise<Asked<Plan>> {
  return ask(`/plans/${new Date(madeAt).toISOString().replace(".000Z", "Z")}`, readPlan);
}
