#include "ohmstead/home/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "ohmstead/home/case.hpp"

namespace ohmstead::home {
namespace {

template <class Q>
void multiply(Series<Q>& series, const PerSlot<Ratio>& factor) {
  if (!factor) return;
  for (std::size_t slot = 0; slot < series.size(); ++slot)
    series.set(slot, series[slot] * factor[slot]);
}

void add(Series<EnergyPrice>& series, const PerSlot<EnergyPrice>& more) {
  if (!more) return;
  for (std::size_t slot = 0; slot < series.size(); ++slot)
    series.set(slot, series[slot] + more[slot]);
}

template <class Q>
void keep_first(const Series<Q>& from, Series<Q>& series) {
  if (!series.is_empty()) series.set(0, from[0]);
}

// Scenarios from the dearest to the cheapest.
std::vector<std::size_t> worst_first(const std::vector<double>& costs) {
  std::vector<std::size_t> order(costs.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return costs[a] > costs[b]; });
  return order;
}

// How much of each scenario belongs to the worst 1 - alpha; shares of 1.
std::vector<double> tail_weights(const ScenarioSet& scenarios, const std::vector<double>& costs) {
  const std::vector<double> weights = scenario_weights(scenarios);
  const double tail = 1.0 - scenarios.cvar->alpha.value();
  std::vector<double> shares(costs.size(), 0.0);
  double left = tail;
  for (const std::size_t s : worst_first(costs)) {
    const double taken = std::min(left, weights[s]);
    shares[s] = taken / tail;
    left -= taken;
  }
  return shares;
}

double dot(const std::vector<double>& a, const std::vector<double>& b) {
  return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

}  // namespace

std::vector<Scenario> scenario_grid(const std::vector<Possibility>& pv_factors,
                                    const std::vector<Possibility>& load_factors,
                                    const std::vector<Possibility>& price_adds, bool moves_export) {
  std::vector<Scenario> all;
  all.reserve(pv_factors.size() * load_factors.size() * price_adds.size());
  for (const Possibility& pv : pv_factors) {
    for (const Possibility& load : load_factors) {
      for (const Possibility& price : price_adds) {
        Scenario& scenario = all.emplace_back();
        scenario.name =
            fmt::format("sun {:g}, load {:g}, price {:+g}", pv.value, load.value, price.value);
        scenario.weight = pv.weight * load.weight * price.weight;
        scenario.pv_factor = Ratio{pv.value};
        scenario.load_factor = Ratio{load.value};
        scenario.import_add = EnergyPrice{price.value};
        if (moves_export) scenario.export_add = EnergyPrice{price.value};
      }
    }
  }
  return all;
}

Case scenario_case(const Case& home, const Scenario& scenario) {
  Case changed = home;
  changed.scenarios.reset();
  if (!scenario.pv.is_empty()) changed.pv = scenario.pv;
  if (!scenario.load.is_empty()) changed.load = scenario.load;
  if (!scenario.import.is_empty()) changed.prices.import = scenario.import;
  if (!scenario.export_.is_empty()) changed.prices.export_ = scenario.export_;
  multiply(changed.pv, scenario.pv_factor);
  for (Inverter& inverter : changed.inverters) multiply(inverter.pv, scenario.pv_factor);
  multiply(changed.load, scenario.load_factor);
  add(changed.prices.import, scenario.import_add);
  add(changed.prices.export_, scenario.export_add);
  if (!home.scenarios || !home.scenarios->is_first_slot_shared) return changed;
  keep_first(home.pv, changed.pv);
  keep_first(home.load, changed.load);
  keep_first(home.prices.import, changed.prices.import);
  keep_first(home.prices.export_, changed.prices.export_);
  for (std::size_t i = 0; i < home.inverters.size(); ++i)
    keep_first(home.inverters[i].pv, changed.inverters[i].pv);
  return changed;
}

std::set<std::string> first_stage_devices(const Case& home) {
  const auto& named = home.scenarios->first_stage;
  if (named) return {named->begin(), named->end()};
  std::set<std::string> ids;
  const auto add_all = [&](const auto& devices) {
    for (const auto& device : devices) ids.insert(device.id);
  };
  add_all(home.appliances);
  add_all(home.zones);
  add_all(home.heat_sources);
  add_all(home.water_heaters);
  return ids;
}

std::vector<double> scenario_weights(const ScenarioSet& scenarios) {
  double sum = 0.0;
  for (const Scenario& scenario : scenarios.all) sum += scenario.weight;
  std::vector<double> weights;
  weights.reserve(scenarios.all.size());
  for (const Scenario& scenario : scenarios.all) weights.push_back(scenario.weight / sum);
  return weights;
}

RiskyCost risky_cost(const ScenarioSet& scenarios, const std::vector<double>& costs) {
  RiskyCost risky;
  risky.expected = dot(scenario_weights(scenarios), costs);
  risky.cvar = scenarios.cvar ? dot(tail_weights(scenarios, costs), costs) : risky.expected;
  const double weight = scenarios.cvar ? scenarios.cvar->weight.value() : 0.0;
  risky.objective = (1.0 - weight) * risky.expected + weight * risky.cvar;
  return risky;
}

std::vector<double> risky_weights(const ScenarioSet& scenarios, const std::vector<double>& costs) {
  std::vector<double> weights = scenario_weights(scenarios);
  if (!scenarios.cvar) return weights;
  const double weight = scenarios.cvar->weight.value();
  const std::vector<double> tail = tail_weights(scenarios, costs);
  for (std::size_t s = 0; s < weights.size(); ++s)
    weights[s] = (1.0 - weight) * weights[s] + weight * tail[s];
  return weights;
}

}  // namespace ohmstead::home
