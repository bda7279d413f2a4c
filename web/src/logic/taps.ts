// Whether a tap on a device can do what it says, and if not, why.
import type { Device, DeviceType, Kind } from "../api/orders";

export type TapFault = "stopped" | "advisory" | "partial" | "noExport" | "silent" | "full" | "empty" | "unplugged" | "sellingCosts";

export interface TapFacts {
  stage: string | undefined;
  isStopped: boolean;
  exportLimitKw: number | undefined;  // of the grid; undefined: none
  sellingPerKwh: number | undefined;
  isAway: boolean;  // of a car
  device: Device | undefined;  // undefined: nothing is told of it
}

const nearPct = 0.5;

function ofBattery(kind: Kind, facts: TapFacts): TapFault | undefined {
  const { readings, limits } = facts.device ?? {};
  const soc = readings?.["soc_pct"];
  if (kind === "export" && facts.exportLimitKw !== undefined && facts.exportLimitKw <= 0) return "noExport";
  if (kind === "charge" && soc !== undefined && soc >= (limits?.["max_soc_pct"] ?? 100) - nearPct) return "full";
  if (kind === "export" && soc !== undefined && soc <= (limits?.["min_soc_pct"] ?? 0) + nearPct) return "empty";
  return kind === "export" && facts.sellingPerKwh !== undefined && facts.sellingPerKwh < 0 ? "sellingCosts" : undefined;
}

// What keeps a button of this device from its work; of several the one to mend first. Stages that hold back all
// devices are told once for all of them, by stageFault().
export function tapFault(kind: Kind, type: DeviceType | undefined, facts: TapFacts): TapFault | undefined {
  if (facts.device?.state === "failed") return "silent";
  if (type === "battery") return ofBattery(kind, facts);
  if (facts.stage === "partial") return "partial";
  if (type === "vehicle" && kind === "charge" && facts.isAway) return "unplugged";
  return undefined;
}

export function stageFault(facts: Pick<TapFacts, "stage" | "isStopped">): TapFault | undefined {
  if (facts.isStopped) return "stopped";
  return facts.stage === "advisory" ? "advisory" : undefined;
}

// Nothing a person can wait for: the button is shut.
export const shuts = (fault: TapFault | undefined): boolean => fault === "noExport";
