// What happens at this moment, and why.
import { endOf } from "../charts/spec";
import { capacityOf, percentOf, together } from "../logic/batteries";
import { homeKw } from "../logic/devices_now";
import { leastKw } from "../logic/flows";
import { colourOf, priceRuns } from "../logic/prices";
import { Card, Figure, Missing } from "../parts/card";
import { nameOfDevice, nameOfKind } from "../parts/by_hand";
import { batteryDoing } from "../parts/device_doing";
import { DevicesNow } from "../parts/devices_now";
import { FlowPicture } from "../parts/flow_picture";
import { OverrideCard } from "../parts/override_card";
import { PriceStrip } from "../parts/price_strip";
import { format, overrides, prices, recommendation, status, texts } from "../state";

function useBattery() {
  const all = status.value.value?.readings?.batteries;
  const capacity = capacityOf(all);
  const sum = together(all);
  const socPct = percentOf(sum.socKwh, capacity) ?? (all?.length === 1 ? all[0]?.soc_pct : undefined);
  return { ...sum, capacity, socPct, isThere: (all?.length ?? 0) > 0 };
}

function FlowCard() {
  const { readings, now } = status.value.value ?? {};
  const battery = useBattery();
  const t = texts.value;
  const measuredAt = readings?.at;
  return (
    <Card title={t.flowTitle} class="flow-card"
      aside={measuredAt === undefined ? undefined : <span class="quiet">{t.measuredAt(format.value.moment(measuredAt, now))}</span>}>
      {readings === undefined ? <Missing what="readings" answer={status.value} /> : (
        <FlowPicture measured={{
          load: homeKw(readings), pv: readings.pv_kw, import: readings.import_kw, export: readings.export_kw,
          ...(battery.isThere ? { charge: battery.chargeKw, discharge: battery.dischargeKw, socPct: battery.socPct } : {}),
        }} />
      )}
    </Card>
  );
}

function Doing() {
  const t = texts.value;
  const f = format.value;
  const told = recommendation.value.value;
  const now = status.value.value?.now;
  if (told === undefined) return <Missing what="recommendation" answer={recommendation.value} />;
  const { mode, power_kw: kw, reason, until, next_mode: nextMode } = told;
  const isPowered = mode !== undefined && mode !== "self_use" && mode !== "hold" && kw !== undefined && Math.abs(kw) >= leastKw;
  const battery = useBattery();
  const measured = battery.isThere ? batteryDoing(battery.chargeKw, battery.dischargeKw) : undefined;
  const given = overrides.value.value?.overrides.filter((each) => now !== undefined && each.from <= now && each.until > now) ?? [];
  return (
    <>
      {given.length > 0 && (
        <p class="wishes">{given.map((each) => (
          <span key={`${each.id} ${each.from}`} class={`wish-chip ${each.source === "schedule" || each.source === "rule" ? "by-schedule" : "by-person"}`}>
            <span class="dot" aria-hidden="true" />{nameOfDevice(each.device)}: {nameOfKind(each.device, each.kind)}
          </span>))}
        </p>
      )}
      {mode !== undefined && <p class="quiet eyebrow">{until === undefined ? t.plannedNow : t.plannedUntil(f.moment(until, now))}</p>}
      <p class="headline">
        {mode === undefined ? t.nothingDecided : isPowered ? t.doingWith(t.doing[mode], f.power(Math.abs(kw))) : t.doing[mode]}
      </p>
      {reason === undefined ? <Missing what="reason" /> : <p class="reason">{reason}</p>}
      {mode !== undefined && <dl class="facts">
        {measured !== undefined && <div><dt>{t.measuredNow}</dt><dd><strong>{t.battery}: {measured}</strong></dd></div>}
        <div>
          <dt>{t.next}</dt>
          <dd>
            {nextMode === undefined || until === undefined ? t.noNext : (
              <>
                <strong>{t.nextIs(t.modes[nextMode], f.moment(until, now))}</strong>
                {now !== undefined && <span class="quiet"> {t.inTime(f.duration(until - now))}</span>}
              </>
            )}
          </dd>
        </div>
      </dl>}
    </>
  );
}

