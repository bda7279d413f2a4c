// From where to where energy flows, from the measured powers. The sun serves the home first, then the battery,
// then the grid; the battery the home, then the grid; the grid what is left. Powers in kW.
export type Place = "sun" | "battery" | "grid" | "home";

export interface Flow {
  from: Place;
  to: Place;
  kw: number;
}

export interface Powers {
  load: number;
  pv: number;
  import: number;
  export: number;
  charge: number;
  discharge: number;
}

// Less than this is noise of the meters.
export const leastKw = 0.02;

export function flowsOf(powers: Powers): Flow[] {
  const gives: Record<string, number> = { sun: powers.pv, battery: powers.discharge, grid: powers.import };
  const takes: Record<string, number> = { home: powers.load, battery: powers.charge, grid: powers.export };
  const flows: Flow[] = [];
  for (const from of ["sun", "battery", "grid"] as const) {
    for (const to of ["home", "battery", "grid"] as const) {
      if (from === to) continue;
      const kw = Math.min(Math.max(0, gives[from]!), Math.max(0, takes[to]!));
      gives[from]! -= kw;
      takes[to]! -= kw;
      if (kw >= leastKw) flows.push({ from, to, kw });
    }
  }
  return flows;
}
