#include "ledger.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "measure_slot.hpp"

namespace ohmstead::engine {
namespace {

// Gaps longer than this are told as they are, not billed: nobody knows when within them.
constexpr base::Seconds k_longest_slot{3 * 3600};

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

base::Money cost_of(const home::Plan& plan) {
  return plan.money.import_cost - plan.money.export_revenue;
}

// What fees on power grow by when `import` is that of the slot.
base::Money add_peak(plan::PeakBook& peaks, const MeasuredSlot& slot, base::Power import) {
  const base::Money before = peaks.cost();
  peaks.add(slot.start, slot.start + slot.duration, import);
  return peaks.cost() - before;
}

// What the roof would have given that the plan turned down; nobody measures that.
std::optional<base::Power> possible_pv(const Snapshot& before, const MeasuredSlot& done) {
  if (!before.turns_pv_down(done.start, done.start + done.duration)) return std::nullopt;
  const auto index = before.outlook.slots.find(done.start);
  if (!index || before.outlook.pv.is_empty()) return std::nullopt;
  const base::Power forecast = before.outlook.pv[*index];
  return forecast > done.pv ? std::optional{forecast} : std::nullopt;
}

bool is_same_month(const std::string& day, const std::string& other) {
  return day.substr(0, 7) == other.substr(0, 7);
}

}  // namespace

Ledger::Ledger(const home::Site& site, const base::Zone& zone, std::size_t most_slots)
    : site_{with_plain_prices(without_planned_devices(site))},
      zone_{&zone},
      tariff_{site.tariff, zone},
      bought_{site.tariff.import, zone},
      self_use_bought_{site.tariff.import, zone},
      no_battery_bought_{site.tariff.import, zone},
      peaks_{site.tariff, zone},
      self_use_peaks_{peaks_},
      no_battery_peaks_{peaks_},
      most_slots_{most_slots} {}

void Ledger::restore(const home::LedgerState& state, std::vector<MeasuredSlot> slots,
                     std::vector<home::DayMoney> days) {
  // Slots that were kept before the comparisons' imports were: as it was.
  for (const MeasuredSlot& slot : slots) {
    const base::Time end = slot.start + slot.duration;
    peaks_.add(slot.start, end, slot.grid_import);
    self_use_peaks_.add(slot.start, end, slot.self_use_import.value_or(slot.grid_import));
    no_battery_peaks_.add(slot.start, end, slot.no_battery_import.value_or(slot.grid_import));
  }
  slots_ = {slots.begin(), slots.end()};
  while (slots_.size() > most_slots_) slots_.pop_front();
  days_ = std::move(days);
  for (const home::DayMoney& day : days_) {
    const base::Time end = day.start + day.measured;
    bought_.add(day.start, end, day.grid_import);
    self_use_bought_.add(day.start, end, day.self_use_import.value_or(day.grid_import));
    no_battery_bought_.add(day.start, end, day.no_battery_import.value_or(day.grid_import));
  }
  cash_ahead_ = state.cash_ahead.value();
  ahead_at_day_ = state.ahead_at_day.value();
  ahead_at_month_ = state.ahead_at_month.value();
  kept_more_ = state.stored_more;
  cars_.restore(state.cars_ahead);
}

home::LedgerState Ledger::state() const {
  home::LedgerState state;
  state.cash_ahead = base::Money{cash_ahead_};
  state.ahead_at_day = base::Money{ahead_at_day_};
  state.ahead_at_month = base::Money{ahead_at_month_};
  for (std::size_t i = 0; last_ && i < self_use_soc_.size(); ++i)
    state.stored_more.push_back(last_->batteries[i].soc - self_use_soc_[i]);
  state.cars_ahead = cars_.ahead();
  return state;
}

void Ledger::begin(const home::Readings& readings) {
  last_ = readings;
  self_use_soc_.clear();
  for (std::size_t i = 0; i < readings.batteries.size(); ++i) {
    const base::Energy more = i < kept_more_.size() ? kept_more_[i] : base::Energy{};
    self_use_soc_.push_back(
        std::clamp(readings.batteries[i].soc - more, base::Energy{}, site_.batteries[i].capacity));
  }
}

// No money is counted by a price that was only foretold.
std::optional<Ledger::Prices> Ledger::prices_at(const home::Outlook& outlook,
                                                base::Time time) const {
  const auto slot = outlook.slots.is_empty() ? std::nullopt : outlook.slots.find(time);
  if (!slot || (!outlook.spot.is_empty() && *slot >= outlook.spot.size())) return std::nullopt;
  if (outlook.spot_until && outlook.slots.end(*slot) > *outlook.spot_until) return std::nullopt;
  const auto in = [&](const base::Series<base::EnergyPrice>& prices) {
    return *slot < prices.size() ? prices[*slot] : base::EnergyPrice{};
  };
  // A fixed tariff needs no spot prices.
  const base::EnergyPrice spot = in(outlook.spot);
  const base::EnergyPrice sold = outlook.export_spot.is_empty() ? spot : in(outlook.export_spot);
  return Prices{tariff_.import_price(outlook.slots.start(*slot), spot), tariff_.export_price(sold),
                spot, sold};
}

void Ledger::note(const Snapshot& made) {
  if (last_ && !prices_) prices_ = prices_at(made.outlook, last_->at);
}

const MeasuredSlot* Ledger::add(const home::Readings& readings, const Snapshot& before) {
  if (!last_) {
    begin(readings);
    return nullptr;
  }
  const base::Seconds duration = readings.at - last_->at;
  if (duration <= base::Seconds{0}) return nullptr;
  const auto then = prices_at(before.outlook, last_->at);
  const auto prices = then ? then : std::exchange(prices_, std::nullopt);
  prices_.reset();
  if (!prices || duration > k_longest_slot || !is_credible(*last_, readings)) {
    last_ = readings;
    return nullptr;
  }
  MeasuredSlot done = measure_slot(*last_, readings, before.slot_at(last_->at));
  done.import_price = prices->import;
  done.export_price = prices->export_;
  bill(done);
  done.pv_possible = possible_pv(before, done);
  car_value_ = value_for_cars(before.home, before.plan);
  compare(done, cars_.add(before.home, *last_, readings), prices->spot, prices->sold);
  const base::EnergyPrice stored_value = value_now(before.plan);
  note_day(done.start, stored_value);
  cash_ahead_ += (done.self_use_cost - done.cost).value();
  last_ = readings;
  add_to_day(done, stored_value);
  slots_.push_back(std::move(done));
  if (slots_.size() > most_slots_) slots_.pop_front();
  return &slots_.back();
}

void Ledger::bill(MeasuredSlot& slot) {
  const base::Hours time = base::hours(slot.duration);
  const base::Energy bought = slot.grid_import * time;
  base::Money paid = slot.import_price * bought;
  paid += bought_.add(slot.start, slot.start + slot.duration, bought);
  slot.import_price =
      bought > base::Energy{} ? paid / bought : slot.import_price + bought_.fee_at(slot.start);
  slot.cost = paid - slot.export_price * (slot.grid_export * time) +
              add_peak(peaks_, slot, slot.grid_import);
}

std::string Ledger::tier_note(const home::Outlook& outlook, base::Time now) const {
  const auto tiers = plan::expected_tiers(tariff_.import(), *zone_, outlook, bought(now));
  if (tiers.empty()) return {};
  const bool is_by_year = tariff_.import().tiers_per == home::TierPeriod::year;
  return fmt::format(
      "{:.0f} kWh bought since the {} began, about {:.0f} by its end: plans count {:.4f} per kWh "
      "for its tier",
      tiers.front().bought.value(), is_by_year ? "year" : "month", tiers.front().expected.value(),
      tiers.front().fee.value());
}

void Ledger::compare(MeasuredSlot& slot, base::Energy more, base::EnergyPrice spot,
                     base::EnergyPrice sold) {
  home::Outlook one;
  one.slots = base::SlotGrid::make(slot.start, {slot.duration}).value();
  one.spot.push_back(spot);
  one.export_spot.push_back(sold);
  const base::Power drawn = slot.drawn + more / base::hours(slot.duration);
  one.load.push_back(std::max(base::Power{}, slot.load + drawn));
  one.pv.push_back(slot.pv_possible.value_or(slot.pv));
  const home::Case home = plan::make_case(site_, tariff_, one, {self_use_soc_}, nullptr);
  const auto plan_by = [&](plan::Strategy strategy) {
    return planner_.make_plan(home, {.strategy = strategy, .is_explained = false});
  };
  const home::Plan self_use = plan_by(plan::Strategy::self_use);
  for (std::size_t i = 0; i < self_use_soc_.size(); ++i)
    self_use_soc_[i] = self_use.slots.front().batteries[i].soc;
  const home::Plan no_battery = plan_by(plan::Strategy::no_battery);
  const base::Time end = slot.start + slot.duration;
  const auto cost = [&](const home::Plan& plan, plan::TierBook& bought, plan::PeakBook& peaks,
                        std::optional<base::Power>& import) {
    import = plan.slots.front().grid_import;
    return cost_of(plan) + bought.add(slot.start, end, *import * base::hours(slot.duration)) +
           add_peak(peaks, slot, *import);
  };
  slot.self_use_cost = cost(self_use, self_use_bought_, self_use_peaks_, slot.self_use_import);
  slot.no_battery_cost =
      cost(no_battery, no_battery_bought_, no_battery_peaks_, slot.no_battery_import);
}

// By how much the home is ahead of self-use since the beginning.
double Ledger::ahead(base::EnergyPrice stored_value) const {
  double more_kwh = 0.0;
  for (std::size_t i = 0; last_ && i < self_use_soc_.size(); ++i)
    more_kwh += (last_->batteries[i].soc - self_use_soc_[i]).value();
  return cash_ahead_ + stored_value.value() * more_kwh -
         car_value_.value() * cars_.drawn_more().value();
}

// Begins a new day when the slot is the first of it.
void Ledger::note_day(base::Time slot_start, base::EnergyPrice stored_value) {
  const base::Date date = zone_->date(slot_start);
  const std::string day = base::format_date(date);
  if (!days_.empty() && days_.back().day == day) return;
  if (!days_.empty()) {
    ahead_at_day_ = ahead(stored_value);
    if (!is_same_month(days_.back().day, day)) ahead_at_month_ = ahead_at_day_;
  }
  days_.push_back({});
  days_.back().day = day;
  days_.back().start = zone_->day_start(date);
}

void Ledger::add_to_day(const MeasuredSlot& slot, base::EnergyPrice stored_value) {
  home::DayMoney& day = days_.back();
  const base::Hours time = base::hours(slot.duration);
  // Of the part of a day before these were kept: as it was.
  day.self_use_import =
      day.self_use_import.value_or(day.grid_import) + *slot.self_use_import * time;
  day.no_battery_import =
      day.no_battery_import.value_or(day.grid_import) + *slot.no_battery_import * time;
  day.cost += slot.cost;
  day.self_use_cost += slot.self_use_cost;
  day.no_battery_cost += slot.no_battery_cost;
  day.saved = base::Money{ahead(stored_value) - ahead_at_day_};
  day.grid_import += slot.grid_import * time;
  day.grid_export += slot.grid_export * time;
  day.pv += slot.pv * time;
  day.load += (slot.load + slot.drawn) * time;
  day.measured += slot.duration;
  const base::Seconds whole = zone_->next_day_start(day.start) - day.start;
  day.is_complete = day.measured >= whole - base::Seconds{60};
}

Savings Ledger::savings(base::EnergyPrice stored_value) const {
  const double now = ahead(stored_value);
  return {base::Money{now - ahead_at_day_}, base::Money{now - ahead_at_month_}};
}

}  // namespace ohmstead::engine
