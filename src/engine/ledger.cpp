#include "ledger.hpp"

#include <algorithm>

namespace ohmstead::engine {
namespace {

// Gaps longer than this are told as they are, not billed: nobody knows when within them.
constexpr base::Seconds k_longest_slot{3 * 3600};

std::optional<std::size_t> slot_of(const base::SlotGrid& slots, base::Time time) {
  return slots.is_empty() ? std::nullopt : slots.find(time);
}

base::Power mean(base::Energy before, base::Energy after, double hours) {
  return base::Power{std::max(0.0, (after - before).value() / hours)};
}

// Whether counters rose, and no faster than a house connection can.
bool is_credible(const home::Readings& from, const home::Readings& to) {
  constexpr base::Power k_most{200.0};
  const base::Energy most = k_most * base::hours(to.at - from.at);
  const auto rose = [&](base::Energy home::EnergyCounters::* counter) {
    const base::Energy gone = to.counters.*counter - from.counters.*counter;
    return gone >= base::Energy{} && gone <= most;
  };
  return rose(&home::EnergyCounters::load) && rose(&home::EnergyCounters::pv) &&
         rose(&home::EnergyCounters::grid_import) && rose(&home::EnergyCounters::grid_export);
}

base::EnergyPrice value_now(const home::Plan& plan) {
  if (plan.slots.empty() || plan.slots.front().batteries.empty()) return {};
  return plan.slots.front().batteries.front().stored_value;
}

}  // namespace

Ledger::Ledger(const home::Site& site, const base::Zone& zone, std::size_t most_slots)
    : site_{without_planned_devices(site)},
      zone_{&zone},
      tariff_{site.tariff, zone},
      most_slots_{most_slots} {}

void Ledger::begin(const home::Readings& readings) {
  last_ = readings;
  self_use_soc_.clear();
  for (const home::BatteryReading& battery : readings.batteries)
    self_use_soc_.push_back(battery.soc);
}

void Ledger::add(const home::Readings& readings, const Snapshot& before) {
  if (!last_) return begin(readings);
  const base::Seconds duration = readings.at - last_->at;
  if (duration <= base::Seconds{0}) return;
  const auto slot = slot_of(before.home.slots, last_->at);
  if (!slot || duration > k_longest_slot) {
    last_ = readings;
    return;
  }
  if (!is_credible(*last_, readings)) {
    last_ = readings;
    return;
  }
  const double hours = base::hours(duration).value();
  const home::EnergyCounters &from = last_->counters, &to = readings.counters;
  MeasuredSlot done;
  done.start = last_->at;
  done.duration = duration;
  done.load = mean(from.load, to.load, hours);
  done.pv = mean(from.pv, to.pv, hours);
  done.grid_import = mean(from.grid_import, to.grid_import, hours);
  done.grid_export = mean(from.grid_export, to.grid_export, hours);
  done.devices = (to.devices - from.devices) / base::hours(duration);
  done.import_price = before.home.prices.import[*slot];
  done.export_price = before.home.prices.export_[*slot];
  done.cost = done.import_price * (done.grid_import * base::hours(duration)) -
              done.export_price * (done.grid_export * base::hours(duration));
  const home::PlanSlot* planned = before.slot_at(last_->at);
  for (std::size_t i = 0; i < readings.batteries.size(); ++i) {
    home::BatterySlot& battery = done.batteries.emplace_back();
    battery.id = readings.batteries[i].id;
    battery.soc = readings.batteries[i].soc;
    const home::BatteryReading &then = last_->batteries[i], &at_end = readings.batteries[i];
    battery.charge = mean(then.charged, at_end.charged, hours);
    battery.discharge = mean(then.discharged, at_end.discharged, hours);
    if (planned != nullptr && i < planned->batteries.size())
      battery.mode = planned->batteries[i].mode;
  }
  const base::EnergyPrice spot =
      before.outlook.spot.is_empty() || *slot >= before.outlook.spot.size()
          ? base::EnergyPrice{}
          : before.outlook.spot[*slot];
  done.self_use_cost = follow_self_use(done, spot);
  cash_ahead_ += (done.self_use_cost - done.cost).value();
  slots_.push_back(std::move(done));
  if (slots_.size() > most_slots_) slots_.pop_front();
  last_ = readings;
  note_day(readings.at, value_now(before.plan));
}

base::Money Ledger::follow_self_use(const MeasuredSlot& slot, base::EnergyPrice spot) {
  home::Outlook one;
  one.slots = base::SlotGrid::make(slot.start, {slot.duration}).value();
  one.spot.push_back(spot);
  // Cars and heaters as they were: the comparison is of batteries.
  one.load.push_back(std::max(base::Power{}, slot.load + slot.devices));
  one.pv.push_back(slot.pv);
  const home::Case home = plan::make_case(site_, tariff_, one, {self_use_soc_}, nullptr);
  const home::Plan plan =
      planner_.make_plan(home, {.strategy = plan::Strategy::self_use, .is_explained = false});
  for (std::size_t i = 0; i < self_use_soc_.size(); ++i)
    self_use_soc_[i] = plan.slots.front().batteries[i].soc;
  return plan.money.import_cost - plan.money.export_revenue;
}

// By how much the home is ahead of self-use since the beginning.
double Ledger::ahead(base::EnergyPrice stored_value) const {
  double more_kwh = 0.0;
  for (std::size_t i = 0; last_ && i < self_use_soc_.size(); ++i)
    more_kwh += (last_->batteries[i].soc - self_use_soc_[i]).value();
  return cash_ahead_ + stored_value.value() * more_kwh;
}

void Ledger::note_day(base::Time now, base::EnergyPrice stored_value) {
  const base::Date today = zone_->date(now);
  if (day_ == today) return;
  if (day_) ahead_at_day_ = ahead(stored_value);
  if (day_ && (day_->month() != today.month() || day_->year() != today.year()))
    ahead_at_month_ = ahead_at_day_;
  day_ = today;
}

Savings Ledger::savings(base::EnergyPrice stored_value) const {
  const double now = ahead(stored_value);
  return {base::Money{now - ahead_at_day_}, base::Money{now - ahead_at_month_}};
}

}  // namespace ohmstead::engine
