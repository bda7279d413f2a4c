// Field tables of cars in a site file (site_devices.hpp says what they mean).
#pragma once

#include "ohmstead/describe/walk.hpp"
#include "ohmstead/home/site_devices.hpp"
#include "vehicle_fields.hpp"

namespace ohmstead::home {

constexpr auto fields_of(const Departure*) {
  using namespace describe;
  return std::make_tuple(
      field("days", &Departure::days, "on which it leaves", optional),
      field("leave_h", &Departure::leave_h, "local hour at which it is unplugged (7.5 is 7:30)",
            between(0.0, 24.0)),
      field("back_h", &Departure::back_h,
            "local hour at which it is plugged in again; may lie past midnight",
            between(0.0, 24.0)),
      field("energy_kwh", &Departure::energy, "driven", at_least(0.0), optional),
      field("target_soc_pct", &Departure::target_soc_pct, "wanted when it leaves",
            between(0.0, 100.0), optional),
      field("price_per_kwh", &Departure::price,
            "of each kWh missing then; absent: ten times the highest price", at_least(0.0),
            optional));
}

constexpr auto fields_of(const SiteVehicle*) {
  using namespace describe;
  return std::make_tuple(
      field("id", &SiteVehicle::id, "name"),
      field("capacity_kwh", &SiteVehicle::capacity, "energy when full", above(0.0)),
      field("initial_soc_pct", &SiteVehicle::initial_soc_pct, "where nothing measured is known",
            between(0.0, 100.0), optional),
      field("min_soc_pct", &SiteVehicle::min_soc_pct, "less costs the violation price",
            between(0.0, 100.0), optional),
      field("charge_kw", &SiteVehicle::charge, "its own limit; absent: the charger's",
            at_least(0.0), optional),
      field("discharge_kw", &SiteVehicle::discharge, "its own limit; absent: the charger's",
            at_least(0.0), optional),
      field("charge_efficiency", &SiteVehicle::charge_efficiency, "of the car; absent: 0.92",
            within(0.0, 1.0), optional),
      field("discharge_efficiency", &SiteVehicle::discharge_efficiency,
            "of the car; absent: charge_efficiency", within(0.0, 1.0), optional),
      field("chargers", &SiteVehicle::chargers, "ids of those it may use; absent: all", optional),
      field("departures", &SiteVehicle::departures, "when it is away, week by week", optional),
      field("strategy", &SiteVehicle::strategy,
            "smart, solar_only, cheap_hours or as_soon_as_possible, until another one is chosen in "
            "the dashboard",
            optional),
      field("known_as", &SiteVehicle::known_as,
            "what chargers that it shares with other cars call it: its card, its name in evcc",
            optional),
      field("public_price_per_kwh", &SiteVehicle::public_price,
            "of a kWh charged elsewhere on a trip; absent: the violation price", at_least(0.0),
            optional),
      field("power_by_soc", &SiteVehicle::power_by_soc, "charging slows down when nearly full",
            optional),
      field("wear_per_kwh", &SiteVehicle::wear, "wear per kWh given to the home", at_least(0.0),
            optional),
      field("end_value_per_kwh", &SiteVehicle::end_value,
            "worth of a kWh held at the end; absent: from the prices", optional));
}

}  // namespace ohmstead::home
