#include <algorithm>
#include <limits>
#include <numeric>

#include "end_value.hpp"
#include "ohmstead/home/battery_physics.hpp"
#include "ohmstead/home/manual_wish.hpp"
#include "peaks.hpp"
#include "state.hpp"

namespace ohmstead::plan::multipass {
namespace {

constexpr double k_infinity = std::numeric_limits<double>::infinity();

const home::Inverter* find_inverter(const home::Case& home, const home::Battery& battery) {
  for (const home::Inverter& inverter : home.inverters) {
    if (inverter.id == battery.inverter) return &inverter;
  }
  return nullptr;
}

double wear_of(const home::Battery& battery) {
  double wear = home::mean_wear(battery).value();
  if (!battery.charge_wear.empty()) wear += battery.charge_wear.back().price.value();
  if (!battery.discharge_wear.empty()) wear += battery.discharge_wear.front().price.value();
  return wear;
}

// Powers add up; efficiencies, wear and worth are means by capacity.
void add_battery(const home::Case& home, const home::Battery& battery, Storage& storage) {
  double to_home = 1.0, from_home = 1.0;
  double given_limit_kw = k_infinity, taken_limit_kw = k_infinity;
  if (const home::Inverter* inverter = find_inverter(home, battery)) {
    to_home = home::effective_efficiency(*inverter).value();
    from_home = home::effective_charge_efficiency(*inverter).value();
    given_limit_kw = inverter->ac_limit.value();
    taken_limit_kw = home::effective_charge_limit(*inverter).value();
  }
  const double capacity = battery.capacity.value();
  storage.capacity_kwh += capacity;
  storage.min_kwh += battery.min_soc.value();
  storage.max_kwh += home::effective_max_soc(battery).value();
  storage.start_kwh += battery.soc.value();
  storage.charge_kw += std::min(battery.charge.value() / from_home, taken_limit_kw);
  storage.discharge_kw +=
      std::min(home::effective_discharge(battery).value() * to_home, given_limit_kw);
  storage.charge_efficiency +=
      capacity * home::nominal(battery.charge_efficiency).value() * from_home;
  storage.discharge_efficiency +=
      capacity * home::effective_discharge_efficiency(battery).value() * to_home;
  storage.wear += capacity * wear_of(battery) / to_home;
  storage.export_fee += capacity * battery.export_fee.value();
  storage.end_value += capacity * make_end_value(home, battery).steps.front().value.value();
}

Storage make_storage(const home::Case& home) {
  Storage storage;
  storage.charge_efficiency = storage.discharge_efficiency = 0.0;
  for (const home::Battery& battery : home.batteries) add_battery(home, battery, storage);
  if (!(storage.capacity_kwh > 0.0)) return {};
  storage.charge_efficiency /= storage.capacity_kwh;
  storage.discharge_efficiency /= storage.capacity_kwh;
  storage.wear /= storage.capacity_kwh;
  storage.export_fee /= storage.capacity_kwh;
  storage.end_value /= storage.capacity_kwh;
  return storage;
}

// Of all batteries together, and of all water heaters: a block for one of them counts for all.
void read_manual_blocks(const home::Case& home, State& state) {
  for (std::size_t t = 0; t < state.count(); ++t) {
    for (const home::Battery& battery : home.batteries) {
      const home::ManualBlock* block = home::find_manual_block(home, battery.id, t);
      if (block != nullptr) state.manual[t] = *block;
    }
    for (const home::ManualBlock& block : home.manual_blocks) {
      const bool heats = block.kind == home::ManualKind::water_heating;
      if (heats && home::covers(block, home.slots, t)) state.is_water_wanted[t] = 1;
    }
  }
}

double room_kw(const home::Case& home, std::size_t slot) {
  const double limit = home.grid.import_limit ? home.grid.import_limit[slot].value() : k_infinity;
  return std::min(limit, free_of_peaks_kw(home, slot));
}

}  // namespace

State make_state(const home::Case& home) {
  State state;
  state.home = &home;
  state.settings = home.multipass.value_or(home::MultipassSettings{});
  state.storage = make_storage(home);
  const std::size_t count = home.slots.count();
  double standby_kw = 0.0;
  for (const home::Battery& battery : home.batteries) standby_kw += battery.standby.value();
  for (std::size_t t = 0; t < count; ++t) {
    state.hours.push_back(home.slots.hours(t).value());
    state.import.push_back(home.prices.import.raw()[t]);
    state.export_.push_back(home.prices.export_.raw()[t]);
    state.load_kw.push_back(home.load.raw()[t] + standby_kw);
    double pv_kw = home.pv.raw()[t];
    for (const home::Inverter& inverter : home.inverters) {
      if (!inverter.pv.is_empty())
        pv_kw += inverter.pv.raw()[t] * home::effective_efficiency(inverter).value();
    }
    state.pv_kw.push_back(pv_kw);
    state.room_kw.push_back(room_kw(home, t));
    state.price_level += state.import[t] * state.hours[t];
  }
  const double total_h = std::accumulate(state.hours.begin(), state.hours.end(), 0.0);
  state.price_level = std::max(0.0, state.price_level / total_h);
  state.manual.resize(count);
  state.is_water_wanted.assign(count, 0);
  state.is_cheap.assign(count, 0);
  state.water_kw.assign(count, 0.0);
  state.baseline_kwh.assign(count + 1, state.storage.start_kwh);
  state.bought_kw.assign(count, 0.0);
  state.actions.assign(count, Action::follow);
  state.given_kw.assign(count, 0.0);
  state.stored_kwh.assign(count + 1, state.storage.start_kwh);
  state.is_banned_charge.assign(count, 0);
  state.is_banned_follow.assign(count, 0);
  state.is_banned_sale.assign(count, 0);
  read_manual_blocks(home, state);
  return state;
}

double State::taken_kwh(std::size_t t) const {
  return std::min(deficit_kw(t), storage.discharge_kw) * hours[t] / storage.discharge_efficiency;
}
double State::refill_kwh(std::size_t t) const {
  return std::min(surplus_kw(t), storage.charge_kw) * hours[t] * storage.charge_efficiency;
}

namespace {
// The shares are what the first users' amounts were of their mean price, about 1.5 per kWh.
double price_or(const std::optional<base::EnergyPrice>& price, double share, double level) {
  return price ? price->value() : share * level;
}
}  // namespace

double State::cheap_tolerance() const {
  return price_or(settings.cheap_tolerance, 1.0 / 15.0, price_level);
}
double State::price_smoothing() const {
  return price_or(settings.price_smoothing, 1.0 / 30.0, price_level);
}
double State::consolidation_tolerance() const {
  return price_or(settings.consolidation_tolerance, 1.0 / 30.0, price_level);
}
double State::use_margin() const { return price_or(settings.use_margin, 1.0 / 15.0, price_level); }
double State::export_margin() const {
  return price_or(settings.export_margin, 1.0 / 30.0, price_level);
}
double State::strategic_price() const {
  return price_or(settings.strategic_price, 0.6, price_level);
}
double State::cost_of_bought(double price) const {
  return price / (storage.charge_efficiency * storage.discharge_efficiency) + storage.wear;
}

double quantile(const std::vector<double>& prices, const std::vector<double>& hours, double share) {
  std::vector<std::size_t> order(prices.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return prices[a] < prices[b]; });
  const double total_h = std::accumulate(hours.begin(), hours.end(), 0.0);
  double passed_h = 0.0;
  for (const std::size_t t : order) {
    passed_h += hours[t];
    if (passed_h >= share * total_h * (1.0 - 1e-12)) return prices[t];
  }
  return prices[order.back()];
}

}  // namespace ohmstead::plan::multipass
