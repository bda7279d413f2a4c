// Each engine is the other's judge: on thousands of random homes the value function and the linear
// model must find the same optimum, and what they prove must be what the evaluator bills.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "ohmstead/plan/planner.hpp"
#include "optimal.hpp"
#include "testing/later_case.hpp"
#include "testing/random_case.hpp"
#include "testing/small_home.hpp"
#include "testing/test_scale.hpp"

namespace ohmstead::plan {
namespace {

constexpr double k_tolerance = 1e-6;
// Seconds for the linear engine; a home in which burning energy pays can keep its search busy.
constexpr double k_search_s = 6.0;

double scale_of(double objective) { return std::max(1.0, std::abs(objective)); }

struct Both {
  home::Plan exact;   // by the value function
  home::Plan linear;  // by the linear model
};

Both plan_with_both(const home::Case& home) {
  Planner planner;
  return {planner.make_plan(home, {.engine = Engine::value_function, .is_explained = false}),
          planner.make_plan(
              home, {.engine = Engine::linear, .time_limit_s = k_search_s, .is_explained = false})};
}

struct Count {
  int homes = 0;
  int out_of_time = 0;  // of the linear engine's searches
};

void expect_agreement(const home::Case& home, Count& count) {
  const auto [exact, linear] = plan_with_both(home);
  ASSERT_EQ(exact.solver, "value_function");
  ASSERT_NE(linear.solver, "value_function");
  ASSERT_TRUE(exact.bound);
  const double objective = exact.objective.value();
  const double tolerance = k_tolerance * scale_of(objective);
  ++count.homes;
  if (!linear.bound) {
    ++count.out_of_time;
    return;
  }
  EXPECT_NEAR(exact.bound->value(), objective, tolerance);
  EXPECT_EQ(exact.status, home::PlanStatus::optimal);
  // What one proves, the other may not beat.
  EXPECT_LE(linear.bound->value(), objective + tolerance);
  EXPECT_LE(exact.bound->value(), linear.objective.value() + tolerance);
  if (linear.gap->value() > 2.0 * tolerance) {
    ++count.out_of_time;
    return;
  }
  EXPECT_NEAR(linear.objective.value(), objective, tolerance);
  EXPECT_NEAR(linear.bound->value(), objective, 2.0 * tolerance);
}

Count compare(std::uint64_t first_seed, int homes, const RandomCaseKnobs& knobs) {
  Count count;
  for (std::uint64_t seed = first_seed; count.homes < homes; ++seed) {
    const home::Case home = make_random_case(seed, knobs);
    if (!why_no_value_function(home).empty()) continue;
    SCOPED_TRACE(home.name);
    expect_agreement(home, count);
    if (::testing::Test::HasFailure()) return count;
  }
  return count;
}

TEST(Engines, AgreeOnThousandsOfHomes) {
  const Count count =
      compare(0, scaled(1600), {.max_slots = 30, .max_batteries = 1, .allows_peak = false});
  EXPECT_LE(count.out_of_time, count.homes / 100);
}

TEST(Engines, AgreeWhereFlowsMayRunBothWays) {
  const Count count = compare(
      10000, scaled(900),
      {.max_slots = 30, .max_batteries = 1, .allows_peak = false, .allows_both_ways = true});
  EXPECT_LE(count.out_of_time, count.homes / 100);
}

TEST(Engines, AgreeWithLimitsBySlotAndWeights) {
  const Count count = compare(
      30000, scaled(600),
      {.max_slots = 30, .max_batteries = 1, .allows_peak = false, .allows_grid_series = true});
  EXPECT_LE(count.out_of_time, count.homes / 100);
}

// What the linear model proves is what the evaluator bills, with everything the grid can ask.
TEST(Engines, LinearCostIsTheBillWithPeaksPhasesAndSharedLimits) {
  int proven = 0, homes = 0;
  for (std::uint64_t seed = 40000; homes < scaled(250); ++seed) {
    home::Case home = make_random_case(seed, {.max_slots = 24,
                                              .allows_negative_prices = false,
                                              .allows_export_above_import = false,
                                              .allows_fixed_pv = false,
                                              .allows_grid_series = true,
                                              .allows_peaks = true,
                                              .allows_shared_limits = true});
    SCOPED_TRACE(home.name);
    ASSERT_TRUE(check_case(home, "home")) << check_case(home, "home").error().message;
    const home::Plan plan = Planner{}.make_plan(
        home, {.engine = Engine::linear, .time_limit_s = k_search_s, .is_explained = false});
    ++homes;
    const double tolerance = 2.0 * k_tolerance * scale_of(plan.objective.value());
    if (!plan.bound) continue;  // out of time on a busy machine; not proven, below
    ASSERT_LE(plan.bound->value(), plan.objective.value() + tolerance);
    if (plan.gap->value() <= tolerance) ++proven;
    for (const Strategy strategy : {Strategy::rules, Strategy::self_use, Strategy::no_battery}) {
      const home::Plan other = Planner{}.make_plan(home, {.strategy = strategy});
      ASSERT_GE(other.objective.value(), plan.bound->value() - tolerance);
    }
  }
  EXPECT_GE(proven, homes * 97 / 100);
}

TEST(Engines, TheValueFunctionStopsWhenItsTimeIsOver) {
  const home::Case home = make_random_case(1, {});
  ValueFunction program;
  EXPECT_FALSE(program.solve(home, 0.0));
  EXPECT_TRUE(answer_by_value_function(home, program, 0.0).devices.empty());
  EXPECT_TRUE(program.solve(home));
  EXPECT_EQ(program.steps().size(), home.slots.count());
}

TEST(Engines, AgreeOverTwoDays) {
  const Count count =
      compare(20000, scaled(80),
              {.min_slots = 150, .max_slots = 200, .max_batteries = 1, .allows_peak = false});
  EXPECT_LE(count.out_of_time, count.homes / 10);
}

TEST(Engines, AgreeWhereTiesAbound) {
  for (std::uint64_t seed = 0; seed < 120; ++seed) {
    home::Case home = make_random_case(
        seed, {.max_slots = 24, .min_batteries = 1, .max_batteries = 1, .allows_peak = false});
    if (!why_no_value_function(home).empty()) continue;
    for (double& price : home.prices.import.raw()) price = std::round(price * 5.0) / 5.0;
    for (double& price : home.prices.export_.raw()) price = std::round(price * 5.0) / 5.0;
    for (double& power : home.load.raw()) power = std::round(power);
    for (double& power : home.pv.raw()) power = std::round(power);
    SCOPED_TRACE(home.name);
    Count count;
    expect_agreement(home, count);
    if (::testing::Test::HasFailure()) return;
  }
}

// Fixed PV behind a closed export limit must be burnt: hundreds of slots in which the battery would
// like to charge and discharge at once. The search does not end in time there, but what it proved
// and found lies on both sides of the value function's optimum.
TEST(Engines, EncloseTheOptimumWhereTheSearchRunsOutOfTime) {
  const home::Case home =
      make_random_case(332, {.max_batteries = 1, .allows_peak = false, .allows_both_ways = true});
  ASSERT_FALSE(home.is_pv_curtailable);
  ASSERT_EQ(home.grid.export_limit, home::Power{});
  const auto [exact, linear] = plan_with_both(home);
  EXPECT_NEAR(exact.bound->value(), exact.objective.value(), 1e-6 * 525.0);
  EXPECT_LE(linear.bound->value(), exact.objective.value() + 1e-6 * 525.0);
  EXPECT_GE(linear.objective.value(), exact.objective.value() - 1e-6 * 525.0);
  EXPECT_NEAR(linear.gap->value(), (linear.objective - *linear.bound).value(), 1e-9);
}

// What passes through a meter that counts both ways is bounded by the limits, not by what the
// home's devices can take.
TEST(Engines, ProveTheBoundWhereEnergyPassesThroughTheMeter) {
  home::Case home;
  home.schema = home::k_case_schema;
  home.slots = base::SlotGrid::uniform(base::Time{}, base::Seconds{3600}, 1);
  home.prices.import.push_back(base::EnergyPrice{0.1});
  home.prices.export_.push_back(base::EnergyPrice{0.3});
  home.load.push_back(base::Power{1.0});
  home.pv.push_back(base::Power{0.0});
  home.grid.import_limit = base::Power{9.0};
  home.grid.export_limit = base::Power{20.0};
  home.grid.is_exclusive = false;
  const auto [exact, linear] = plan_with_both(home);
  // 9 kW in, 1 kW used, 8 kW out.
  for (const home::Plan& plan : {exact, linear}) {
    EXPECT_NEAR(plan.objective.value(), 9.0 * 0.1 - 8.0 * 0.3, 1e-9);
    EXPECT_NEAR(plan.bound->value(), 9.0 * 0.1 - 8.0 * 0.3, 1e-9);
  }
}

// ---- marginal values against small changes of the case ----

constexpr double k_step = 1e-5;

double optimum(const home::Case& home) {
  Planner planner;
  const PlanOptions options{.engine = Engine::value_function, .is_explained = false};
  return planner.make_plan(home, options).bound->value();
}

// Without fees on what leaves a battery beyond the load: more load would also save those.
home::Case home_with_marginal_values(std::uint64_t seed) {
  home::Case home = make_random_case(seed, {.min_slots = 4,
                                            .max_slots = 24,
                                            .min_batteries = 1,
                                            .max_batteries = 1,
                                            .allows_export_fee = false,
                                            .allows_bands = false,
                                            .allows_reserve = false,
                                            .allows_soc_outside = false,
                                            .allows_peak = false});
  fix_derived_values(home);
  return home;
}

// What is stored after a slot is worth what the rest of the home's case says: a hair more saves
// `stored_value`, a hair less costs `stored_value_below`.
TEST(MarginalValues, OfStoredEnergyAreThoseOfTheRemainingCase) {
  int checked = 0;
  for (int seed = 0; seed < scaled(300); ++seed) {
    const home::Case home = home_with_marginal_values(static_cast<std::uint64_t>(seed));
    const home::Plan plan = Planner{}.make_plan(home, {.is_explained = false});
    const home::Battery& battery = home.batteries[0];
    for (const std::size_t t : {std::size_t{0}, home.slots.count() / 2}) {
      if (t + 1 >= home.slots.count()) continue;
      const home::BatterySlot& after = plan.slots[t].batteries[0];
      const double soc = after.soc.value();
      const auto cost_at = [&](double kwh) {
        return optimum(later_case(home, t + 1, {home::Energy{kwh}}));
      };
      const double here = cost_at(soc);
      SCOPED_TRACE(home.name + ", slot " + std::to_string(t));
      if (soc + k_step < home::effective_max_soc(battery).value()) {
        EXPECT_NEAR(after.stored_value.value(), (here - cost_at(soc + k_step)) / k_step, 1e-5);
        ++checked;
      }
      if (soc - k_step > battery.min_soc.value()) {
        EXPECT_NEAR(after.stored_value_below.value(), (cost_at(soc - k_step) - here) / k_step,
                    1e-5);
        ++checked;
      }
    }
    if (::testing::Test::HasFailure()) return;
  }
  EXPECT_GE(checked, scaled(300));
}

// One kWh more of load costs what a kWh at the home is worth, seen from the start of its slot.
TEST(MarginalValues, OfEnergyAtTheHomeAreThoseOfALittleMoreLoad) {
  for (int seed = 0; seed < scaled(300); ++seed) {
    const home::Case home = home_with_marginal_values(static_cast<std::uint64_t>(seed));
    const home::Plan plan = Planner{}.make_plan(home, {.is_explained = false});
    for (const std::size_t t : {std::size_t{0}, home.slots.count() / 2}) {
      home::Case more = t == 0 ? home : later_case(home, t, states_after(plan, t - 1));
      const double here = optimum(more);
      more.load.raw()[0] += k_step / more.slots.hours(0).value();
      SCOPED_TRACE(home.name + ", slot " + std::to_string(t));
      EXPECT_NEAR(plan.slots[t].value.value(), (optimum(more) - here) / k_step, 1e-5);
    }
  }
}

TEST(MarginalValues, OfAHomeWithoutBatteryAreThePricesOfTheGrid) {
  home::Case home =
      make_small_home({0.30, 0.30, 0.30}, {0.08, 0.08, -0.10}, {1.0, 1.0, 1.0}, {0.0, 3.0, 3.0});
  const home::Plan plan = Planner{}.make_plan(home);
  EXPECT_NEAR(plan.slots[0].value.value(), 0.30, 1e-12);
  EXPECT_NEAR(plan.slots[1].value.value(), 0.08, 1e-12);
  EXPECT_NEAR(plan.slots[2].value.value(), 0.0, 1e-12);  // from PV that is turned down
}

}  // namespace
}  // namespace ohmstead::plan
