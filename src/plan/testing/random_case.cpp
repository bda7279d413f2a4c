#include "testing/random_case.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <numbers>

#include "testing/random_dice.hpp"

namespace ohmstead::plan {
namespace {

using base::Energy;
using base::EnergyPrice;
using base::Money;
using base::Power;
using base::PowerPrice;
using base::Ratio;
using base::Seconds;
using base::Series;
using namespace std::chrono_literals;

base::SlotGrid make_slots(std::uint64_t seed, const RandomCaseKnobs& knobs) {
  Random random{seed, Aspect::slots};
  static constexpr std::array<Seconds, 4> k_steps{5min, 15min, 30min, 60min};
  const std::size_t count = random.whole(knobs.min_slots, knobs.max_slots);
  const base::Time start{std::chrono::sys_days{std::chrono::year{2024} / 1 / 1} +
                         std::chrono::hours{random.whole(0, 8000)}};
  if (!random.allowed(knobs.allows_mixed_slots, 0.6)) {
    return base::SlotGrid::uniform(start, 15min, count);
  }
  const Seconds step = k_steps[random.whole(0, 3)];
  const bool is_coarsening = random.chance(0.5);
  std::vector<Seconds> durations(count, step);
  if (is_coarsening) {
    for (Seconds& duration : durations) duration = k_steps[random.whole(0, 3)];
  }
  durations.front() = Seconds{random.whole(1, static_cast<std::size_t>(durations.front().count()))};
  return base::SlotGrid::make(start, durations).value();
}

// Hours since the first slot's start, at the middle of the slot.
double middle_h(const base::SlotGrid& slots, std::size_t slot) {
  return base::hours(slots.start(slot) - slots.start(0)).value() + slots.hours(slot).value() / 2.0;
}

// -1..1 over the day, lowest at `phase_h` hours after the start.
double daily_wave(const base::SlotGrid& slots, std::size_t slot, double phase_h) {
  return -std::cos((middle_h(slots, slot) - phase_h) / 24.0 * 2.0 * std::numbers::pi);
}

void fill_prices(home::Case& home, std::uint64_t seed, const RandomCaseKnobs& knobs) {
  Random random{seed, Aspect::prices};
  const double mean = random.between(0.05, 0.4);
  const double swing = random.between(0.0, 1.0) * mean;
  const double noise = random.between(0.0, 0.15);
  const double phase_h = random.between(0.0, 24.0);
  const bool is_negative = random.allowed(knobs.allows_negative_prices, 0.4);
  const bool is_export_above = random.allowed(knobs.allows_export_above_import, 0.3);
  const bool has_ties = random.allowed(knobs.allows_ties, 0.25);
  const double feed_in = random.between(0.0, 0.12);
  const bool is_feed_in_fixed = random.chance(0.5);
  for (std::size_t slot = 0; slot < home.slots.count(); ++slot) {
    const double dip = random.fine(0.0, 0.3);
    double import =
        mean + swing * daily_wave(home.slots, slot, phase_h) + random.fine(-noise, noise);
    import = is_negative ? import - dip : std::max(0.01, import);
    const double markup = random.fine(0.0, 0.1);
    double earned = is_feed_in_fixed ? feed_in : import - markup;
    if (is_export_above && random.chance(0.2)) earned = import + markup;
    if (!is_export_above) earned = std::min(earned, import);
    if (!knobs.allows_negative_prices) earned = std::max(0.0, earned);
    if (has_ties) {
      import = std::round(import * 20.0) / 20.0;
      earned = std::round(earned * 20.0) / 20.0;
    }
    home.prices.import.push_back(EnergyPrice{import});
    home.prices.export_.push_back(EnergyPrice{earned});
  }
}

Series<Power> make_load(const base::SlotGrid& slots, std::uint64_t seed) {
  Random random{seed, Aspect::load};
  const double floor_kw = random.chance(0.1) ? 0.0 : random.between(0.05, 0.8);
  Series<Power> load;
  for (std::size_t slot = 0; slot < slots.count(); ++slot) {
    const double extra_kw = random.fine(0.0, 5.0);
    load.push_back(Power{floor_kw + (random.chance(0.2) ? extra_kw : 0.0)});
  }
  return load;
}

Series<Power> make_pv(const base::SlotGrid& slots, std::uint64_t seed, std::uint64_t index) {
  Random random{seed, Aspect::pv, index};
  const double peak_kw = random.chance(0.15) ? 0.0 : random.between(0.5, 12.0);
  const double phase_h = random.between(0.0, 24.0);
  Series<Power> pv;
  for (std::size_t slot = 0; slot < slots.count(); ++slot) {
    const double clear_kw = peak_kw * std::max(0.0, daily_wave(slots, slot, phase_h));
    pv.push_back(Power{clear_kw * random.fine(0.2, 1.0)});
  }
  return pv;
}

home::Grid make_grid(std::uint64_t seed, const RandomCaseKnobs& knobs, std::size_t slot_count) {
  Random random{seed, Aspect::grid};
  home::Grid grid;
  const double import_kw = random.between(1.0, 9.0);
  const double export_kw = random.chance(0.2) ? 0.0 : random.between(0.5, 6.0);
  if (random.allowed(knobs.allows_grid_limits, 0.3)) grid.import_limit = Power{import_kw};
  if (random.allowed(knobs.allows_grid_limits, 0.4)) grid.export_limit = Power{export_kw};
  const EnergyPrice over_import{random.between(0.0, 2.0)};
  const EnergyPrice over_export{random.between(0.0, 2.0)};
  if (random.allowed(knobs.allows_soft_limits, 0.4) && grid.import_limit) {
    grid.import_over_limit_price = over_import;
  }
  if (random.allowed(knobs.allows_soft_limits, 0.4) && grid.export_limit) {
    grid.export_over_limit_price = over_export;
  }
  home::PeakCharge peak{PowerPrice{random.between(0.0, 5.0)}, Power{random.between(0.0, 4.0)}, 1};
  peak.window_slots =
      static_cast<std::int64_t>(random.whole(1, std::min<std::size_t>(4, slot_count)));
  if (random.allowed(knobs.allows_peak, 0.25)) grid.peak = peak;
  grid.is_exclusive = !random.allowed(knobs.allows_both_ways, 0.5);
  if (!grid.is_exclusive) {  // both ways at once may earn, so hard limits must end it
    grid.import_limit = Power{import_kw};
    grid.export_limit = Power{export_kw};
    grid.import_over_limit_price.reset();
    grid.export_over_limit_price.reset();
  }
  return grid;
}

// Where export is dearer than import, passing energy through the meter both ways would earn without
// end.
void bound_grid(home::Grid& grid) {
  grid.peak.reset();  // a case may not have both
  if (!grid.import_limit) grid.import_limit = Power{17.0};
  if (!grid.export_limit) grid.export_limit = Power{11.0};
  grid.import_over_limit_price.reset();
  grid.export_over_limit_price.reset();
}

std::vector<home::WearStep> make_wear_steps(Random& random, Power limit) {
  std::vector<home::WearStep> steps;
  EnergyPrice price;
  const std::size_t count = random.whole(1, 3);
  for (std::size_t i = 0; i < count; ++i) {
    price += EnergyPrice{random.between(0.0, 0.05)};
    steps.push_back({Power{0.05 + limit.value() * random.between(0.1, 0.6)}, price});
  }
  return steps;
}

void add_end_value(home::Battery& battery, Random& random, const RandomCaseKnobs& knobs) {
  const EnergyPrice value{random.between(-0.05, 0.4)};
  const double first = random.between(0.1, 0.9);
  const bool has_steps = random.chance(0.5);
  if (!random.allowed(knobs.allows_end_value, 0.4)) return;
  if (!has_steps) {
    battery.end_value = value;
    return;
  }
  battery.end_value_steps = {{battery.capacity * first, value},
                             {battery.capacity * (1.0 - first), value - EnergyPrice{0.05}}};
}

void add_prices_of_use(home::Battery& battery, Random& random, const RandomCaseKnobs& knobs) {
  const EnergyPrice wear{random.between(0.0, 0.08)};
  if (random.allowed(knobs.allows_wear, 0.6)) battery.wear = wear;
  const auto charge_steps = make_wear_steps(random, battery.charge);
  const auto discharge_steps = make_wear_steps(random, home::effective_discharge(battery));
  if (random.allowed(knobs.allows_wear_steps, 0.3)) battery.charge_wear = charge_steps;
  if (random.allowed(knobs.allows_wear_steps, 0.3)) battery.discharge_wear = discharge_steps;
  const EnergyPrice fee{random.between(0.0, 0.1)};
  if (random.allowed(knobs.allows_export_fee, 0.3)) battery.export_fee = fee;
  const home::SocBand low{battery.capacity * random.between(0.1, 0.5),
                          Money{random.between(0.0, 0.05)}};
  const home::SocBand high{battery.capacity * random.between(0.5, 0.9),
                           Money{random.between(0.0, 0.05)}};
  if (random.allowed(knobs.allows_bands, 0.3)) battery.low_band = low;
  if (random.allowed(knobs.allows_bands, 0.3)) battery.high_band = high;
}

void add_reserve(home::Battery& battery, Random& random, const RandomCaseKnobs& knobs,
                 std::size_t slot_count) {
  const Energy level = battery.capacity * random.between(0.0, 0.8);
  const EnergyPrice price{random.between(0.0, 1.0)};
  const bool has_price = random.chance(0.7);
  const std::size_t from = random.whole(0, slot_count - 1);
  if (!random.allowed(knobs.allows_reserve, 0.3)) return;
  battery.reserve = Series<Energy>{slot_count};
  for (std::size_t slot = from; slot < slot_count; ++slot) battery.reserve.set(slot, level);
  if (has_price) battery.reserve_price = price;
}

home::Battery make_battery(std::uint64_t seed, std::size_t index, const RandomCaseKnobs& knobs,
                           std::size_t slot_count) {
  Random random{seed, Aspect::battery, index};
  home::Battery battery;
  battery.id = fmt::format("battery-{}", index + 1);
  battery.capacity = Energy{random.between(1.0, 20.0)};
  battery.min_soc = battery.capacity * (random.chance(0.3) ? 0.0 : random.between(0.0, 0.3));
  const Energy max_soc = battery.capacity * random.between(0.7, 1.0);
  if (random.chance(0.4)) battery.max_soc = max_soc;
  const Energy top = home::effective_max_soc(battery);
  battery.soc = battery.min_soc + (top - battery.min_soc) * random.between(0.0, 1.0);
  const Energy outside = random.chance(0.7)
                             ? battery.min_soc * random.between(0.0, 1.0)
                             : top + (battery.capacity - top) * random.between(0.0, 1.0);
  if (random.allowed(knobs.allows_soc_outside, 0.2)) battery.soc = outside;
  battery.charge = Power{random.chance(0.05) ? 0.0 : random.between(0.5, 8.0)};
  const Power discharge{random.between(0.5, 8.0)};
  if (random.chance(0.5)) battery.discharge = discharge;
  battery.charge_efficiency = Ratio{random.chance(0.1) ? 1.0 : random.between(0.85, 1.0)};
  const Ratio discharge_efficiency{random.between(0.85, 1.0)};
  if (random.chance(0.5)) battery.discharge_efficiency = discharge_efficiency;
  const Power standby{random.between(0.0, 0.05)};
  if (random.allowed(knobs.allows_standby, 0.3)) battery.standby = standby;
  add_prices_of_use(battery, random, knobs);
  add_reserve(battery, random, knobs, slot_count);
  add_end_value(battery, random, knobs);
  battery.is_exclusive = !random.allowed(knobs.allows_both_ways, 0.5);
  return battery;
}

void add_inverter(home::Case& home, std::uint64_t seed, const RandomCaseKnobs& knobs) {
  Random random{seed, Aspect::inverters};
  home::Inverter inverter;
  inverter.id = "inverter-1";
  inverter.ac_limit = Power{random.between(1.0, 10.0)};
  const Power charge_limit{random.chance(0.3) ? 0.0 : random.between(0.5, 10.0)};
  if (random.chance(0.4)) inverter.charge_limit = charge_limit;
  inverter.efficiency = Ratio{random.between(0.9, 1.0)};
  const Ratio charge_efficiency{random.between(0.9, 1.0)};
  if (random.chance(0.4)) inverter.charge_efficiency = charge_efficiency;
  const bool is_second_behind = random.chance(0.4);
  const bool is_hybrid = random.allowed(knobs.allows_hybrid, 0.3);
  if (!is_hybrid && !random.allowed(knobs.allows_battery_inverter, 0.15)) return;
  inverter.is_hybrid = is_hybrid;
  if (is_hybrid) inverter.pv = make_pv(home.slots, seed, 1);
  for (std::size_t i = 0; i < home.batteries.size(); ++i) {
    if (i == 0 || is_second_behind) home.batteries[i].inverter = inverter.id;
  }
  home.inverters.push_back(std::move(inverter));
}

void add_last_plan(home::Case& home, std::uint64_t seed) {
  Random random{seed, Aspect::last_plan};
  home.objective.keep_last_plan = Money{random.between(0.0, 0.05)};
  if (random.chance(0.3)) return;
  home.last_plan.emplace();
  home.last_plan->slots = home.slots;
  for (const home::Battery& battery : home.batteries) {
    home::LastBatteryPlan last;
    last.id = battery.id;
    last.charge = last.discharge = Series<Power>{home.slots.count()};
    for (std::size_t slot = 0; slot < home.slots.count(); ++slot) {
      const double share = random.fine(-1.0, 1.0);
      last.charge.set(slot, battery.charge * std::max(0.0, share));
      last.discharge.set(slot, home::effective_discharge(battery) * std::max(0.0, -share));
      last.modes.emplace_back(share > 0.0 ? "charge" : share < 0.0 ? "discharge" : "hold");
    }
    home.last_plan->batteries.push_back(std::move(last));
  }
}

}  // namespace

home::Case make_random_case(std::uint64_t seed, const RandomCaseKnobs& knobs) {
  home::Case home;
  home.schema = home::k_case_schema;
  home.name = fmt::format("random home {}", seed);
  home.timezone = "Europe/Paris";
  home.slots = make_slots(seed, knobs);
  fill_prices(home, seed, knobs);
  home.load = make_load(home.slots, seed);
  home.pv = make_pv(home.slots, seed, 0);
  home.grid = make_grid(seed, knobs, home.slots.count());
  if (!home.grid.is_exclusive) bound_grid(home.grid);
  home.is_pv_curtailable = !Random{seed, Aspect::pv, 2}.allowed(knobs.allows_fixed_pv, 0.3);
  const std::size_t battery_count =
      Random{seed, Aspect::battery, 9}.whole(knobs.min_batteries, knobs.max_batteries);
  for (std::size_t i = 0; i < battery_count; ++i) {
    home.batteries.push_back(make_battery(seed, i, knobs, home.slots.count()));
  }
  add_inverter(home, seed, knobs);
  add_grid_series(home, seed, knobs);
  add_peaks(home, seed, knobs);
  add_shared_limits(home, seed, knobs);
  add_battery_parts(home, seed, knobs);
  if (knobs.allows_keep_last_plan) add_last_plan(home, seed);
  return home;
}

}  // namespace ohmstead::plan
