// Field tables of hot water, rooms and machines in a site file (site_devices.hpp says what
// they mean). Keys are those of a case where the thing is the same.
#pragma once

#include "appliance_fields.hpp"
#include "ohmstead/describe/walk.hpp"
#include "ohmstead/home/site_devices.hpp"
#include "water_heater_fields.hpp"
#include "zone_fields.hpp"

namespace ohmstead::home {

constexpr auto fields_of(const LocalWindow*) {
  using namespace describe;
  return std::make_tuple(
      field("from_h", &LocalWindow::from_h, "local hour at which it opens (22.5 is 22:30)",
            between(0.0, 24.0), optional),
      field("to_h", &LocalWindow::to_h, "local hour at which it closes; may lie past midnight",
            between(0.0, 24.0), optional),
      field("days", &LocalWindow::days, "days on which it opens", optional));
}

constexpr auto fields_of(const WaterDraw*) {
  using namespace describe;
  return std::make_tuple(
      field("from_h", &WaterDraw::from_h, "local hour at which it opens (22.5 is 22:30)",
            between(0.0, 24.0), optional),
      field("to_h", &WaterDraw::to_h, "local hour at which it closes; may lie past midnight",
            between(0.0, 24.0), optional),
      field("days", &WaterDraw::days, "days on which it opens", optional),
      field("litres", &WaterDraw::litres, "at 40 deg C, from water of 10 deg C; or heat_kwh",
            at_least(0.0), optional),
      field("heat_kwh", &WaterDraw::energy, "heat that leaves with the water", at_least(0.0),
            optional));
}

constexpr auto fields_of(const SiteWaterHeater*) {
  using namespace describe;
  using H = SiteWaterHeater;
  return std::make_tuple(
      field("id", &H::id, "name"),
      field("power_kw", &H::power, "electric power when it is (fully) on", at_least(0.0)),
      field("modulating", &H::is_modulating, "any power from 0 to power_kw", optional),
      field("cop", &H::cop, "heat per electricity; absent: 1", at_least(0.0), optional),
      field("daily_kwh", &H::daily, "heat of each local day; or tank", at_least(0.0), optional),
      field("deferral_h", &H::deferral, "a day's heat may still follow this long after midnight",
            between(0.0, 24.0), optional),
      field("missed_price_per_kwh", &H::missed_price,
            "price of a day's heat that does not come; absent: the violation price", at_least(0.0),
            optional),
      field("tank", &H::tank, "what stores the heat; or daily_kwh", optional),
      field("draws", &H::draws, "hot water drawn from the tank, day by day", optional),
      field("min_on_s", &H::min_on, "a run lasts at least this", at_least(0.0), optional),
      field("min_off_s", &H::min_off, "a pause lasts at least this", at_least(0.0), optional),
      field("max_starts_per_day", &H::max_starts_per_day, "starts in a day", at_least(0.0),
            optional),
      field("max_blocks_per_day", &H::max_blocks_per_day,
            "runs in a day; one over midnight is one of either day", at_least(1.0), optional));
}

constexpr auto fields_of(const ComfortWindow*) {
  using namespace describe;
  return std::make_tuple(
      field("from_h", &ComfortWindow::from_h, "local hour at which it opens (22.5 is 22:30)",
            between(0.0, 24.0), optional),
      field("to_h", &ComfortWindow::to_h, "local hour at which it closes; may lie past midnight",
            between(0.0, 24.0), optional),
      field("days", &ComfortWindow::days, "days on which it opens", optional),
      field("low_c", &ComfortWindow::low, "comfortable from here; absent: no lower edge", optional),
      field("high_c", &ComfortWindow::high, "comfortable up to here; absent: no upper edge",
            optional));
}

constexpr auto fields_of(const SiteZone*) {
  using namespace describe;
  return std::make_tuple(
      field("id", &SiteZone::id, "name"),
      field("temperature_c", &SiteZone::temperature, "of the air, where nothing measured is known"),
      field("capacity_kwh_per_k", &SiteZone::capacity_kwh_per_k, "heat that warms its air by one K",
            above(0.0)),
      field("loss_kw_per_k", &SiteZone::loss_kw_per_k, "heat flow from the air to outdoors",
            at_least(0.0), optional),
      field("mass", &SiteZone::mass, "walls and floors behind the air", optional),
      field("couplings", &SiteZone::couplings, "heat flow to neighbours, stated once", optional),
      field("gain_kw", &SiteZone::gain, "heat of people and machines, always", optional),
      field("solar_aperture_m2", &SiteZone::solar_aperture_m2,
            "gains this times the irradiance of sources.irradiance", at_least(0.0), optional),
      field("low_c", &SiteZone::low, "comfortable from here, outside all windows", optional),
      field("high_c", &SiteZone::high, "comfortable up to here, outside all windows", optional),
      field("comfort", &SiteZone::comfort, "windows of the day; the first that is open counts",
            optional),
      field("low_price_per_k_h", &SiteZone::low_price_per_k_h, "price of each K too cold, per hour",
            at_least(0.0), optional),
      field("high_price_per_k_h", &SiteZone::high_price_per_k_h,
            "price of each K too warm, per hour", at_least(0.0), optional),
      field("end_value_per_kwh", &SiteZone::end_value,
            "worth of heat in air and mass at the end; absent: from the prices", optional));
}

constexpr auto fields_of(const SiteHeatSource*) {
  using namespace describe;
  using S = SiteHeatSource;
  return std::make_tuple(
      field("id", &S::id, "name"),
      field("zone", &S::zone, "id of the zone it heats; or zones", optional),
      field("zones", &S::zones, "zones it heats, with their parts", optional),
      field("power_kw", &S::power, "electric power when it is (fully) on", at_least(0.0)),
      field("cop", &S::cop, "heat per electricity; absent: cop_by_outdoor, else 1", at_least(0.0),
            optional),
      field("cop_by_outdoor", &S::cop_by_outdoor,
            "heat per electricity by outdoor temperature, rising", optional),
      field("modulating", &S::is_modulating, "any power from min_kw to power_kw, or 0", optional),
      field("min_kw", &S::min_power, "lowest power of a modulating source", at_least(0.0),
            optional),
      field("switch_every_s", &S::switch_every,
            "switched only at multiples of this, such as 3600 for full hours", at_least(0.0),
            optional),
      field("min_on_s", &S::min_on, "a run lasts at least this", at_least(0.0), optional),
      field("min_off_s", &S::min_off, "a pause lasts at least this", at_least(0.0), optional),
      field("max_starts_per_day", &S::max_starts_per_day, "starts in a local day", at_least(0.0),
            optional));
}

constexpr auto fields_of(const SiteAppliance*) {
  using namespace describe;
  using A = SiteAppliance;
  return std::make_tuple(
      field("id", &A::id, "name"),
      field("window", &A::window, "one run each time that it opens; absent: each local day",
            optional),
      field("profile_kw", &A::profile,
            "mean power of each step of a run that is not interrupted; or power_kw", at_least(0.0),
            optional),
      field("profile_step_s", &A::profile_step, "length of a step of the profile", at_least(1.0),
            optional),
      field("power_kw", &A::power,
            "power where it runs, of a load that may be interrupted; or profile_kw", above(0.0),
            optional),
      field("min_power_kw", &A::min_power,
            "where it runs, any power from here to power_kw; absent: power_kw alone", at_least(0.0),
            optional),
      field("energy_kwh", &A::energy, "needed in each window; or run_time_s", at_least(0.0),
            optional),
      field("run_time_s", &A::run_time, "needed in each window, as time at power_kw", at_least(0.0),
            optional),
      field("missed_price_per_kwh", &A::missed_price,
            "price of energy left out; absent: the violation price", at_least(0.0), optional),
      field("start_cost", &A::start_cost, "cost of each start", at_least(0.0), optional),
      field("max_starts", &A::max_starts, "starts in a window", at_least(0.0), optional),
      field("min_on_s", &A::min_on, "a run lasts at least this", at_least(0.0), optional),
      field("skip_cost", &A::skip_cost, "cost of not running at all", at_least(0.0), optional),
      field("delay_cost_per_h", &A::delay_cost_per_hour,
            "cost of each hour between the window's opening and the start", at_least(0.0),
            optional));
}

}  // namespace ohmstead::home
