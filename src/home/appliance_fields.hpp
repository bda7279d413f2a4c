// Field table of appliances (appliance.hpp says what they mean).
#pragma once

#include "ohmstead/describe/walk.hpp"
#include "ohmstead/home/appliance.hpp"

namespace ohmstead::home {

constexpr auto fields_of(const Appliance*) {
  using namespace describe;
  return std::make_tuple(
      field("id", &Appliance::id, "name"),
      field("profile_kw", &Appliance::profile, "mean power of each step of a run", at_least(0.0)),
      field("profile_step_s", &Appliance::profile_step, "length of a step of the profile",
            at_least(1.0), optional),
      field("earliest", &Appliance::earliest, "earliest start", optional),
      field("latest_end", &Appliance::latest_end, "a run must be over by then", optional),
      field("skip_cost", &Appliance::skip_cost, "cost of not running at all", at_least(0.0),
            optional),
      field("delay_cost_per_h", &Appliance::delay_cost_per_hour,
            "cost of each hour between the earliest start and the start", at_least(0.0), optional));
}

}  // namespace ohmstead::home
