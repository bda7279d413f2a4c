// Random homes of every kind and their plans, for tests of what all plans have in common. Test code
// only. Thread rule: pure functions.
//
//   for_homes(400, k_any_home, [](const home::Case& home) { EXPECT_...(plan_of(home)...); });
#pragma once

#include <gtest/gtest.h>

#include "ohmstead/plan/planner.hpp"
#include "testing/random_case.hpp"
#include "testing/test_scale.hpp"

namespace ohmstead::plan {

// Everything a home can have: two batteries, hybrid inverters, a peak charge, limits, wishes.
inline constexpr RandomCaseKnobs k_any_home{.max_slots = 24};
inline constexpr RandomCaseKnobs k_one_battery{
    .min_slots = 2, .max_slots = 48, .min_batteries = 1, .max_batteries = 1, .allows_peak = false};

inline home::Plan plan_of(const home::Case& home, bool is_explained = false) {
  return Planner{}.make_plan(home, {.time_limit_s = 2.0, .is_explained = is_explained});
}

// Plans `count` homes and stops at the first that fails.
template <class Check>
void for_homes(int count, const RandomCaseKnobs& knobs, const Check& check) {
  for (int seed = 0; seed < scaled(count); ++seed) {
    const home::Case home = make_random_case(static_cast<std::uint64_t>(seed), knobs);
    SCOPED_TRACE(home.name);
    check(home);
    if (::testing::Test::HasFailure()) return;
  }
}

}  // namespace ohmstead::plan
