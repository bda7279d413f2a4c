// Price classes and the runs of slots that share a price.
import type { PriceClass, PriceSlot } from "../api/answers";

export interface PriceRun {
  from: number;
  to: number;
  importPerKwh: number;
  exportPerKwh: number | undefined;
  class: PriceClass | undefined;
  isForecast: boolean;  // nobody has published it
}

// Neighbouring slots of one price are one run; slots without a price are gaps.
export function priceRuns(slots: PriceSlot[]): PriceRun[] {
  const runs: PriceRun[] = [];
  for (const slot of slots) {
    const { start, duration_s, import_per_kwh: price, export_per_kwh: exportPerKwh } = slot;
    if (price === undefined) continue;
    const isForecast = slot.is_forecast === true;
    const last = runs.at(-1);
    if (last && last.to === start && last.importPerKwh === price && last.exportPerKwh === exportPerKwh &&
        last.class === slot.class && last.isForecast === isForecast) {
      last.to = start + duration_s * 1000;
    } else {
      runs.push({ from: start, to: start + duration_s * 1000, importPerKwh: price, exportPerKwh, class: slot.class, isForecast });
    }
  }
  return runs;
}

export function priceAt(runs: PriceRun[], at: number): PriceRun | undefined {
  return runs.find((run) => run.from <= at && at < run.to);
}

export const classColour: Record<PriceClass, string> = {
  negative: "--price-negative",
  cheap: "--price-cheap",
  normal: "--price-normal",
  expensive: "--price-expensive",
};

// The style property that colours a price; one without a class looks like a normal one.
export function colourOf(priceClass: PriceClass | undefined): string {
  return classColour[priceClass ?? "normal"];
}
