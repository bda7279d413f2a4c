// The buttons of a device: what each does, and what keeps it from its work.
import type { Kind, Override, Steered } from "../api/orders";
import { shuts, stageFault, tapFault } from "../logic/taps";
import type { TapFacts } from "../logic/taps";
import { devices, homeNow, status, texts } from "../state";

const order: Kind[] = ["charge", "on", "hold", "export", "self_use", "off"];

function labelOf(steered: Steered, kind: Kind): string {
  const t = texts.value;
  if (steered.type === "vehicle") return kind === "off" ? t.tapped.stop : t.tapped.chargeNow;
  if (steered.type === "battery") return t.kinds[kind];
  if (steered.type === "appliance" && kind === "on") return t.tapped.runNow;
  return kind === "on" ? t.tapped.heatNow : t.kinds[kind];
}

const groupOf = ({ type }: Steered): string => (type === "water_heater" || type === "heat_source" ? "heater" : type ?? "");
const hintsOf = (steered: Steered): Record<string, string> => texts.value.tapHints[groupOf(steered)] ?? {};
const kindsOf = (steered: Steered) => order.filter((kind) => steered.kinds.includes(kind));

function factsOf(steered: Steered): TapFacts {
  const home = status.value.value;
  const told = devices.value.value?.devices;
  return {
    stage: home?.stage, isStopped: home?.is_stopped === true, sellingPerKwh: home?.price?.export_per_kwh,
    exportLimitKw: told?.find((each) => each.type === "grid")?.limits?.["export_kw"],
    isAway: home?.readings?.vehicles?.find((each) => each.id === steered.device)?.is_connected === false,
    device: told?.find((each) => each.id === steered.device),
  };
}

export function Taps({ steered, given, isBusy, onTap }: { steered: Steered; given: Override[]; isBusy: boolean; onTap: (kind: Kind) => void }) {
  const t = texts.value;
  const now = homeNow.value ?? 0;
  const kindNow = given.find((each) => each.device === steered.device && each.from <= now && each.source !== "schedule" && each.source !== "rule")?.kind;
  const facts = factsOf(steered);
  const taps = kindsOf(steered).map((kind) => ({ kind, fault: tapFault(kind, steered.type, facts) }));
  const faults = [...new Set(taps.flatMap(({ fault }) => fault ?? []))];
  return (
    <div>
      <div class="tap-buttons">
        {taps.map(({ kind, fault }) => (
          <button key={kind} type="button" class={`tap block-${kind} ${shuts(fault) ? "is-shut" : ""}`} disabled={isBusy || shuts(fault)} aria-pressed={kindNow === kind}
            title={hintsOf(steered)[kind]} onClick={() => onTap(kind)}>{labelOf(steered, kind)}</button>
        ))}
      </div>
      {faults.map((fault) => {
        const about = taps.filter((each) => each.fault === fault);
        const isAll = about.length === taps.length;
        return <p key={fault} class="tap-fault quiet">{isAll ? "" : `${about.map(({ kind }) => labelOf(steered, kind)).join(", ")}: `}{t.tapFaults[fault]}</p>;
      })}
    </div>
  );
}

// What each button does, for how long, and what holds all of them back; devices that do alike are told of once.
export function TapHelp({ steered, length }: { steered: Steered[]; length: string }) {
  const t = texts.value;
  const first = steered.filter((each, index) => steered.findIndex((other) => groupOf(other) === groupOf(each)) === index);
  const fault = stageFault({ stage: status.value.value?.stage, isStopped: status.value.value?.is_stopped === true });
  return (
    <>
      {fault !== undefined && <p class="tap-fault">{t.tapFaults[fault]}</p>}
      <p class="tap-length quiet">{length}</p>
      <details class="tap-help">
        <summary>{t.tapHelp}</summary>
        {first.map((each) => (
          <dl key={groupOf(each)}>
            {kindsOf(each).filter((kind) => hintsOf(each)[kind] !== undefined).map((kind) => (
              <div key={kind}><dt>{labelOf(each, kind)}</dt><dd>{hintsOf(each)[kind]}</dd></div>
            ))}
          </dl>
        ))}
      </details>
    </>
  );
}
