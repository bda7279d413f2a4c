// What an order of the audit log asked for: its body where that names a device and a kind, else nothing to read.
import { kinds } from "../api/orders";
import type { Kind } from "../api/orders";

export interface Ordered {
  device: string;
  kind: Kind;
  minutes: number | undefined;
}

export function orderedOf(detail: string | undefined): Ordered | undefined {
  try {
    const body = JSON.parse(detail ?? "") as Record<string, unknown> | null;
    const kind = kinds.find((each) => each === body?.["kind"]);
    const { device, minutes } = body ?? {};
    if (kind === undefined || typeof device !== "string") return undefined;
    return { device, kind, minutes: typeof minutes === "number" ? minutes : undefined };
  } catch {
    return undefined;
  }
}
