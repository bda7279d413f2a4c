// What one slot of the plan does and why: of the battery and of every device; and the slots shown as a table.
import type { PlanSlot } from "../api/answers";
import { deviceIn, nameIn } from "../charts/devices_spec";
import { batteryKw } from "../charts/plan_spec";
import { endOf } from "../charts/spec";
import { percentOf, together } from "../logic/batteries";
import { colourOf, priceAt } from "../logic/prices";
import { capacity, cursor, isWithoutReasons, now, runs, shown, slots, trial } from "../plan_view";
import { format, planCase, texts } from "../state";
import { Missing } from "./card";

export function when(slot: PlanSlot): string {
  const f = format.value;
  const start = f.date(slot.start) === f.date(now.value ?? slot.start) ? "" : `${f.day(slot.start)} `;
  return `${start}${f.span(slot.start, endOf(slot))}`;
}

function modeOf(slot: PlanSlot): string {
  const mode = slot.batteries?.[0]?.mode;
  return mode === undefined ? "–" : texts.value.modes[mode];
}

function storedOf(slot: PlanSlot): string {
  const { socKwh } = together(slot.batteries);
  const pct = percentOf(socKwh, capacity.value);
  return pct === undefined ? format.value.energy(socKwh) : format.value.percent(pct);
}

function gridText(slot: PlanSlot): string {
  const net = (slot.grid_import_kw ?? 0) - (slot.grid_export_kw ?? 0);
  const f = format.value;
  if (slot.grid_import_kw === undefined && slot.grid_export_kw === undefined) return "–";
  if (Math.abs(net) < 0.05) return f.power(0);
  return `${net > 0 ? "↓" : "↑"} ${f.power(Math.abs(net))}`;
}

function batteryText(slot: PlanSlot): string {
  const kw = batteryKw(slot);
  if (kw === undefined) return "–";
  return `${kw > 0.05 ? "+" : kw < -0.05 ? "−" : ""}${format.value.power(Math.abs(kw))}`;
}

// The second best thing to do in this slot costs this much more.
function alternativeOf(slot: PlanSlot): string | undefined {
  const saves = slot.reason?.saves;
  return saves === undefined ? undefined : texts.value.moreBy(format.value.smallMoney(saves));
}

// A word for what a device does, such as "7.4 kW" or "away", and how full or warm it is then.
export function deviceText(slot: PlanSlot, id: string): string {
  const t = texts.value;
  const f = format.value;
  const battery = slot.batteries?.find((each) => each.id === id);
  if (battery) {
    const kw = (battery.charge_kw ?? 0) - (battery.discharge_kw ?? 0);
    return [battery.mode && t.modes[battery.mode], Math.abs(kw) >= 0.05 && f.power(Math.abs(kw))].filter(Boolean).join(" ");
  }
  const device = deviceIn(slot, id);
  if (!device) return "";
  const size = planCase.value.value?.vehicles?.find((each) => each.id === id)?.capacity_kwh;
  const isRoom = planCase.value.value?.zones?.some((each) => each.id === id);
  const kw = device.power_kw ?? 0;
  const doing = isRoom ? undefined : Math.abs(kw) >= 0.05 ? f.power(Math.abs(kw)) : device.state === "away" ? t.deviceStates.away : t.deviceStates.off;
  return [doing, device.soc_kwh !== undefined && size !== undefined && f.percent((100 * device.soc_kwh) / size),
    device.temperature_c !== undefined && f.celsius(device.temperature_c)].filter(Boolean).join(" · ");
}

export function spokenOf(slot: PlanSlot | undefined): string {
  if (!slot) return "";
  const t = texts.value;
  const f = format.value;
  const alternative = alternativeOf(slot);
  return [when(slot), modeOf(slot), slot.reason?.text,
    slot.value_per_kwh === undefined ? undefined : `${t.valueOfKwh} ${f.price(slot.value_per_kwh)} ${f.priceUnit}`,
    alternative === undefined ? undefined : `${t.alternative} ${alternative}`,
    `${t.stored} ${storedOf(slot)}`,
    ...(slot.devices ?? []).map((each) => `${nameIn(t, each.id)} ${deviceText(slot, each.id)}`)].filter(Boolean).join(". ");
}

