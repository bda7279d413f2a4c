// Field tables of zones and heat sources (zone.hpp says what they mean).
#pragma once

#include "ohmstead/describe/walk.hpp"
#include "ohmstead/home/zone.hpp"

namespace ohmstead::home {

constexpr auto fields_of(const ThermalMass*) {
  using namespace describe;
  return std::make_tuple(field("capacity_kwh_per_k", &ThermalMass::capacity_kwh_per_k,
                               "heat that warms it by one K", above(0.0)),
                         field("temperature_c", &ThermalMass::temperature, "at the start"),
                         field("coupling_kw_per_k", &ThermalMass::coupling_kw_per_k,
                               "heat flow to the air of its zone", at_least(0.0)),
                         field("loss_kw_per_k", &ThermalMass::loss_kw_per_k,
                               "heat flow to the outdoor air", at_least(0.0), optional));
}

constexpr auto fields_of(const ZoneCoupling*) {
  using namespace describe;
  return std::make_tuple(
      field("zone", &ZoneCoupling::zone, "id of the neighbour"),
      field("kw_per_k", &ZoneCoupling::kw_per_k, "heat flow to it, both ways", at_least(0.0)));
}

constexpr auto fields_of(const ThermalZone*) {
  using namespace describe;
  return std::make_tuple(
      field("id", &ThermalZone::id, "name"),
      field("temperature_c", &ThermalZone::temperature, "of the air at the start, as measured"),
      field("capacity_kwh_per_k", &ThermalZone::capacity_kwh_per_k,
            "heat that warms its air by one K", above(0.0)),
      field("loss_kw_per_k", &ThermalZone::loss_kw_per_k, "heat flow from the air to outdoors",
            at_least(0.0), optional),
      field("mass", &ThermalZone::mass, "walls and floors behind the air", optional),
      field("couplings", &ThermalZone::couplings, "heat flow to neighbours, stated once", optional),
      field("gain_kw", &ThermalZone::gain, "heat of sun, people and machines", optional),
      field("solar_aperture_m2", &ThermalZone::solar_aperture_m2,
            "gains this times irradiance_kw_per_m2", at_least(0.0), optional),
      field("low_c", &ThermalZone::low, "comfortable from here at the end of each slot", optional),
      field("high_c", &ThermalZone::high, "comfortable up to here", optional),
      field("low_price_per_k_h", &ThermalZone::low_price_per_k_h,
            "price of each K below low_c, per hour", at_least(0.0), optional),
      field("high_price_per_k_h", &ThermalZone::high_price_per_k_h,
            "price of each K above high_c, per hour", at_least(0.0), optional),
      field("end_value_per_kwh", &ThermalZone::end_value,
            "worth of heat in air and mass at the end; absent: from the prices", optional));
}

constexpr auto fields_of(const ZoneShare*) {
  using namespace describe;
  return std::make_tuple(
      field("zone", &ZoneShare::zone, "id of a zone"),
      field("share", &ZoneShare::share, "part of the heat that it gets", within(0.0, 1.0)));
}

constexpr auto fields_of(const CopPoint*) {
  using namespace describe;
  return std::make_tuple(field("outdoor_c", &CopPoint::outdoor, "outdoor temperature"),
                         field("cop", &CopPoint::cop, "heat per electricity there", at_least(0.0)));
}

constexpr auto fields_of(const HeatSource*) {
  using namespace describe;
  return std::make_tuple(
      field("id", &HeatSource::id, "name"),
      field("zone", &HeatSource::zone, "id of the zone it heats; or zones", optional),
      field("zones", &HeatSource::zones, "zones it heats, with their parts", optional),
      field("power_kw", &HeatSource::power, "electric power when it is (fully) on", at_least(0.0)),
      field("cop", &HeatSource::cop, "heat per electricity; absent: cop_by_outdoor, else 1",
            at_least(0.0), optional),
      field("cop_by_outdoor", &HeatSource::cop_by_outdoor,
            "heat per electricity by outdoor temperature, rising", optional),
      field("modulating", &HeatSource::is_modulating, "any power from min_kw to power_kw, or 0",
            optional),
      field("min_kw", &HeatSource::min_power, "lowest power of a modulating source", at_least(0.0),
            optional),
      field("switch_every_s", &HeatSource::switch_every,
            "switched only at multiples of this, such as 3600 for full hours", at_least(0.0),
            optional),
      field("min_on_s", &HeatSource::min_on, "a run lasts at least this", at_least(0.0), optional),
      field("min_off_s", &HeatSource::min_off, "a pause lasts at least this", at_least(0.0),
            optional),
      field("max_starts_per_day", &HeatSource::max_starts_per_day, "starts in a local day",
            at_least(0.0), optional),
      field("starts_today", &HeatSource::starts_today, "starts before the first slot",
            at_least(0.0), optional),
      field("on_for_s", &HeatSource::on_for, "it is on, and has been for this long", at_least(0.0),
            optional),
      field("off_for_s", &HeatSource::off_for, "it is off, and has been for this long",
            at_least(0.0), optional));
}

}  // namespace ohmstead::home
