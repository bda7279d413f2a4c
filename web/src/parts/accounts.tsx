// What became of the plan, device by device: how near it was, how commands were obeyed, what it brought.
import type { Account } from "../api/orders";
import { accounts, format, isOffered, texts } from "../state";
import { nameOfDevice } from "./by_hand";
import { Card, Missing } from "./card";

// Comfort that was missed; nothing where all was as wanted.
function missed(each: Account): string {
  const f = format.value;
  const t = texts.value.accounts;
  const parts = [];
  if ((each.cold_hours ?? 0) > 0) parts.push(t.cold(f.number(each.cold_hours), f.number(each.cold_k_h)));
  if ((each.missing_kwh ?? 0) > 0.05) parts.push(t.left(f.energy(each.missing_kwh)));
  return parts.join(", ");
}

function planOf(each: Account): string {
  const f = format.value;
  return each.planned_kwh === undefined ? "–" : f.energy(each.planned_kwh);
}

// A room draws nothing itself.
function drawn(each: Account): string {
  const isRoom = each.planned_kwh === undefined && each.actual_kwh === 0;
  return isRoom ? "–" : format.value.energy(each.actual_kwh);
}

function obeyed(each: Account): string {
  const f = format.value;
  const t = texts.value.accounts;
  const parts = [];
  if (each.set_point_error_kw !== undefined) parts.push(t.off(f.power(each.set_point_error_kw)));
  if (each.response_s !== undefined) parts.push(t.within(f.number(each.response_s, 0)));
  return parts.length === 0 ? "–" : parts.join(", ");
}

function Table({ devices }: { devices: Account[] }) {
  const f = format.value;
  const t = texts.value.accounts;
  const columns = [t.planned, t.actual, t.avoided];
  const more = [t.beside, t.obeyed, t.switches, t.writes];
  return (
    <div class="table-scroll" tabIndex={0} role="group" aria-label={t.title}>
      <table class="money-table">
        <thead><tr>
          <th scope="col">{texts.value.pages.devices}</th>
          {columns.map((name) => <th scope="col" class="figure-cell" key={name}>{name}</th>)}
          <th scope="col">{t.comfort}</th>
          {more.map((name) => <th scope="col" class="figure-cell" key={name}>{name}</th>)}
        </tr></thead>
        <tbody>
          {devices.map((each) => (
            <tr key={each.id}>
              <th scope="row">{nameOfDevice(each.id)}</th>
              <td class="figure-cell">{planOf(each)}</td>
              <td class="figure-cell">{drawn(each)}</td>
              <td class="figure-cell">{f.money(each.avoided)}</td>
              <td>{missed(each) || t.asWanted}</td>
              <td class="figure-cell">{f.energy(each.beside_plan_kwh)}</td>
              <td class="figure-cell">{obeyed(each)}</td>
              <td class="figure-cell">{f.number(each.switches_per_day)}</td>
              <td class="figure-cell">{f.number(each.writes, 0)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function AccountsCard() {
  const t = texts.value;
  const told = accounts.value;
  if (!isOffered(told)) return null;
  const devices = told.value?.rows[0]?.devices ?? [];
  return (
    <Card title={t.accounts.title} class="accounts-card">
      {told.value === undefined ? <Missing what="accounts" answer={told} />
        : devices.length === 0 ? <p class="quiet">{t.nothingMeasured}</p>
          : <><Table devices={devices} /><p class="quiet">{t.accounts.hint}</p></>}
    </Card>
  );
}
