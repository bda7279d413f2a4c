// A generated home as its file has it, and the parts of our cases that its families are made of.
//
// Family A: battery, grid and PV. C: A, where flows are kept apart, and the first car with a lowest
// power. What a family leaves out is named in the notes of the import. Units: kW, kWh, money.
// Thread rule: pure functions.
#pragma once

#include "ohmstead/describe/field.hpp"
#include "ohmstead/home/case.hpp"

namespace ohmstead::app {

struct FamilyBattery {
  base::Energy capacity;
  base::Power power;
  base::Ratio leg_efficiency;
  base::Energy soc;
};

struct FamilyCar {
  base::Energy capacity;
  base::Energy soc;
  base::Series<base::Ratio> available;
  base::Series<base::Energy> trip;
  base::Series<base::Energy> target;  // before the trip of its slot; 0: none
};

struct FamilyHome {
  std::int64_t seed = 0;
  std::int64_t slots = 0;
  double step_h = 0.0;
  base::Series<base::EnergyPrice> import;
  base::Series<base::EnergyPrice> export_;
  base::Series<base::Power> pv;
  base::Series<base::Power> load;
  std::optional<base::Power> import_limit;
  std::optional<base::Power> export_limit;
  FamilyBattery battery;
  std::vector<FamilyCar> cars;
};

constexpr auto fields_of(const FamilyBattery*) {
  using namespace describe;
  return std::make_tuple(
      field("capacity_kwh", &FamilyBattery::capacity, "when full", above(0.0)),
      field("power_kw", &FamilyBattery::power, "each way", above(0.0)),
      field("leg_efficiency", &FamilyBattery::leg_efficiency, "each way", within(0.0, 1.0)),
      field("soc_kwh", &FamilyBattery::soc, "at the start", at_least(0.0)));
}

constexpr auto fields_of(const FamilyCar*) {
  using namespace describe;
  return std::make_tuple(
      field("capacity_kwh", &FamilyCar::capacity, "when full", above(0.0)),
      field("soc_kwh", &FamilyCar::soc, "at the start", at_least(0.0)),
      field("available", &FamilyCar::available, "plugged in", between(0.0, 1.0)),
      field("trip_kwh", &FamilyCar::trip, "driven", at_least(0.0)),
      field("target_kwh", &FamilyCar::target, "wanted before a trip", at_least(0.0)));
}

constexpr auto fields_of(const FamilyHome*) {
  using namespace describe;
  return std::make_tuple(
      field("seed", &FamilyHome::seed, "number of the home", optional),
      field("slots", &FamilyHome::slots, "number of slots", between(1.0, 1e6)),
      field("step_h", &FamilyHome::step_h, "length of a slot", above(0.0)),
      field("import_per_kwh", &FamilyHome::import, "price"),
      field("export_per_kwh", &FamilyHome::export_, "price"),
      field("pv_kw", &FamilyHome::pv, "PV", at_least(0.0)),
      field("load_kw", &FamilyHome::load, "load", at_least(0.0)),
      field("import_limit_kw", &FamilyHome::import_limit, "grid", at_least(0.0), optional),
      field("export_limit_kw", &FamilyHome::export_limit, "grid", at_least(0.0), optional),
      field("battery", &FamilyHome::battery, "battery"),
      field("vehicles", &FamilyHome::cars, "cars", optional));
}

[[nodiscard]] base::EnergyPrice mean(const base::Series<base::EnergyPrice>& prices);
[[nodiscard]] home::Battery make_family_battery(const FamilyBattery& from,
                                                base::EnergyPrice mean_import);
// The first `count` cars, each at a wallbox of its own of at least `min` while it charges.
// Precondition: the case has its slots.
void add_family_cars(const FamilyHome& from, std::size_t count, base::Power min, home::Case& home);

}  // namespace ohmstead::app
