// What a plan costs people: one figure with one name everywhere.
interface Counted {
  net_cost?: number | undefined;
  missed?: number | undefined;
}

// Without the prices that only stand for missed wishes: those nobody pays. The service counts alike.
export function netCost(money: Counted | undefined): number | undefined {
  return money?.net_cost === undefined ? undefined : money.net_cost - (money.missed ?? 0);
}

interface Saved {
  cost?: number | undefined;
  self_use_cost?: number | undefined;
  saved?: number | undefined;
}

// saved = without planning - cost + what is stored more in the end, at its worth.
export function storedMore(row: Saved): number | undefined {
  const { cost, self_use_cost: other, saved } = row;
  return cost === undefined || other === undefined || saved === undefined ? undefined : saved - (other - cost);
}
