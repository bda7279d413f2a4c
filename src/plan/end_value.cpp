#include "end_value.hpp"

#include <algorithm>

#include "ohmstead/base/result.hpp"
#include "ohmstead/home/battery_physics.hpp"

namespace ohmstead::plan {
namespace {

using base::Energy;
using base::EnergyPrice;
using base::Money;

// Slightly less than what the energy saves, so that a plan never buys just to hold.
constexpr double k_caution = 0.99;

double median(std::vector<double> values) {
  const std::size_t half = values.size() / 2;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(half);
  std::nth_element(values.begin(), middle, values.end());
  if (values.size() % 2 == 1) return *middle;
  return (*std::max_element(values.begin(), middle) + *middle) / 2.0;
}

// What is left of a kWh on its way through the inverter of a battery: to the home, and from it.
struct Passage {
  double to_home = 1.0;
  double from_home = 1.0;
};

Passage passage(const home::Case& home, const home::Battery& battery) {
  for (const home::Inverter& inverter : home.inverters) {
    if (inverter.id != battery.inverter) continue;
    return {home::effective_efficiency(inverter).value(),
            home::effective_charge_efficiency(inverter).value()};
  }
  return {};
}

EnergyPrice default_value(const home::Case& home, const home::Battery& battery) {
  const auto import = home.prices.import.raw();
  base::expect(!import.empty(), "an end value needs at least one slot");
  const Passage inverter = passage(home, battery);
  const double discharging = home::effective_discharge_efficiency(battery).value();
  const double usual = median({import.begin(), import.end()}) * inverter.to_home;
  const double saved = (usual - home::mean_wear(battery).value()) * discharging;
  const double cheapest = *std::min_element(import.begin(), import.end());
  const double rebought =
      cheapest / (home::nominal(battery.charge_efficiency).value() * inverter.from_home);
  return EnergyPrice{std::max(0.0, k_caution * std::min(saved, rebought))};
}

}  // namespace

Money EndValue::at(Energy soc) const {
  Money worth;
  Energy rest = soc;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const bool is_last = i + 1 == steps.size();
    const Energy taken = is_last ? rest : std::min(rest, steps[i].energy);
    worth += taken * steps[i].value;
    rest -= taken;
    if (rest <= Energy{}) break;
  }
  return worth;
}

EndValue make_end_value(const home::Case& home, const home::Battery& battery) {
  if (battery.end_value_steps.empty()) {
    const EnergyPrice value = battery.end_value ? *battery.end_value : default_value(home, battery);
    return {{{battery.capacity, value}}};
  }
  EndValue result{battery.end_value_steps};
  Energy covered;
  for (const home::EndValueStep& step : result.steps) covered += step.energy;
  if (covered < battery.capacity) {
    const EnergyPrice beyond = std::min(EnergyPrice{}, result.steps.back().value);
    result.steps.push_back({battery.capacity - covered, beyond});
  }
  return result;
}

}  // namespace ohmstead::plan
