// Field tables of water heaters (water_heater.hpp says what they mean).
#pragma once

#include "ohmstead/describe/walk.hpp"
#include "ohmstead/home/water_heater.hpp"

namespace ohmstead::home {

constexpr auto fields_of(const WaterTank*) {
  using namespace describe;
  return std::make_tuple(
      field("volume_l", &WaterTank::volume_l, "water in the tank; or capacity_kwh_per_k",
            above(0.0), optional),
      field("capacity_kwh_per_k", &WaterTank::capacity_kwh_per_k, "heat that warms it by one K",
            above(0.0), optional),
      field("loss_w_per_k", &WaterTank::loss_w_per_k, "heat flow to the air around it",
            at_least(0.0), optional),
      field("ambient_c", &WaterTank::ambient, "air around it; absent: 20", optional),
      field("temperature_c", &WaterTank::temperature, "at the start, as measured"),
      field("min_c", &WaterTank::min, "kept at the end of each slot", optional),
      field("max_c", &WaterTank::max, "kept at the end of each slot", optional),
      field("comfort_c", &WaterTank::comfort, "warm enough from here on", optional),
      field("comfort_price_per_k_h", &WaterTank::comfort_price_per_k_h,
            "price of each K below comfort_c, per hour", at_least(0.0), optional),
      field("draw_kw", &WaterTank::draw, "heat that leaves with the water", at_least(0.0),
            optional),
      field("reserve_kwh", &WaterTank::reserve,
            "heat wanted above min_c, should more be drawn than is expected", at_least(0.0),
            optional),
      field("end_value_per_kwh", &WaterTank::end_value,
            "worth of heat left at the end; absent: from the prices", at_least(0.0), optional),
      field("end_from_c", &WaterTank::end_from,
            "heat left is counted from here; absent: comfort_c or min_c", optional),
      field("end_span_k", &WaterTank::end_span_k,
            "heat left is counted up to this far above end_from_c; absent: up to max_c",
            at_least(0.0), optional),
      field("end_min_c", &WaterTank::end_min, "wanted at the end of the horizon", optional),
      field("hysteresis_k", &WaterTank::hysteresis_k,
            "without a planner: heats from comfort_c to this far above it", at_least(0.0),
            optional));
}

constexpr auto fields_of(const WaterHeater*) {
  using namespace describe;
  return std::make_tuple(
      field("id", &WaterHeater::id, "name"),
      field("power_kw", &WaterHeater::power, "electric power when it is (fully) on", at_least(0.0)),
      field("modulating", &WaterHeater::is_modulating, "any power from 0 to power_kw", optional),
      field("cop", &WaterHeater::cop, "heat per electricity; absent: 1", at_least(0.0), optional),
      field("daily_kwh", &WaterHeater::daily, "heat of each local day; or tank", at_least(0.0),
            optional),
      field("used_today_kwh", &WaterHeater::used_today, "of it given before the first slot",
            at_least(0.0), optional),
      field("owed_kwh", &WaterHeater::owed, "still to come of yesterday's", at_least(0.0),
            optional),
      field("deferral_h", &WaterHeater::deferral,
            "a day's heat may still follow this long after midnight", between(0.0, 24.0), optional),
      field("missed_price_per_kwh", &WaterHeater::missed_price,
            "price of a day's heat that does not come; absent: the violation price", at_least(0.0),
            optional),
      field("tank", &WaterHeater::tank, "what stores the heat; or daily_kwh", optional),
      field("min_on_s", &WaterHeater::min_on, "a run lasts at least this", at_least(0.0), optional),
      field("min_off_s", &WaterHeater::min_off, "a pause lasts at least this", at_least(0.0),
            optional),
      field("max_starts_per_day", &WaterHeater::max_starts_per_day, "starts in a day",
            at_least(0.0), optional),
      field("max_blocks_per_day", &WaterHeater::max_blocks_per_day,
            "runs in a day; one over midnight is one of either day", at_least(1.0), optional),
      field("days_from", &WaterHeater::days_from,
            "days of starts and blocks: from local_midnight, or 24 h each from first_slot",
            optional),
      field("starts_today", &WaterHeater::starts_today, "starts before the first slot",
            at_least(0.0), optional),
      field("on_for_s", &WaterHeater::on_for, "it is on, and has been for this long", at_least(0.0),
            optional),
      field("off_for_s", &WaterHeater::off_for, "it is off, and has been for this long",
            at_least(0.0), optional));
}

}  // namespace ohmstead::home
