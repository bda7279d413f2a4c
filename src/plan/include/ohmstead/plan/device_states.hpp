// What a plan begins with: measured, else as the last plan expected it, else as the site assumes.
//
// Thread rule: pure functions over plain values.
//
//   const DeviceStates states = states_now(site, &readings, {&last.home, &last.plan}, now);
#pragma once

#include "ohmstead/home/plan.hpp"
#include "ohmstead/home/readings.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::plan {

// The states of charge with which the site file begins, and nothing measured.
[[nodiscard]] home::DeviceStates assumed_states(const home::Site& site);

// A plan and the case it was made for; null: there is none.
struct Expected {
  const home::Case* home = nullptr;
  const home::Plan* plan = nullptr;
};

// What is stored and how warm it is at `now` by a plan; lists stay empty when it does not reach
// that far, and a device that the case does not have is left out.
[[nodiscard]] home::DeviceStates planned_states(const Expected& expected, base::Time now);

// `measured` may be null, and what it lacks is taken from the others.
[[nodiscard]] home::DeviceStates states_now(const home::Site& site, const home::Readings* measured,
                                            const Expected& expected, base::Time now);

}  // namespace ohmstead::plan
