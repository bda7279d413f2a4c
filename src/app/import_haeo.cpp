// HAEO scenarios. Its battery is measured at the DC bus before the charging and after the
// discharging loss, as ours is; its power limits count after the efficiency, so that charging may
// take limit / eta at the terminals. Policies price energy by its origin: battery energy serves the
// load first, and what goes on to the grid pays the difference to the price of solar export.
#include <fmt/format.h>

#include "import_formats.hpp"
#include "ohmstead/base/zone.hpp"
#include "ohmstead/describe/read.hpp"

namespace ohmstead::app {
namespace {

using namespace ohmstead::base;
using namespace ohmstead::describe;

struct HaeoSeries {
  Series<EnergyPrice> import_price;
  Series<EnergyPrice> export_price;
  Series<Power> load;
  Series<Power> solar;
};

struct HaeoGrid {
  std::optional<Power> import_max;
  std::optional<Power> export_max;
};

struct HaeoInverter {
  Power dc_to_ac_max;
  Power ac_to_dc_max;
  double eta_dc_to_ac = 1.0;
  double eta_ac_to_dc = 1.0;
};

struct HaeoSolar {
  bool is_curtailable = true;
  std::string bus;
};

struct HaeoLoad {
  std::string bus;
};

struct HaeoBattery {
  std::string bus;
  Energy nominal_capacity;
  double min_soc_pct = 0.0;
  double max_soc_pct = 100.0;
  Energy usable_capacity;
  Energy initial_usable;
  Ratio eta_charge;
  Ratio eta_discharge;
  Power charge_max_after_eta;
  Power discharge_max_after_eta;
  EnergyPrice salvage_value;
};

struct HaeoPolicy {
  std::string name;
  std::vector<std::string> source;
  std::vector<std::string> target;
  EnergyPrice price;
};

struct HaeoScenario {
  std::string source;
  Time start;
  std::vector<std::int64_t> period_s;
  HaeoSeries series;
  HaeoGrid grid;
  HaeoInverter inverter;
  HaeoSolar solar;
  HaeoLoad load;
  HaeoBattery battery;
  std::vector<HaeoPolicy> policies;
};

constexpr auto fields_of(const HaeoSeries*) {
  return std::make_tuple(field("import_price", &HaeoSeries::import_price, "price per kWh"),
                         field("export_price", &HaeoSeries::export_price, "price per kWh"),
                         field("load_kw", &HaeoSeries::load, "load", at_least(0.0)),
                         field("solar_kw", &HaeoSeries::solar, "PV", at_least(0.0)));
}

constexpr auto fields_of(const HaeoGrid*) {
  return std::make_tuple(
      field("import_max_kw", &HaeoGrid::import_max, "highest import", at_least(0.0), optional),
      field("export_max_kw", &HaeoGrid::export_max, "highest export", at_least(0.0), optional));
}

constexpr auto fields_of(const HaeoInverter*) {
  return std::make_tuple(
      field("dc_to_ac_max_kw", &HaeoInverter::dc_to_ac_max, "highest power to AC", above(0.0)),
      field("ac_to_dc_max_kw", &HaeoInverter::ac_to_dc_max, "highest power to DC", at_least(0.0)),
      field("eta_dc_to_ac", &HaeoInverter::eta_dc_to_ac, "efficiency", within(0.0, 1.0)),
      field("eta_ac_to_dc", &HaeoInverter::eta_ac_to_dc, "efficiency", within(0.0, 1.0)));
}

constexpr auto fields_of(const HaeoSolar*) {
  return std::make_tuple(field("curtailable", &HaeoSolar::is_curtailable, "it can be turned down"),
                         field("bus", &HaeoSolar::bus, "dc"));
}

constexpr auto fields_of(const HaeoLoad*) {
  return std::make_tuple(field("bus", &HaeoLoad::bus, "ac"));
}

constexpr auto fields_of(const HaeoBattery*) {
  return std::make_tuple(
      field("bus", &HaeoBattery::bus, "dc"),
      field("nominal_capacity_kwh", &HaeoBattery::nominal_capacity, "with the reserve below",
            above(0.0)),
      field("min_soc_pct", &HaeoBattery::min_soc_pct, "zero of the usable scale",
            between(0.0, 100.0)),
      field("max_soc_pct", &HaeoBattery::max_soc_pct, "end of the usable scale",
            between(0.0, 100.0)),
      field("usable_capacity_kwh", &HaeoBattery::usable_capacity, "above the minimum", above(0.0)),
      field("initial_usable_kwh", &HaeoBattery::initial_usable, "stored above the minimum",
            at_least(0.0)),
      field("eta_charge", &HaeoBattery::eta_charge, "efficiency", within(0.0, 1.0)),
      field("eta_discharge", &HaeoBattery::eta_discharge, "efficiency", within(0.0, 1.0)),
      field("charge_max_kw_after_eta", &HaeoBattery::charge_max_after_eta, "into the cells",
            at_least(0.0)),
      field("discharge_max_kw_after_eta", &HaeoBattery::discharge_max_after_eta, "at the terminals",
            at_least(0.0)),
      field("salvage_value_per_kwh", &HaeoBattery::salvage_value, "worth at the end"));
}

constexpr auto fields_of(const HaeoPolicy*) {
  return std::make_tuple(
      field("name", &HaeoPolicy::name, "for people", optional),
      field("source", &HaeoPolicy::source, "origin of the energy"),
      field("target", &HaeoPolicy::target, "where it goes"),
      field("price_per_kwh", &HaeoPolicy::price, "price of the flow", at_least(0.0)));
}

constexpr auto fields_of(const HaeoScenario*) {
  return std::make_tuple(
      field("source", &HaeoScenario::source, "name of the scenario", optional),
      field("start", &HaeoScenario::start, "start of the first period"),
      field("period_s", &HaeoScenario::period_s, "length of each period", at_least(1.0)),
      field("series", &HaeoScenario::series, "prices and powers"),
      field("grid", &HaeoScenario::grid, "connection"),
      field("inverter", &HaeoScenario::inverter, "between the buses"),
      field("solar", &HaeoScenario::solar, "PV"), field("load", &HaeoScenario::load, "fixed load"),
      field("battery", &HaeoScenario::battery, "battery"),
      field("policies", &HaeoScenario::policies, "prices by origin", optional));
}

// A policy's source and target may be one word or a list of words: make both lists.
void wrap_policy_words(Node& policies) {
  for (Node& policy : policies.items) {
    for (Member& member : policy.members) {
      const bool is_word = member.value.kind == NodeKind::scalar;
      if (!is_word || (member.key != "source" && member.key != "target")) continue;
      Node list;
      list.kind = NodeKind::list;
      list.items.push_back(std::move(member.value));
      member.value = std::move(list);
    }
  }
}

void refuse_other_structures(const HaeoScenario& scenario, Problems& problems) {
  if (scenario.inverter.eta_dc_to_ac != 1.0 || scenario.inverter.eta_ac_to_dc != 1.0) {
    problems.add("inverter",
                 "only efficiencies of 1 are supported: the file does not say on which side of "
                 "the inverter its limits and policies count");
  }
  if (!scenario.solar.is_curtailable) problems.add("solar.curtailable", "only true is supported");
  if (scenario.solar.bus != "dc") problems.add("solar.bus", "only dc is supported");
  if (scenario.battery.bus != "dc") problems.add("battery.bus", "only dc is supported");
  if (scenario.load.bus != "ac") problems.add("load.bus", "only ac is supported");
}

struct PolicyPrices {
  EnergyPrice battery_to_any;
  EnergyPrice battery_to_grid;
  EnergyPrice solar_to_grid;
};

PolicyPrices sum_policies(const HaeoScenario& scenario, Problems& problems) {
  PolicyPrices sum;
  for (std::size_t i = 0; i < scenario.policies.size(); ++i) {
    const HaeoPolicy& policy = scenario.policies[i];
    const auto goes = [&](const char* from, const char* to) {
      return policy.source == std::vector<std::string>{from} &&
             policy.target == std::vector<std::string>{to};
    };
    if (goes("Battery", "any")) {
      sum.battery_to_any += policy.price;
    } else if (goes("Battery", "Grid")) {
      sum.battery_to_grid += policy.price;
    } else if (goes("Solar", "Grid")) {
      sum.solar_to_grid += policy.price;
    } else {
      problems.add(
          join_path("policies", i),
          fmt::format("from {} to {} is not supported; supported are Battery to any, Battery to "
                      "Grid, Solar to Grid",
                      fmt::join(policy.source, " or "), fmt::join(policy.target, " or ")));
    }
  }
  if (sum.battery_to_grid < sum.solar_to_grid) {
    problems.add("policies",
                 "a higher price for Solar to Grid than for Battery to Grid is not supported");
  }
  return sum;
}

home::Battery make_battery(const HaeoBattery& from, const PolicyPrices& policies) {
  home::Battery battery;
  battery.id = "battery";
  battery.inverter = "inverter";
  battery.capacity = from.usable_capacity;
  battery.soc = from.initial_usable;
  battery.charge = from.charge_max_after_eta / from.eta_charge.value();
  battery.discharge = from.discharge_max_after_eta;
  battery.charge_efficiency = from.eta_charge;
  battery.discharge_efficiency = from.eta_discharge;
  battery.wear = policies.battery_to_any;
  battery.export_fee = policies.battery_to_grid - policies.solar_to_grid;
  battery.end_value = from.salvage_value;
  battery.is_exclusive = false;
  return battery;
}

home::Case make_case(const HaeoScenario& scenario, SlotGrid slots, const PolicyPrices& policies) {
  home::Case home;
  home.schema = home::k_case_schema;
  home.name = scenario.source.empty() ? "haeo" : scenario.source;
  home.currency = k_no_currency;
  home.slots = std::move(slots);
  home.prices.import = scenario.series.import_price;
  home.prices.export_ = scenario.series.export_price;
  for (double& price : home.prices.export_.raw()) price -= policies.solar_to_grid.value();
  home.load = scenario.series.load;
  home.pv = Series<Power>{home.slots.count()};
  home.grid.import_limit = scenario.grid.import_max;
  home.grid.export_limit = scenario.grid.export_max;
  home.grid.is_exclusive = false;
  home::Inverter inverter;
  inverter.id = "inverter";
  inverter.ac_limit = scenario.inverter.dc_to_ac_max;
  inverter.charge_limit = scenario.inverter.ac_to_dc_max;
  inverter.pv = scenario.series.solar;
  home.inverters.push_back(std::move(inverter));
  home.batteries.push_back(make_battery(scenario.battery, policies));
  return home;
}

// Energy from the grid to the grid pays no policy, but in our case it would.
void refuse_resale(const HaeoScenario& scenario, const PolicyPrices& policies, Problems& problems) {
  if (policies.solar_to_grid == EnergyPrice{}) return;
  for (std::size_t slot = 0; slot < scenario.series.import_price.size(); ++slot) {
    if (scenario.series.export_price[slot] > scenario.series.import_price[slot]) {
      return problems.add(
          join_path("series.export_price", slot),
          "is above the import price; with a policy for Solar to Grid this is not supported");
    }
  }
}

SlotGrid make_slots(const HaeoScenario& scenario, Problems& problems) {
  std::vector<Seconds> durations;
  durations.reserve(scenario.period_s.size());
  for (const std::int64_t count : scenario.period_s) durations.emplace_back(count);
  if (durations.empty()) problems.add("period_s", "must name at least one period");
  return SlotGrid::make(scenario.start, durations).value_or(SlotGrid{});
}

std::string find_timezone(const Node& tree) {
  const Node* captured = tree.find("captured");
  const Node* zone = captured == nullptr ? nullptr : captured->find("timezone");
  return zone != nullptr && Zone::load(zone->text) ? zone->text : "UTC";
}

}  // namespace

Result<ImportedCase> import_haeo(PeerFile file) {
  auto known =
      expect_members(file, "a HAEO scenario", {"period_s", "series", "inverter", "battery"});
  if (!known) return tl::unexpected{known.error()};
  const std::string timezone = find_timezone(file.tree);
  drop_members(file.tree, {"captured", "expected", "measured"});
  for (Member& member : file.tree.members) {
    if (member.key == "policies") wrap_policy_words(member.value);
  }
  HaeoScenario scenario;
  Problems problems{file.name, file.tree};
  read_fields(file.tree, scenario, problems);
  const SlotGrid slots = make_slots(scenario, problems);
  spread(scenario.series.import_price, slots.count(), "series.import_price", problems);
  spread(scenario.series.export_price, slots.count(), "series.export_price", problems);
  spread(scenario.series.load, slots.count(), "series.load_kw", problems);
  spread(scenario.series.solar, slots.count(), "series.solar_kw", problems);
  refuse_other_structures(scenario, problems);
  const PolicyPrices policies = sum_policies(scenario, problems);
  if (!problems.is_empty()) return tl::unexpected{problems.to_error()};
  refuse_resale(scenario, policies, problems);
  ImportedCase imported{make_case(scenario, slots, policies), {}};
  imported.home.timezone = timezone;
  return finish_import(std::move(imported), file.name, problems);
}

}  // namespace ohmstead::app
