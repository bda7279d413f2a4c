// The prices ahead as small bars coloured by class; the first is the one of now.
import { colourOf } from "../logic/prices";
import type { PriceRun } from "../logic/prices";
import { localClock, ticks } from "../logic/time_axis";
import { format, texts, timezone } from "../state";

const width = 640;
const height = 92;
const labels = 20;

export function PriceStrip({ runs, now }: { runs: PriceRun[]; now: number }) {
  const f = format.value;
  const shown = runs.filter((run) => run.to > now);
  const from = now;
  const to = Math.min(now + 36 * 3_600_000, shown.at(-1)?.to ?? now);
  if (shown.length === 0 || to <= from) return null;
  const inside = shown.filter((run) => run.from < to);
  const values = inside.map((run) => run.importPerKwh);
  const low = Math.min(0, ...values);
  const high = Math.max(0.001, ...values);
  const x = (at: number) => ((Math.max(from, at) - from) / (to - from)) * width;
  const y = (price: number) => ((high - price) / (high - low)) * (height - labels);
  const written = (price: number) => `${f.price(price)} ${f.priceUnit}`;
  const forecast = inside.find((run) => run.isForecast);
  const forecastFrom = forecast && texts.value.pricesForecastFrom(f.moment(forecast.from, now));
  const label = [texts.value.pricesLabel(String(inside.length), written(Math.min(...values)), written(Math.max(...values))),
    forecastFrom].filter(Boolean).join(". ");
  return (
    <div class="price-strip" role="img" aria-label={label}>
      <svg viewBox={`0 0 ${width} ${height - labels}`} preserveAspectRatio="none" aria-hidden="true">
        {inside.map((run) => {
          const left = x(run.from);
          const top = Math.min(y(run.importPerKwh), y(0));
          const tall = Math.max(1.5, Math.abs(y(run.importPerKwh) - y(0)));
          return <rect key={run.from} x={left + 1} y={top} width={Math.max(1, x(Math.min(run.to, to)) - left - 2)} height={tall}
            class={run.isForecast ? "price-forecast" : undefined} style={{ fill: `var(${colourOf(run.class)})` }} />;
        })}
      </svg>
      <div class="price-strip-times" aria-hidden="true">
        {ticks(from, to, 7, localClock(timezone.value)).filter((tick) => tick.at - from > 1_800_000 && to - tick.at > 2_400_000)
          .map((tick) => (
            <span key={tick.at} style={{ left: `${(100 * (tick.at - from)) / (to - from)}%` }}>
              {tick.isDay ? f.day(tick.at) : f.clock(tick.at)}
            </span>
          ))}
      </div>
      {forecastFrom && <p class="quiet price-strip-note" aria-hidden="true">{forecastFrom}</p>}
    </div>
  );
}