export function SlotCard() {
  const slot = slots.value[cursor.value];
  const t = texts.value;
  const f = format.value;
  if (!slot) return null;
  const price = priceAt(runs.value, slot.start);
  const figures: [string, string, string?][] = [
    [price?.isForecast ? `${t.series.buying} (${t.priceForecast})` : t.series.buying, price ? `${f.price(price.importPerKwh)} ${f.priceUnit}` : "–", colourOf(price?.class)],
    [t.series.selling, price?.exportPerKwh === undefined ? "–" : `${f.price(price.exportPerKwh)} ${f.priceUnit}`],
    [t.valueOfKwh, slot.value_per_kwh === undefined ? "–" : f.price(slot.value_per_kwh) + ` ${f.priceUnit}`],
    [t.alternative, alternativeOf(slot) ?? "–"],
    [t.series.pv, f.power(slot.pv_used_kw), "--sun"],
    [t.series.load, f.power(slot.load_kw), "--home"],
    [t.places.grid, gridText(slot)],
    [t.places.battery, batteryText(slot), "--battery"],
    [t.stored, storedOf(slot)],
  ];
  if ((slot.pv_curtailed_kw ?? 0) >= 0.05) figures.push([t.series.curtailed, f.power(slot.pv_curtailed_kw)]);
  const devices = slot.devices ?? [];
  return (
    <div class="slot-card">
      <p class="slot-head"><strong>{when(slot)}</strong><span class="mode-chip">{modeOf(slot)}</span></p>
      {slot.reason?.text === undefined ? trial.value && isWithoutReasons.value ? <p class="reason quiet">{t.reasonFollows}</p> : <Missing what="reason" /> : <p class="reason">{slot.reason.text}</p>}
      <dl class="slot-figures">
        {figures.map(([name, value, colour]) => (
          <div key={name}>
            <dt>{colour && <i style={{ background: `var(${colour})` }} />}{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {devices.length > 0 && (
        <dl class="slot-devices">
          {devices.map((each) => (
            <div key={each.id}>
              <dt>{nameIn(t, each.id)}</dt>
              <dd><strong>{deviceText(slot, each.id)}</strong> {each.reason?.text && <span class="quiet">{each.reason.text}</span>}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

export function SlotTable() {
  const t = texts.value;
  const f = format.value;
  const inside = slots.value.filter((slot) => endOf(slot) > shown.value.from && slot.start < shown.value.to);
  const first = inside[0];
  const last = inside.at(-1);
  if (!first || !last) return null;
  const devices = (first.devices ?? []).map((each) => each.id);
  return (
    <details class="table-box">
      <summary>{t.asTable}</summary>
      <div class="table-scroll" tabIndex={0} role="region" aria-label={t.asTable}>
        <table>
          <caption>{t.tableOf(f.moment(first.start, undefined), f.moment(endOf(last), undefined))}</caption>
          <thead>
            <tr>
              <th scope="col">{t.slotTime}</th><th scope="col">{t.slotMode}</th>
              <th scope="col" class="figure-cell">{t.price}, {f.priceUnit}</th>
              <th scope="col" class="figure-cell">{t.series.pv}, kW</th>
              <th scope="col" class="figure-cell">{t.series.load}, kW</th>
              <th scope="col" class="figure-cell">{t.battery}, kW</th>
              <th scope="col" class="figure-cell">{t.stored}</th>
              {devices.map((id) => <th scope="col" key={id}>{nameIn(t, id)}</th>)}
              <th scope="col">{t.slotReason}</th>
            </tr>
          </thead>
          <tbody>
            {inside.map((slot) => (
              <tr key={slot.start}>
                <th scope="row">{when(slot)}</th>
                <td>{modeOf(slot)}</td>
                <td class="figure-cell">{f.price(priceAt(runs.value, slot.start)?.importPerKwh)}{priceAt(runs.value, slot.start)?.isForecast ? ` (${t.priceForecast})` : ""}</td>
                <td class="figure-cell">{f.number(slot.pv_used_kw)}</td>
                <td class="figure-cell">{f.number(slot.load_kw)}</td>
                <td class="figure-cell">{f.number(batteryKw(slot))}</td>
                <td class="figure-cell">{storedOf(slot)}</td>
                {devices.map((id) => <td key={id} class="device-cell">{deviceText(slot, id)}</td>)}
                <td>{slot.reason?.text ?? "–"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
