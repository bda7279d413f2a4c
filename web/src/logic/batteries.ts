// Several batteries are shown as one.
interface Stored {
  soc_kwh?: number | undefined;
  soc_target_kwh?: number | undefined;
  charge_kw?: number | undefined;
  discharge_kw?: number | undefined;
}

function total(values: (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0);
}

export function together(batteries: Stored[] | undefined) {
  const all = batteries ?? [];
  return {
    socKwh: total(all.map((each) => each.soc_kwh)),
    targetKwh: total(all.map((each) => each.soc_target_kwh)),
    chargeKw: total(all.map((each) => each.charge_kw)),
    dischargeKw: total(all.map((each) => each.discharge_kw)),
  };
}

export function capacityOf(batteries: { capacity_kwh?: number | undefined }[] | undefined): number | undefined {
  const sum = total((batteries ?? []).map((each) => each.capacity_kwh));
  return sum !== undefined && sum > 0 ? sum : undefined;
}

export function percentOf(kwh: number | undefined, capacityKwh: number | undefined): number | undefined {
  return kwh === undefined || capacityKwh === undefined ? undefined : (100 * kwh) / capacityKwh;
}
