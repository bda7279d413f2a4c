// Scenarios: what may come instead of what is expected, for plans in two stages.
//
// A scenario changes sun, load and prices of the case. Devices of the first stage do the same in
// all scenarios, slot by slot; the others see which scenario comes. With `is_first_slot_shared` the
// first slot comes as expected, and nobody sees what follows before it is over, so that what
// happens now is one action. Weights are shares of their sum. Units: factors without unit, kW,
// money per kWh. Thread rule: plain values.
//
//   Case gloomy = scenario_case(home, home.scenarios->all[0]);
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ohmstead/base/per_slot.hpp"
#include "ohmstead/base/units.hpp"

namespace ohmstead::home {

struct Case;

// Each part is absent where the scenario changes nothing of it. A series replaces the case's,
// then factors and additions count.
struct Scenario {
  std::string name;
  double weight = 1.0;
  base::Series<base::Power> pv, load;  // on the AC side
  base::Series<base::EnergyPrice> import, export_;
  base::PerSlot<base::Ratio> pv_factor, load_factor;  // pv_factor: of inverters' PV too
  base::PerSlot<base::EnergyPrice> import_add, export_add;
};

// Besides the expected cost the mean of the worst 1 - alpha counts, with `weight` (CVaR).
struct Cvar {
  base::Ratio alpha{0.9};
  base::Ratio weight;
};

struct ScenarioSet {
  std::vector<Scenario> all;
  // Absent: all planned devices but the vehicles.
  std::optional<std::vector<std::string>> first_stage;
  bool is_first_slot_shared = true;
  std::optional<Cvar> cvar;
};

// What is multiplied out by scenario_grid(): a factor or an addition, and how likely it is.
struct Possibility {
  double value = 0.0;
  double weight = 1.0;
};

// Every combination of these, 27 of three each: the usual quantiles of sun, load and price.
// Prices are added to import, and to export where `moves_export`.
[[nodiscard]] std::vector<Scenario> scenario_grid(const std::vector<Possibility>& pv_factors,
                                                  const std::vector<Possibility>& load_factors,
                                                  const std::vector<Possibility>& price_adds,
                                                  bool moves_export);

// The case as the scenario has it, without scenarios of its own. A shared first slot stays as it
// is.
[[nodiscard]] Case scenario_case(const Case& home, const Scenario& scenario);
// Names of the devices that do the same in all scenarios. Precondition: there are scenarios.
[[nodiscard]] std::set<std::string> first_stage_devices(const Case& home);
// Weights as shares of 1.
[[nodiscard]] std::vector<double> scenario_weights(const ScenarioSet& scenarios);
// What scenarios that cost this much cost together: the expected cost, moved towards the mean of
// the worst as the set wants it. Rockafellar and Uryasev (2000), discrete case.
struct RiskyCost {
  double expected = 0.0;
  double cvar = 0.0;  // mean of the worst 1 - alpha; the expected cost without a Cvar
  double objective = 0.0;
};
[[nodiscard]] RiskyCost risky_cost(const ScenarioSet& scenarios, const std::vector<double>& costs);
// How much each scenario's cost moves the objective: its weight, more for the worst ones.
[[nodiscard]] std::vector<double> risky_weights(const ScenarioSet& scenarios,
                                                const std::vector<double>& costs);

}  // namespace ohmstead::home
