// How numbers, money and moments are written, by language, currency and the home's time zone.
export type Language = "en" | "de" | "sv";
export const languages: Language[] = ["en", "de", "sv"];

const locales: Record<Language, string> = { en: "en-GB", de: "de-DE", sv: "sv-SE" };

// Hundredths, by language in the order of `languages`; a currency without an entry is written whole.
const smallCoins: Record<string, [string, string, string]> = {
  EUR: ["ct", "ct", "cent"],
  SEK: ["öre", "Öre", "öre"],
  NOK: ["øre", "Øre", "öre"],
  DKK: ["øre", "Øre", "öre"],
  CHF: ["Rp", "Rp", "rappen"],
  GBP: ["p", "Pence", "pence"],
  USD: ["¢", "Cent", "cent"],
};

export const absent = "–";
const minuteMs = 60_000;
const hourMs = 3_600_000;
const monthMs = 25 * 24 * hourMs;  // before "Mon 5" comes again

function zoned(locale: string, timezone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: timezone });
  } catch {
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" });
  }
}

function moneyFormat(locale: string, currency: string): Intl.NumberFormat {
  try {
    return new Intl.NumberFormat(locale, { style: "currency", currency, currencyDisplay: "narrowSymbol" });
  } catch {
    return new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  }
}

export type Format = ReturnType<typeof makeFormat>;

export function makeFormat(language: Language, currency: string, timezone: string) {
  const locale = locales[language];
  const fixed = [0, 1, 2, 3].map((digits) => new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits, maximumFractionDigits: digits,
  }));
  const money = moneyFormat(locale, currency);
  const coin = smallCoins[currency]?.[languages.indexOf(language)];
  const clockFormat = zoned(locale, timezone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const dayFormat = zoned(locale, timezone, { weekday: "short", day: "numeric" });
  const farFormat = zoned(locale, timezone, { day: "numeric", month: "short", year: "numeric" });
  const dateFormat = zoned(locale, timezone, { weekday: "short", day: "numeric", month: "short" });

  // Never "-0.0".
  const plain = (value: number, digits: number): string => {
    const text = fixed[digits]!.format(value);
    return /[1-9]/.test(text) ? text : fixed[digits]!.format(0);
  };
  const or = (value: number | undefined, write: (value: number) => string) =>
    value === undefined ? absent : write(value);

  const clock = (at: number) => clockFormat.format(at);
  const day = (at: number) => dayFormat.format(at);
  const date = (at: number) => dateFormat.format(at);

  return {
    language,
    locale,
    number: (value: number | undefined, digits = 1) => or(value, (v) => plain(v, digits)),
    power: (kw: number | undefined) => or(kw, (v) => `${plain(v, 1)}\u00a0kW`),
    energy: (kwh: number | undefined) => or(kwh, (v) => `${plain(v, 1)}\u00a0kWh`),
    percent: (value: number | undefined) => or(value, (v) => `${plain(v, 0)}\u00a0%`),
    money: (value: number | undefined) =>
      or(value, (v) => (Math.abs(v) < 0.005 ? money.format(0) : money.format(v))),
    // Also less than a hundredth.
    smallMoney: (value: number) => (Math.abs(value) < 0.095 && coin !== undefined
      ? `${plain(value * 100, 1)}\u00a0${coin}` : money.format(Math.abs(value) < 0.005 ? 0 : value)),
    celsius: (value: number | undefined) => or(value, (v) => `${plain(v, 1)}\u00a0°C`),
    // Per kWh, in hundredths where the currency has a word for them.
    price: (value: number | undefined) =>
      or(value, (v) => (coin === undefined ? plain(v, 3) : plain(v * 100, 1))),
    priceUnit: coin === undefined ? `${currency}/kWh` : `${coin}/kWh`,
    priceScale: coin === undefined ? 1 : 100,
    clock,
    day,
    date,
    // With the day when it is not that of `now`, with month and year where the day would mislead.
    moment: (at: number, now: number | undefined) => {
      if (now === undefined) return `${day(at)} ${clock(at)}`;
      if (Math.abs(at - now) > monthMs) return `${farFormat.format(at)} ${clock(at)}`;
      return date(at) === date(now) ? clock(at) : `${day(at)} ${clock(at)}`;
    },
    span: (from: number, to: number) => `${clock(from)}–${clock(to)}`,
    // What is left of a time.
    countdown: (ms: number): string => {
      const left = Math.max(0, Math.ceil(ms / 1000));
      if (left < 120) return `${left}\u00a0s`;
      const whole = Math.ceil(left / 60);
      return whole < 60 ? `${whole}\u00a0min` : `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}\u00a0h`;
    },
    duration: (ms: number): string => {
      const lengthMs = Math.max(0, ms);
      if (lengthMs < 90_000) return `${Math.round(lengthMs / 1000)}\u00a0s`;
      if (lengthMs < 90 * minuteMs) return `${Math.round(lengthMs / minuteMs)}\u00a0min`;
      if (lengthMs < 36 * hourMs) return `${Math.round(lengthMs / hourMs)}\u00a0h`;
      return `${Math.round(lengthMs / (24 * hourMs))}\u00a0d`;
    },
  };
}
