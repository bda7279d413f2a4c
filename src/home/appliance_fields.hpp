// Field table of appliances (appliance.hpp says what they mean).
#pragma once

#include "ohmstead/describe/walk.hpp"
#include "ohmstead/home/appliance.hpp"

namespace ohmstead::home {

constexpr auto fields_of(const Appliance*) {
  using namespace describe;
  return std::make_tuple(
      field("id", &Appliance::id, "name"),
      field("profile_kw", &Appliance::profile,
            "mean power of each step of a run that is not interrupted; or power_kw", at_least(0.0),
            optional),
      field("profile_step_s", &Appliance::profile_step, "length of a step of the profile",
            at_least(1.0), optional),
      field("power_kw", &Appliance::power,
            "power where it runs, of a load that may be interrupted; or profile_kw", above(0.0),
            optional),
      field("min_power_kw", &Appliance::min_power,
            "where it runs, any power from here to power_kw; absent: power_kw alone", at_least(0.0),
            optional),
      field("energy_kwh", &Appliance::energy, "still needed; or run_time_s", at_least(0.0),
            optional),
      field("run_time_s", &Appliance::run_time, "still needed, as time at power_kw", at_least(0.0),
            optional),
      field("missed_price_per_kwh", &Appliance::missed_price,
            "price of energy left out; absent: the violation price", at_least(0.0), optional),
      field("start_cost", &Appliance::start_cost, "cost of each start", at_least(0.0), optional),
      field("max_starts", &Appliance::max_starts, "starts from the first slot on", at_least(0.0),
            optional),
      field("min_on_s", &Appliance::min_on, "a run lasts at least this", at_least(0.0), optional),
      field("on_for_s", &Appliance::on_for, "it runs, and has for this long", at_least(0.0),
            optional),
      field("earliest", &Appliance::earliest, "earliest start", optional),
      field("latest_end", &Appliance::latest_end, "a run must be over by then", optional),
      field("skip_cost", &Appliance::skip_cost, "cost of not running at all", at_least(0.0),
            optional),
      field("delay_cost_per_h", &Appliance::delay_cost_per_hour,
            "cost of each hour between the earliest start and the start", at_least(0.0), optional));
}

}  // namespace ohmstead::home
