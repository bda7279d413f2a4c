// What is wanted of the home as a whole: how each car is charged, and days on which nobody is at home.
import { signal, useSignal } from "@preact/signals";
import { ask } from "../api/ask";
import type { Fault } from "../api/ask";
import { readHouse, strategies } from "../api/orders";
import type { CarNow, House } from "../api/orders";
import { format, homeNow, house, isOffered, refresh, texts } from "../state";
import { Card, Choice, faultText } from "./card";

const fault = signal<Fault | undefined>(undefined);

const timeText = (at: number) => new Date(at).toISOString().replace(/\.\d+Z$/, "Z");

async function tell(wanted: House): Promise<void> {
  const cars = wanted.cars.map(({ car, strategy }) => ({ car, strategy: strategy ?? "smart" }));
  const away = wanted.away?.from === undefined || wanted.away.until === undefined ? {}
    : { away: { from: timeText(wanted.away.from), until: timeText(wanted.away.until) } };
  const asked = await ask("/house", readHouse, { method: "PUT", body: { cars, ...away } });
  fault.value = asked.kind === "here" ? undefined : asked;
  await refresh("house", "overrides", "status", "devices");
}

function told(): House | undefined {
  return isOffered(house.value) ? house.value.value : undefined;
}

function socText(car: CarNow): string | undefined {
  const t = texts.value;
  const f = format.value;
  if (car.soc_pct === undefined || car.soc_at === undefined) return undefined;
  return (car.is_soc_estimated ? t.socEstimated : t.socTold)(f.percent(car.soc_pct), f.moment(car.soc_at, homeNow.value));
}

// Of a car that does not tell it by itself: what somebody read off it.
function SocByHand({ car }: { car: CarNow }) {
  const t = texts.value;
  const told = useSignal("");
  const percent = Number(told.value.replace(",", "."));
  const isFine = told.value.trim() !== "" && percent >= 0 && percent <= 100;
  const send = async (event: Event) => {
    event.preventDefault();
    if (!isFine) return;
    const asked = await ask("/house/soc", readHouse, { method: "POST", body: { car: car.car, soc_pct: percent } });
    fault.value = asked.kind === "here" ? undefined : asked;
    if (asked.kind === "here") told.value = "";
    await refresh("house", "status", "devices");
  };
  return (
    <form class="soc-by-hand" onSubmit={(event) => void send(event)}>
      <p class="quiet">{t.socByHand}</p>
      <input type="text" class="field-input" inputMode="decimal" aria-label={t.socNow} value={told.value}
        onInput={(event) => { told.value = event.currentTarget.value; }} />
      <button type="submit" class="tap" disabled={!isFine}>{t.tellSoc}</button>
    </form>
  );
}

// Where several cars share a charger that does not say which of them it has.
function PluggedInByHand({ car }: { car: string }) {
  const send = async () => {
    const asked = await ask("/house/plugged", readHouse, { method: "POST", body: { car } });
    fault.value = asked.kind === "here" ? undefined : asked;
    await refresh("house", "status", "devices");
  };
  return <button type="button" class="tap" onClick={() => void send()}>{texts.value.isPluggedIn}</button>;
}

export function CarWays({ car }: { car: string }) {
  const t = texts.value;
  const all = told();
  const own = all?.cars.find((each) => each.car === car);
  if (all === undefined || own === undefined) return null;
  const choose = (strategy: (typeof strategies)[number]) => {
    void tell({ ...all, cars: all.cars.map((each) => (each.car === car ? { ...each, strategy } : each)) });
  };
  return (
    <div class="car-ways">
      {own.alarm && <p class="device-trouble">{own.alarm}</p>}
      {own.notice && <p class="device-trouble">{own.notice}</p>}
      {socText(own) !== undefined && <p class="quiet">{socText(own)}</p>}
      {own.could_be_plugged_in === true && <PluggedInByHand car={car} />}
      {(own.soc_pct === undefined || own.is_soc_estimated === true) && <SocByHand car={own} />}
      <Choice label={t.chargedBy} chosen={own.strategy} onChoose={choose}
        options={strategies.map((value) => ({ value, name: t.strategiesOfCars[value] }))} />
      {fault.value && <p class="missing" role="alert">{faultText(fault.value)}</p>}
    </div>
  );
}

// Of all cars: what somebody should know or do.
export function CarsToldOf() {
  const lines = (told()?.cars ?? []).flatMap(({ alarm, notice }) => [alarm, notice]).filter((each) => each !== undefined && each !== "");
  return <>{lines.map((line) => <p key={line} class="device-trouble">{line}</p>)}</>;
}

const dayMs = 86_400_000;
const awayDays = [1, 2, 3, 5, 7, 10, 14, 21];

export function AwayCard() {
  const t = texts.value;
  const f = format.value;
  const all = told();
  const now = homeNow.value;
  if (all === undefined || now === undefined) return null;
  const { away } = all;
  const isAway = away?.until !== undefined && away.until > now;
  return (
    <Card title={t.nobodyHome} class="away-card">
      <p class="quiet">{isAway ? t.awayLeft(f.moment(away.until ?? now, now), f.duration((away.until ?? now) - now)) : t.awayHint}</p>
      <div class="tap-buttons">
        {isAway ? <button type="button" class="tap" onClick={() => void tell({ ...all, away: undefined })}>{t.weAreBack}</button>
          : awayDays.map((days) => (
            <button key={days} type="button" class="tap" onClick={() => void tell({ ...all, away: { from: now, until: now + days * dayMs } })}>
              {days === 1 ? t.oneDay : t.days(f.number(days, 0))}
            </button>))}
      </div>
      {fault.value && <p class="missing" role="alert">{faultText(fault.value)}</p>}
    </Card>
  );
}
