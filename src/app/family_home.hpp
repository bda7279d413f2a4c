// A generated home as its file has it, and the parts of our cases that its families are made of.
//
// Family A: battery, grid and PV. C: A, where flows are kept apart, and the first car with a lowest
// power. B, D, E and G: family_heat.hpp. What a family leaves out is named in the notes of the
// import. Units: kW, kWh, money. Thread rule: pure functions.
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

struct FamilyPeak {
  base::PowerPrice price;
  base::Power so_far;
};

struct FamilyTank {
  double capacity_kwh_per_k = 0.0;
  double loss_kw_per_k = 0.0;
  base::Power power;
  base::Celsius start;
  base::Series<base::Power> draw;
};

struct FamilyRoom {
  double air_kwh_per_k = 0.0;
  double wall_kwh_per_k = 0.0;
  double air_wall_kw_per_k = 0.0;
  double wall_out_kw_per_k = 0.0;
  double air_out_kw_per_k = 0.0;
  double solar_factor = 0.0;
  base::Power heater;
  base::Celsius air;
  base::Celsius wall;
  base::Series<base::Celsius> low;
  base::Series<base::Celsius> high;
};

struct FamilyMachine {
  std::int64_t first_start = 0;
  std::int64_t last_start = 0;
  base::Series<base::Power> profile;
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
  // What family A leaves out.
  std::int64_t tariff = 0;
  base::Series<base::Celsius> outdoor;
  base::Series<base::Ratio> cop;
  base::Power pv_peak{1.0};
  FamilyPeak peak;
  base::Power wallbox;
  FamilyTank tank;
  double room_coupling_kw_per_k = 0.0;
  base::Power heat_pump_limit;
  std::vector<FamilyRoom> rooms;
  std::vector<FamilyMachine> machines;
  std::optional<base::EnergyPrice> fine_mean_import;  // of a home whose slots were joined

  [[nodiscard]] base::EnergyPrice mean_import() const;
};

constexpr auto fields_of(const FamilyPeak*) {
  using namespace describe;
  return std::make_tuple(
      field("price_per_kw", &FamilyPeak::price, "of the highest import", at_least(0.0)),
      field("so_far_kw", &FamilyPeak::so_far, "until now", at_least(0.0)));
}

constexpr auto fields_of(const FamilyTank*) {
  using namespace describe;
  return std::make_tuple(
      field("capacity_kwh_per_k", &FamilyTank::capacity_kwh_per_k, "heat per K", above(0.0)),
      field("loss_kw_per_k", &FamilyTank::loss_kw_per_k, "to a room of 20 deg C", at_least(0.0)),
      field("power_kw", &FamilyTank::power, "of its element", above(0.0)),
      field("start_c", &FamilyTank::start, "at the start"),
      field("draw_kw", &FamilyTank::draw, "heat drawn", at_least(0.0)));
}

constexpr auto fields_of(const FamilyRoom*) {
  using namespace describe;
  return std::make_tuple(
      field("air_kwh_per_k", &FamilyRoom::air_kwh_per_k, "of the air", above(0.0)),
      field("wall_kwh_per_k", &FamilyRoom::wall_kwh_per_k, "of the walls", above(0.0)),
      field("air_wall_kw_per_k", &FamilyRoom::air_wall_kw_per_k, "air to walls", at_least(0.0)),
      field("wall_out_kw_per_k", &FamilyRoom::wall_out_kw_per_k, "walls to outdoors",
            at_least(0.0)),
      field("air_out_kw_per_k", &FamilyRoom::air_out_kw_per_k, "air to outdoors", at_least(0.0)),
      field("solar_factor", &FamilyRoom::solar_factor, "of a 10 kW roof's power", at_least(0.0)),
      field("heater_kw", &FamilyRoom::heater, "electric", above(0.0)),
      field("air_c", &FamilyRoom::air, "at the start"),
      field("wall_c", &FamilyRoom::wall, "at the start"),
      field("comfort_low_c", &FamilyRoom::low, "comfort"),
      field("comfort_high_c", &FamilyRoom::high, "comfort"));
}

constexpr auto fields_of(const FamilyMachine*) {
  using namespace describe;
  return std::make_tuple(
      field("first_start", &FamilyMachine::first_start, "slot", at_least(0.0)),
      field("last_start", &FamilyMachine::last_start, "slot", at_least(0.0)),
      field("profile_kw", &FamilyMachine::profile, "power per slot", at_least(0.0)));
}

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
      field("vehicles", &FamilyHome::cars, "cars", optional),
      field("tariff", &FamilyHome::tariff, "kind of tariff", at_least(0.0), optional),
      field("outdoor_c", &FamilyHome::outdoor, "outdoor air", optional),
      field("heat_pump_cop", &FamilyHome::cop, "heat per electricity", above(0.0), optional),
      field("pv_peak_kw", &FamilyHome::pv_peak, "of the roof", above(0.0), optional),
      field("peak", &FamilyHome::peak, "charge on the highest import", optional),
      field("wallbox_kw", &FamilyHome::wallbox, "of all cars together", at_least(0.0), optional),
      field("tank", &FamilyHome::tank, "hot water", optional),
      field("room_coupling_kw_per_k", &FamilyHome::room_coupling_kw_per_k, "to the next room",
            at_least(0.0), optional),
      field("heat_pump_limit_kw", &FamilyHome::heat_pump_limit, "of all heaters together",
            at_least(0.0), optional),
      field("rooms", &FamilyHome::rooms, "rooms", optional),
      field("appliances", &FamilyHome::machines, "machines", optional));
}

[[nodiscard]] base::EnergyPrice mean(const base::Series<base::EnergyPrice>& prices);
[[nodiscard]] home::Battery make_family_battery(const FamilyBattery& from,
                                                base::EnergyPrice mean_import);
// The first `count` cars, each at a wallbox of its own of at least `min` while it charges.
// Precondition: the case has its slots.
void add_family_cars(const FamilyHome& from, std::size_t count, base::Power min, home::Case& home);
// Family E: B with 27 scenarios.
void add_family_scenarios(const FamilyHome& from, home::Case& home);

}  // namespace ohmstead::app
