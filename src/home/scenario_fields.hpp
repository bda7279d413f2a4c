// Field tables of scenarios (scenario.hpp says what the structs mean).
#pragma once

#include "ohmstead/describe/walk.hpp"
#include "ohmstead/home/scenario.hpp"

namespace ohmstead::home {

constexpr auto fields_of(const Scenario*) {
  using namespace describe;
  return std::make_tuple(
      field("name", &Scenario::name, "for people"),
      field("weight", &Scenario::weight, "how likely it is, against the others", above(0.0),
            optional),
      field("pv_kw", &Scenario::pv, "what PV on the AC side could produce then", at_least(0.0),
            optional),
      field("load_kw", &Scenario::load, "what the home draws then", at_least(0.0), optional),
      field("import_per_kwh", &Scenario::import, "price of a kWh bought then", optional),
      field("export_per_kwh", &Scenario::export_, "price of a kWh sold then", optional),
      field("pv_factor", &Scenario::pv_factor, "PV, inverters' included, times this", at_least(0.0),
            optional),
      field("load_factor", &Scenario::load_factor, "load times this", at_least(0.0), optional),
      field("import_add_per_kwh", &Scenario::import_add, "added to the price of a kWh bought",
            optional),
      field("export_add_per_kwh", &Scenario::export_add, "added to the price of a kWh sold",
            optional));
}

constexpr auto fields_of(const Cvar*) {
  using namespace describe;
  return std::make_tuple(
      field("alpha", &Cvar::alpha, "the worst 1 - alpha of the cases count", between(0.0, 0.999),
            optional),
      field("weight", &Cvar::weight, "how much they count beside the mean", between(0.0, 1.0)));
}

constexpr auto fields_of(const ScenarioSet*) {
  using namespace describe;
  return std::make_tuple(
      field("all", &ScenarioSet::all, "what may come"),
      field("first_stage", &ScenarioSet::first_stage,
            "devices that do the same whatever comes; absent: all but the vehicles", optional),
      field("first_slot_shared", &ScenarioSet::is_first_slot_shared,
            "the first slot comes as expected and is planned without knowing what follows",
            optional),
      field("cvar", &ScenarioSet::cvar, "caution: how much the worst cases count", optional));
}

}  // namespace ohmstead::home
