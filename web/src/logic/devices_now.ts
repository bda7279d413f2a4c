// Cars, tanks, rooms and machines as they were measured last.
import type { Readings } from "../api/answers";

// What they draw together, less what they give; the load of the home is without them.
export function devicesKw(readings: Readings): number {
  const all = [readings.vehicles, readings.water_heaters, readings.heat_sources, readings.appliances];
  return all.flatMap((list): { power_kw: number | undefined }[] => list ?? []).reduce((sum, each) => sum + (each.power_kw ?? 0), 0);
}

// With what they draw; a car that gives is a source, not a smaller home.
export function homeKw(readings: Readings): number | undefined {
  return readings.load_kw === undefined ? undefined : Math.max(0, readings.load_kw + devicesKw(readings));
}
