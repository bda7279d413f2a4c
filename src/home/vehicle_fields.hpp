// Field tables of chargers and vehicles (vehicle.hpp says what they mean).
#pragma once

#include "ohmstead/describe/walk.hpp"
#include "ohmstead/home/vehicle.hpp"

namespace ohmstead::home {

constexpr auto fields_of(const ChargerCurrents*) {
  using namespace describe;
  return std::make_tuple(
      field("voltage_v", &ChargerCurrents::voltage_v, "of one phase; absent: 230", above(0.0),
            optional),
      field("phases", &ChargerCurrents::phases, "numbers of phases that it can use: 1, 3 or both",
            between(1.0, 3.0), optional),
      field("min_a", &ChargerCurrents::min_a, "lowest current; absent: 6", above(0.0), optional),
      field("max_a", &ChargerCurrents::max_a, "highest current; absent: 16", above(0.0), optional),
      field("step_a", &ChargerCurrents::step_a, "from one current to the next; absent: 1",
            above(0.0), optional));
}

constexpr auto fields_of(const Charger*) {
  using namespace describe;
  return std::make_tuple(
      field("id", &Charger::id, "name"),
      field("min_kw", &Charger::min, "lowest power while it charges", at_least(0.0), optional),
      field("max_kw", &Charger::max, "highest power; absent: the highest level", at_least(0.0),
            optional),
      field("steps_kw", &Charger::steps, "the powers it can be set to; absent: any", above(0.0),
            optional),
      field("currents", &Charger::currents, "the currents it can be set to", optional),
      field("discharge_kw", &Charger::discharge, "most that a car may give", at_least(0.0),
            optional),
      field("efficiency", &Charger::efficiency, "of charging", within(0.0, 1.0), optional),
      field("discharge_efficiency", &Charger::discharge_efficiency,
            "of discharging; absent: efficiency", within(0.0, 1.0), optional));
}

constexpr auto fields_of(const Trip*) {
  using namespace describe;
  return std::make_tuple(
      field("leave", &Trip::leave, "unplugged from here on"),
      field("return", &Trip::back, "plugged in again"),
      field("energy_kwh", &Trip::energy, "drawn evenly on the way", at_least(0.0), optional));
}

constexpr auto fields_of(const SocTarget*) {
  using namespace describe;
  return std::make_tuple(
      field("soc_kwh", &SocTarget::soc, "wanted state of charge", at_least(0.0)),
      field("by", &SocTarget::by, "when it is wanted"),
      field("price_per_kwh", &SocTarget::price, "of each missing kWh; absent: the violation price",
            at_least(0.0), optional),
      field("hard", &SocTarget::is_hard, "missing kWh cost the violation price", optional));
}

constexpr auto fields_of(const SocPower*) {
  using namespace describe;
  return std::make_tuple(field("soc_kwh", &SocPower::soc, "state of charge", at_least(0.0)),
                         field("kw", &SocPower::power, "highest power there", at_least(0.0)));
}

constexpr auto fields_of(const Vehicle*) {
  using namespace describe;
  return std::make_tuple(
      field("id", &Vehicle::id, "name"),
      field("capacity_kwh", &Vehicle::capacity, "energy when full", above(0.0)),
      field("soc_kwh", &Vehicle::soc, "stored energy at the start, as measured", at_least(0.0)),
      field("min_soc_kwh", &Vehicle::min_soc, "less costs the violation price", at_least(0.0),
            optional),
      field("charge_kw", &Vehicle::charge, "its own limit; absent: the charger's", at_least(0.0),
            optional),
      field("discharge_kw", &Vehicle::discharge, "its own limit; absent: the charger's",
            at_least(0.0), optional),
      field("charge_efficiency", &Vehicle::charge_efficiency, "of the car; absent: 0.92",
            within(0.0, 1.0), optional),
      field("discharge_efficiency", &Vehicle::discharge_efficiency,
            "of the car; absent: charge_efficiency", within(0.0, 1.0), optional),
      field("chargers", &Vehicle::chargers, "ids of those it may use; absent: all", optional),
      field("available", &Vehicle::available, "share of each slot that it is plugged in; absent: 1",
            between(0.0, 1.0), optional),
      field("trips", &Vehicle::trips, "when it is away", optional),
      field("trip_kwh", &Vehicle::trip, "energy driven in each slot", at_least(0.0), optional),
      field("public_price_per_kwh", &Vehicle::public_price,
            "of a kWh charged elsewhere on a trip; absent: the violation price", at_least(0.0),
            optional),
      field("targets", &Vehicle::targets, "wanted states of charge", optional),
      field("power_by_soc", &Vehicle::power_by_soc, "charging slows down when nearly full",
            optional),
      field("wear_per_kwh", &Vehicle::wear, "wear per kWh given to the home", at_least(0.0),
            optional),
      field("end_value_per_kwh", &Vehicle::end_value,
            "worth of a kWh held at the end; absent: from the prices", optional),
      field("end_value_steps", &Vehicle::end_value_steps,
            "falling worth, instead of end_value_per_kwh", optional));
}

}  // namespace ohmstead::home
