// Field tables of batteries (battery.hpp says what the structs mean).
#pragma once

#include "ohmstead/describe/walk.hpp"
#include "ohmstead/home/battery.hpp"

namespace ohmstead::home {

constexpr auto fields_of(const WearStep*) {
  using namespace describe;
  return std::make_tuple(
      field("power_kw", &WearStep::power, "width of the step", above(0.0)),
      field("price_per_kwh", &WearStep::price, "wear per kWh in it", at_least(0.0)));
}

constexpr auto fields_of(const DepthStep*) {
  using namespace describe;
  return std::make_tuple(
      field("below_soc_kwh", &DepthStep::below, "while it holds less than this", above(0.0)),
      field("wear_per_kwh", &DepthStep::price, "wear per kWh taken from the store", at_least(0.0)));
}

constexpr auto fields_of(const EfficiencyPoint*) {
  using namespace describe;
  return std::make_tuple(
      field("kw", &EfficiencyPoint::power,
            "at the terminals of a battery, on the AC side of an inverter", above(0.0)),
      field("efficiency", &EfficiencyPoint::efficiency, "with this power", within(0.0, 1.0)));
}

constexpr auto fields_of(const SocLimit*) {
  using namespace describe;
  return std::make_tuple(
      field("soc_kwh", &SocLimit::soc, "state of charge", at_least(0.0), optional),
      field("soc_share", &SocLimit::soc_share, "the same as a share of the capacity",
            between(0.0, 1.0), optional),
      field("charge_kw", &SocLimit::charge, "highest charging power there", at_least(0.0),
            optional),
      field("discharge_kw", &SocLimit::discharge, "highest discharging power there", at_least(0.0),
            optional));
}

constexpr auto fields_of(const TemperatureShare*) {
  using namespace describe;
  return std::make_tuple(field("temperature_c", &TemperatureShare::temperature, "of the battery",
                               between(-273.15, 1000.0)),
                         field("charge_share", &TemperatureShare::charge,
                               "of charge_kw that is left", between(0.0, 1.0), optional),
                         field("discharge_share", &TemperatureShare::discharge,
                               "of discharge_kw that is left", between(0.0, 1.0), optional));
}

constexpr auto fields_of(const SocBand*) {
  using namespace describe;
  return std::make_tuple(
      field("soc_kwh", &SocBand::soc, "edge of the comfortable range", at_least(0.0)),
      field("price_per_kwh_h", &SocBand::price_per_hour, "price of each kWh beyond it, per hour",
            at_least(0.0)));
}

constexpr auto fields_of(const EndValueStep*) {
  using namespace describe;
  return std::make_tuple(
      field("energy_kwh", &EndValueStep::energy, "width of the step", above(0.0)),
      field("value_per_kwh", &EndValueStep::value, "worth of a kWh in it"));
}

constexpr auto fields_of(const BatteryTarget*) {
  using namespace describe;
  return std::make_tuple(field("soc_kwh", &BatteryTarget::soc, "to be stored", at_least(0.0)),
                         field("by", &BatteryTarget::by, "at this time"),
                         field("price_per_kwh", &BatteryTarget::price,
                               "price of each kWh missing then; absent: the violation price",
                               at_least(0.0), optional));
}

// Powers, losses and wear.
constexpr auto battery_power_fields() {
  using namespace describe;
  return std::make_tuple(
      field("charge_kw", &Battery::charge, "highest charging power at the terminals",
            at_least(0.0)),
      field("discharge_kw", &Battery::discharge,
            "highest discharging power at the terminals; absent: charge_kw", at_least(0.0),
            optional),
      field("charge_efficiency", &Battery::charge_efficiency, "of charging, or a curve by power",
            within(0.0, 1.0), optional),
      field("discharge_efficiency", &Battery::discharge_efficiency,
            "of discharging, or a curve by power; absent: charge_efficiency", within(0.0, 1.0),
            optional),
      field("standby_kw", &Battery::standby, "drawn all the time", at_least(0.0), optional),
      field("wear_per_kwh", &Battery::wear, "wear per kWh discharged, or steps by depth",
            at_least(0.0), optional),
      field("charge_wear", &Battery::charge_wear, "more wear while charging, by power", optional),
      field("discharge_wear", &Battery::discharge_wear, "more wear while discharging, by power",
            optional),
      field("power_by_soc", &Battery::power_by_soc, "highest powers by state of charge", optional),
      field("temperature_derating", &Battery::temperature_derating,
            "shares of the highest powers, by temperature", optional),
      field("temperature_c", &Battery::temperature,
            "of the battery, for temperature_derating; absent: outdoor_c", optional));
}

constexpr auto fields_of(const Battery*) {
  using namespace describe;
  return std::tuple_cat(
      std::make_tuple(
          field("id", &Battery::id, "name"),
          field("inverter", &Battery::inverter,
                "id of the inverter it sits behind; absent: on the AC bus", optional),
          field("capacity_kwh", &Battery::capacity, "energy when full", above(0.0)),
          field("soc_kwh", &Battery::soc, "stored energy at the start, as measured", at_least(0.0)),
          field("min_soc_kwh", &Battery::min_soc, "never discharged below this", at_least(0.0),
                optional),
          field("max_soc_kwh", &Battery::max_soc, "never charged above this; absent: capacity_kwh",
                at_least(0.0), optional),
          field("reserve_kwh", &Battery::reserve, "wanted at the end of each slot", at_least(0.0),
                optional),
          field("reserve_price_per_kwh", &Battery::reserve_price,
                "price of each kWh missing from the reserve, per slot", at_least(0.0), optional)),
      battery_power_fields(),
      std::make_tuple(
          field("export_fee_per_kwh", &Battery::export_fee,
                "per kWh that leaves it beyond the home's load", at_least(0.0), optional),
          field("low_band", &Battery::low_band, "price of a low state of charge", optional),
          field("high_band", &Battery::high_band, "price of a high state of charge", optional),
          field("end_value_per_kwh", &Battery::end_value,
                "worth of a kWh stored at the end; absent: from the prices", optional),
          field("end_value_steps", &Battery::end_value_steps,
                "falling worth, instead of end_value_per_kwh", optional),
          field("exclusive", &Battery::is_exclusive, "never charge and discharge in the same slot",
                optional),
          field("from_grid", &Battery::can_charge_from_grid,
                "false: charges only in slots in which the home imports nothing", optional),
          field("to_grid", &Battery::can_discharge_to_grid,
                "false: discharges only in slots in which the home exports nothing", optional),
          field("min_charge_kw", &Battery::min_charge, "charges with at least this, or not at all",
                at_least(0.0), optional),
          field("demand_kw", &Battery::demand, "charging wanted in each slot until it is full",
                at_least(0.0), optional),
          field("demand_price_per_kwh", &Battery::demand_price,
                "price of each demanded kWh not charged; absent: the violation price",
                at_least(0.0), optional),
          field("targets", &Battery::targets, "what is to be stored by when", optional),
          field("tie_break_per_kwh", &Battery::tie_break,
                "of each kWh charged or discharged, among plans of the same cost; never billed; "
                "negative: preferred",
                optional)));
}

}  // namespace ohmstead::home