function PriceFigure() {
  const t = texts.value;
  const f = format.value;
  const price = status.value.value?.price;
  if (price?.import_per_kwh === undefined) return <Figure label={t.price} value="–" note={t.missing(t.what.price)} />;
  return (
    <Figure label={t.price} value={<>{f.price(price.import_per_kwh)} <small>{f.priceUnit}</small></>}
      note={<>
        {price.class && <span class="class-chip"><i style={{ background: `var(${colourOf(price.class)})` }} />{t.priceClasses[price.class]}</span>}
        {price.export_per_kwh !== undefined && <span>{t.sellingAt(f.price(price.export_per_kwh))}</span>}
      </>} />
  );
}

// How full the battery will be at the end of the running slot; the prices know when that is.
function expectedSoon(): string | undefined {
  const f = format.value;
  const soc = recommendation.value.value?.expected_soc_pct;
  const now = status.value.value?.now;
  const slot = now === undefined ? undefined : prices.value.value?.slots.find((each) => each.start <= now && now < endOf(each));
  return soc === undefined || slot === undefined ? undefined : texts.value.expected(f.percent(soc), f.clock(endOf(slot)));
}

function Figures() {
  const t = texts.value;
  const f = format.value;
  const { saved } = status.value.value ?? {};
  const battery = useBattery();
  const soon = expectedSoon();
  const against = saved?.against === undefined ? undefined : t.against[saved.against] ?? t.againstOther(saved.against);
  const tone = (value: number | undefined) => (value === undefined ? undefined : value > -0.005 ? "good" : "bad");
  return (
    <dl class="figures">
      <PriceFigure />
      <Figure label={t.battery} value={battery.socPct === undefined ? "–" : f.percent(battery.socPct)}
        note={<>
          <span>{battery.socKwh === undefined ? t.missing(t.what.soc)
            : battery.capacity === undefined ? f.energy(battery.socKwh)
              : t.ofCapacity(f.number(battery.socKwh), f.energy(battery.capacity))}</span>
          {soon !== undefined && <span>{soon}</span>}
        </>} />
      <Figure label={t.savedToday} value={f.money(saved?.today)} tone={tone(saved?.today)}
        note={saved?.today === undefined ? t.missing(t.what.saved) : against} />
      <Figure label={t.savedMonth} value={f.money(saved?.month)} tone={tone(saved?.month)}
        note={saved?.month === undefined ? t.missing(t.what.saved) : against} />
    </dl>
  );
}

function PricesAhead() {
  const t = texts.value;
  const f = format.value;
  const found = prices.value.value;
  const now = status.value.value?.now;
  const { lowest, highest } = found?.statistics ?? {};
  return (
    <Card title={t.nextPrices} class="prices-card" aside={lowest !== undefined && highest !== undefined && (
      <span class="quiet">{t.lowest} {f.price(lowest)}, {t.highest} {f.price(highest)} {f.priceUnit}</span>)}>
      {found === undefined || now === undefined || found.slots.length === 0
        ? <Missing what="prices" answer={prices.value} /> : <PriceStrip runs={priceRuns(found.slots)} now={now} />}
    </Card>
  );
}

function Attention() {
  const t = texts.value;
  const f = format.value;
  const { inputs, notes } = status.value.value ?? {};
  const odd = (inputs ?? []).filter((input) => input.state !== "ok");
  if (odd.length === 0 && !notes?.length) return null;
  return (
    <Card title={t.attention} class="attention-card">
      <ul class="notes">
        {odd.map((input, index) => (
          <li key={index} class={input.state === "missing" ? "failed" : "degraded"}>
            <strong>{t.parts[input.name] ?? input.name}</strong>: {input.state ? t.inputStates[input.state] : t.unknown}
            {input.age_s !== undefined && `, ${t.age(f.duration(input.age_s * 1000))}`}
            {input.text !== undefined && <span class="quiet"> – {input.text}</span>}
          </li>
        ))}
        {notes?.map((note, index) => <li key={odd.length + index}>{note}</li>)}
      </ul>
    </Card>
  );
}

export function Now() {
  const t = texts.value;
  return (
    <div class="page page-now">
      <h1 class="visually-hidden">{t.pages.now}</h1>
      {status.value.value === undefined ? <Missing what="status" answer={status.value} /> : (
        <>
          <FlowCard />
          <div class="now-side">
            <section class="card doing-card" aria-label={t.why}><Doing /></section>
            <section class="card figures-card" aria-label={t.savedToday}><Figures /></section>
          </div>
          <DevicesNow />
          <OverrideCard />
          <PricesAhead />
          <Attention />
        </>
      )}
    </div>
  );
}
