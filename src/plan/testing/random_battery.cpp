// What the powers, losses and wear of a random battery depend on.
#include "testing/random_dice.hpp"

namespace ohmstead::plan {
namespace {

using base::Celsius;
using base::Energy;
using base::EnergyPrice;
using base::Power;
using base::Ratio;

void add_derating(home::Battery& battery, Random& random, std::size_t slot_count) {
  const double cold_c = random.between(-20.0, 5.0);
  battery.temperature_derating = {
      {Celsius{cold_c}, Ratio{random.between(0.0, 0.5)}, Ratio{random.between(0.2, 1.0)}},
      {Celsius{cold_c + random.between(1.0, 15.0)}, Ratio{1.0}, Ratio{1.0}},
      {Celsius{45.0}, Ratio{random.between(0.0, 1.0)}, Ratio{0.8}}};
  battery.temperature = base::Series<Celsius>{slot_count};
  for (std::size_t t = 0; t < slot_count; ++t)
    battery.temperature.set(t, Celsius{random.between(-25.0, 50.0)});
}

void add_depth_wear(home::Battery& battery, Random& random) {
  const double top = battery.capacity.value();
  const double deep = top * random.between(0.05, 0.4);
  const double price = random.between(0.05, 0.2);
  std::vector<home::DepthStep> steps{{Energy{deep}, EnergyPrice{price}}};
  if (random.chance(0.6))
    steps.push_back({Energy{top * random.between(0.45, 0.8)}, EnergyPrice{0.5 * price}});
  if (random.chance(0.4)) steps.push_back({Energy{top}, EnergyPrice{0.1 * price}});
  battery.wear = steps;
}

void add_power_by_soc(home::Battery& battery, Random& random) {
  const double in = battery.charge.value();
  const double out = home::effective_discharge(battery).value();
  const double full = random.between(0.6, 0.95), empty = random.between(0.05, 0.35);
  battery.power_by_soc = {
      {{}, Ratio{0.0}, Power{in * random.between(0.1, 1.0)}, Power{out * random.between(0.0, 0.3)}},
      {{}, Ratio{empty}, Power{in}, Power{out}},
      {battery.capacity * full, {}, Power{in}, {}},
      {{}, Ratio{1.0}, Power{in * random.between(0.0, 0.5)}, {}}};
}

home::Efficiency make_curve(Random& random, double most_kw) {
  const double low = random.between(0.4, 0.8), middle = random.between(0.85, 0.97);
  std::vector<home::EfficiencyPoint> points{
      {Power{0.1 * most_kw}, Ratio{low}},
      {Power{0.4 * most_kw}, Ratio{middle}},
      {Power{most_kw * random.between(0.9, 1.2)}, Ratio{middle - random.between(0.0, 0.06)}}};
  return points;
}

// Some only lose more and more up to their limit: linear programmes know those without decisions.
void add_curves(home::Inverter& inverter, Random& random) {
  const double most_kw = inverter.ac_limit.value();
  const bool is_falling = random.chance(0.3);
  inverter.efficiency = make_curve(random, most_kw);
  if (is_falling) {
    inverter.efficiency =
        std::vector<home::EfficiencyPoint>{{Power{0.3 * most_kw}, Ratio{random.between(0.95, 1.0)}},
                                           {Power{most_kw}, Ratio{random.between(0.85, 0.94)}}};
  }
  inverter.charge_efficiency.reset();
  if (random.chance(0.3)) inverter.charge_efficiency = make_curve(random, most_kw);
  if (random.chance(0.2)) inverter.charge_efficiency = Ratio{random.between(0.9, 1.0)};
}

}  // namespace

void add_battery_parts(home::Case& home, std::uint64_t seed, const RandomCaseKnobs& knobs) {
  for (std::size_t k = 0; k < home.inverters.size() && knobs.allows_inverter_curves; ++k) {
    Random random{seed, Aspect::more_battery, 100 + k};
    add_curves(home.inverters[k], random);
  }
  for (std::size_t i = 0; i < home.batteries.size(); ++i) {
    Random random{seed, Aspect::more_battery, i};
    home::Battery& battery = home.batteries[i];
    if (knobs.allows_derating && random.chance(0.8))
      add_derating(battery, random, home.slots.count());
    if (!battery.is_exclusive || battery.charge.value() <= 0.0) continue;
    if (knobs.allows_depth_wear && random.chance(0.8)) add_depth_wear(battery, random);
    if (knobs.allows_power_by_soc && random.chance(0.8)) add_power_by_soc(battery, random);
    if (!knobs.allows_curves) continue;
    battery.charge_efficiency = make_curve(random, battery.charge.value());
    battery.discharge_efficiency = make_curve(random, home::effective_discharge(battery).value());
  }
}

}  // namespace ohmstead::plan
