// Field tables of hot water and machines in a site file (site_devices.hpp says what
// they mean). Keys are those of a case where the thing is the same.
#pragma once

#include "appliance_fields.hpp"
#include "ohmstead/describe/walk.hpp"
#include "ohmstead/home/site_devices.hpp"
#include "water_heater_fields.hpp"

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

constexpr auto fields_of(const WaterHygiene*) {
  using namespace describe;
  return std::make_tuple(field("temperature_c", &WaterHygiene::temperature, "of the tank",
                               between(50.0, 80.0), optional),
                         field("hold_min", &WaterHygiene::hold_min, "minutes that it is kept",
                               between(1.0, 600.0), optional),
                         field("every_days", &WaterHygiene::every_days, "at least this often",
                               between(1.0, 31.0), optional));
}

constexpr auto fields_of(const SurplusRule*) {
  using namespace describe;
  return std::make_tuple(
      field("price_below_per_kwh", &SurplusRule::price_below, "a kWh bought now costs less",
            optional),
      field("soc_at_least_pct", &SurplusRule::soc_at_least_pct, "what all batteries hold together",
            between(0.0, 100.0), optional),
      field("pv_above_kw", &SurplusRule::pv_above, "the sun gives more", at_least(0.0), optional));
}

constexpr auto fields_of(const SurplusHeating*) {
  using namespace describe;
  return std::make_tuple(
      field("priority", &SurplusHeating::priority,
            "where the sun does not do for all, lower numbers go first", optional),
      field("rules", &SurplusHeating::rules, "it runs while any of them holds as a whole"),
      field("not_above_c", &SurplusHeating::not_above,
            "not where the tank, or without one the outdoor air, is warmer", optional));
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
      field("draws_vary_pct", &H::draws_vary_pct,
            "so much more may be drawn on a day; a reserve above min_c is kept for it",
            between(0.0, 200.0), optional),
      field("hygiene", &H::hygiene, "how hot the tank is made against legionella, and how often",
            optional),
      field("surplus", &H::surplus, "when it runs beside the plan, such as an immersion heater",
            optional),
      field("min_on_s", &H::min_on, "a run lasts at least this", at_least(0.0), optional),
      field("min_off_s", &H::min_off, "a pause lasts at least this", at_least(0.0), optional),
      field("max_starts_per_day", &H::max_starts_per_day, "starts in a day", at_least(0.0),
            optional),
      field("max_blocks_per_day", &H::max_blocks_per_day,
            "runs in a day; one over midnight is one of either day", at_least(1.0), optional));
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
