#include "accounts.hpp"

#include <algorithm>

#include "ohmstead/plan/evaluate.hpp"

namespace ohmstead::simulate {
namespace {

using base::Energy;
using base::Money;

// Shares of less than this are noise.
constexpr double k_least_gain = 0.005;

Account make_account(const home::Case& home, const Ledger& ledger, const MonthRange& range,
                     const home::Bill& bill) {
  Account account;
  account.month = range.name;
  account.slots = static_cast<std::int64_t>(range.end - range.first);
  const Money tiers = ledger.tiers(range.first, range.end);
  account.net_cost = bill.money.net_cost + tiers;
  account.import_cost = bill.money.import_cost + tiers;
  account.export_revenue = bill.money.export_revenue;
  account.wear = bill.money.wear;
  account.missed = bill.money.missed;
  account.stored_value_change = bill.money.stored_value_change;
  account.load = bill.energy.load;
  account.grid_import = bill.energy.grid_import;
  account.grid_export = bill.energy.grid_export;
  account.pv_used = bill.energy.pv_used;
  account.pv_curtailed = bill.energy.pv_curtailed;
  account.battery_charge = bill.energy.battery_charge;
  account.battery_discharge = bill.energy.battery_discharge;
  const Energy pv = account.pv_used;
  if (pv > Energy{}) {
    const Energy kept = std::max(Energy{}, pv - account.grid_export);
    account.self_consumption_pct = 100.0 * (kept / pv);
  }
  Energy capacity;
  for (const home::Battery& battery : home.batteries) capacity += battery.capacity;
  if (capacity > Energy{}) account.battery_cycles = account.battery_discharge / capacity;
  const double days = home.slots.total_hours().value() / 24.0;
  account.flips_per_day = static_cast<double>(ledger.count_flips(range.first, range.end)) / days;
  return account;
}

base::Result<home::Bill> bill_range(const home::Case& home, const Ledger& ledger,
                                    const MonthRange& range) {
  auto bill = plan::evaluate(home, ledger.make_plan(home, range.first, range.end));
  if (!bill) {
    return base::fail(base::ErrorKind::internal,
                      "what a strategy did contradicts itself: " + bill.error().message);
  }
  return bill;
}

}  // namespace

base::Result<Accounts> make_accounts(const home::Case& home, const Ledger& ledger,
                                     const std::vector<MonthRange>& months, std::size_t count) {
  Accounts accounts;
  for (const MonthRange& month : months) {
    const home::Case part = slice(home, month.first, month.end, ledger.soc_before(month.first));
    const auto bill = bill_range(part, ledger, month);
    if (!bill) return tl::unexpected{bill.error()};
    accounts.months.push_back(make_account(part, ledger, month, *bill));
  }
  const MonthRange all{"total", 0, count};
  const home::Case whole = slice(home, 0, count, ledger.soc_before(0));
  const auto bill = bill_range(whole, ledger, all);
  if (!bill) return tl::unexpected{bill.error()};
  accounts.total = make_account(whole, ledger, all, *bill);
  accounts.violations = bill->violations.size();
  return accounts;
}

void compare(Account& account, const Yardsticks& yardsticks) {
  const Money cost = account.net_cost;
  account.saved_to_self_use = yardsticks.self_use->net_cost - cost;
  account.saved_to_no_battery = yardsticks.no_battery->net_cost - cost;
  if (yardsticks.bound == nullptr) return;
  const Money possible = yardsticks.self_use->net_cost - yardsticks.bound->net_cost;
  if (possible.value() < k_least_gain) return;
  account.bound_share_pct = 100.0 * (account.saved_to_self_use / possible);
}

}  // namespace ohmstead::simulate
