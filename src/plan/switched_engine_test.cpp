// Plans of homes with on/off devices when there is hardly any time, against those with enough.
#include "switched_engine.hpp"

#include <gtest/gtest.h>

#include "assemble.hpp"
#include "finish_plan.hpp"
#include "ohmstead/plan/evaluate.hpp"
#include "ohmstead/plan/planner.hpp"
#include "testing/later_case.hpp"
#include "testing/random_rooms.hpp"
#include "testing/test_scale.hpp"

namespace ohmstead::plan {
namespace {

// Rooms with on/off heaters, and a car that charges with 1.4 kW or more.
home::Case home_with_rooms_and_car(std::uint64_t seed,
                                   const RandomRoomsKnobs& knobs = {.min_slots = 8,
                                                                    .allows_modulating = false}) {
  home::Case home = make_random_rooms(seed, knobs);
  home::Charger charger;
  charger.id = "box";
  charger.min = base::Power{1.4};
  charger.max = base::Power{11.0};
  home.chargers.push_back(charger);
  home::Vehicle car;
  car.id = "car";
  car.capacity = base::Energy{40.0};
  car.soc = base::Energy{10.0 + static_cast<double>(seed % 7)};
  home::SocTarget target;
  target.soc = base::Energy{17.3};
  target.by = home.slots.end(home.slots.count() - 1);
  target.price = base::EnergyPrice{1.0};
  car.targets.push_back(target);
  home.vehicles.push_back(car);
  return home;
}

TEST(SwitchedEngine, HasAPlanOfItsOwnInHardlyAnyTime) {
  double found = 0.0, passes = 0.0;
  for (int seed = 1; seed <= scaled(30); ++seed) {
    SCOPED_TRACE(seed);
    const home::Case home = home_with_rooms_and_car(static_cast<std::uint64_t>(seed));
    const home::Plan plan =
        Planner{}.make_plan(home, {.time_limit_s = 0.001, .is_explained = false});
    ASSERT_EQ(plan.solver.rfind("search+", 0), 0U) << plan.solver;
    // Without time to relax the home nothing is claimed.
    EXPECT_EQ(plan.bound.has_value(), plan.gap.has_value());
    EXPECT_TRUE(plan.bound || plan.status == home::PlanStatus::good);
    EXPECT_TRUE(evaluate(home, plan));
    found += plan.objective.value();
    passes += Planner{}.make_plan(home, {.strategy = Strategy::multipass}).objective.value();
  }
  EXPECT_LT(found, passes);
}

// Without any time: what the last plan makes of the home, summed over homes, and a plan from
// nothing.
struct Followed {
  double last = 0.0, cold = 0.0;
};

template <class Change>
Followed follow_changed(const Change& change) {
  Followed all;
  for (int seed = 1; seed <= scaled(20); ++seed) {
    home::Case home = home_with_rooms_and_car(static_cast<std::uint64_t>(seed), {.min_slots = 24});
    const PlanOptions quick{.time_limit_s = 0.0, .is_explained = false};
    const home::Plan cold = Planner{}.make_plan(home, quick);
    home.last_plan = last_plan_of(cold);
    change(*home.last_plan);
    all.cold += cold.objective.value();
    all.last += Planner{}.make_plan(home, quick).objective.value();
  }
  return all;
}

// Nobody may freeze for hours because there was a plan before, when a room was warmer.
TEST(SwitchedEngine, ALastPlanThatIsWrongNowIsMendedWithoutTime) {
  for (const double kw : {0.0, 100.0}) {
    const Followed all = follow_changed([&](home::LastPlan& last) {
      for (home::LastDevicePlan& device : last.devices)
        for (double& power : device.power.raw()) power = std::min(power + kw, kw);
    });
    EXPECT_LE(all.last, all.cold + 0.2 * scaled(20)) << kw;
  }
}

// As when the prices of another day become known.
TEST(SwitchedEngine, ALastPlanThatEndsEarlySaysNothingOfTheRest) {
  const Followed all = follow_changed([](home::LastPlan& last) {
    const std::size_t count = last.slots.count() / 4;
    last.slots = base::SlotGrid::uniform(last.slots.start(0), last.slots.duration(0), count);
    for (home::LastDevicePlan& device : last.devices) {
      device.power.raw().resize(count);
      device.states.resize(std::min(device.states.size(), count));
    }
    for (home::LastBatteryPlan& battery : last.batteries) {
      battery.charge.raw().resize(count);
      battery.discharge.raw().resize(count);
      battery.modes.resize(count);
    }
  });
  EXPECT_LE(all.last, all.cold + 0.02 * scaled(20));
}

// What takes a slow or busy computer long, a long horizon takes any: the plan comes late, and is
// not given up for a simpler one.
TEST(SwitchedEngine, HasAPlanOfItsOwnThoughSolvingTakesLong) {
  const home::Case home = home_with_rooms_and_car(
      3, {.min_slots = 1500, .max_slots = 1500, .allows_modulating = false});
  const home::Plan plan = Planner{}.make_plan(home, {.time_limit_s = 0.001, .is_explained = false});
  EXPECT_EQ(plan.solver.rfind("search+", 0), 0U) << plan.solver;
}

TEST(SwitchedEngine, BoundsWhatItFindsInAnyTime) {
  for (int seed = 31; seed <= 30 + scaled(12); ++seed) {
    SCOPED_TRACE(seed);
    const home::Case home = home_with_rooms_and_car(static_cast<std::uint64_t>(seed));
    const home::Plan quick =
        Planner{}.make_plan(home, {.time_limit_s = 0.001, .is_explained = false});
    const home::Plan plan = Planner{}.make_plan(home, {.time_limit_s = 1.0, .is_explained = false});
    ASSERT_TRUE(plan.bound);
    const double tolerance = 1e-6 * std::max(1.0, std::abs(plan.objective.value()));
    EXPECT_LE(plan.bound->value(), plan.objective.value() + tolerance);
    EXPECT_LE(plan.bound->value(), quick.objective.value() + tolerance);
  }
}

// A car that rounding decides costs no more than a part of a cent above the solver's exact answer.
TEST(SwitchedEngine, RoundsNearTheExactAnswer) {
  double worse = 0.0;
  const int homes = scaled(30);
  for (int seed = 1; seed <= homes; ++seed) {
    SCOPED_TRACE(seed);
    home::Case home = home_with_rooms_and_car(static_cast<std::uint64_t>(seed));
    home.zones.clear();
    home.heat_sources.clear();
    home.power_limits.clear();
    const HomeElements elements{home};
    LinearEngine engine;
    const EngineAnswer rounded = engine.round(home, elements, {}, {});
    const EngineAnswer exact = engine.answer(home, elements, {});
    ASSERT_FALSE(rounded.devices.empty());
    const double best = objective_of(home, elements, exact);
    const double found = objective_of(home, elements, rounded);
    EXPECT_LE(rounded.bound, best + 1e-6);
    EXPECT_GE(found, best - 1e-6);
    worse += found - best;
  }
  EXPECT_LE(worse / homes, 0.02);
}

// What is proven of rooms that are as warm as planned is said of that plan alone.
TEST(SwitchedEngine, ProvesRoomsApartOnlyOfHowThePlanHeats) {
  home::Case home = make_one_room(24);
  home.zones.push_back(home.zones[0]);
  home.zones[1].id = "next";
  home.zones[1].couplings = {{home.zones[0].id, 0.02}};
  home.heat_sources.push_back(home.heat_sources[0]);
  home.heat_sources[1].id = "second";
  home.heat_sources[1].zone = "next";
  const HomeElements elements{home};
  LinearEngine linear;
  const auto answer = SwitchedEngine{linear}.answer(home, elements, {.wall_s = 1.0});
  ASSERT_TRUE(answer && answer->rooms_apart);
  home::Plan plan = assemble_plan(home, elements, answer->devices, answer->tracks);
  ASSERT_TRUE(bill(home, Speaker{home, home::Language::en}, plan));
  set_proof(answer->bound, plan);
  plan.status = home::PlanStatus::good;
  RoomsApart apart = *answer->rooms_apart;
  EXPECT_LE(apart.bound, plan.objective.value() + 1e-6);
  apart.bound = plan.bound->value() + 0.001;
  std::vector<Track> others = answer->tracks;
  others.back().power_kw[5] += 0.5;
  set_rooms_apart(home, elements, apart, others, plan);
  EXPECT_FALSE(plan.bound_rooms_apart);
  set_rooms_apart(home, elements, apart, answer->tracks, plan);
  EXPECT_EQ(plan.bound_rooms_apart, base::Money{apart.bound});
  EXPECT_NEAR(plan.gap_rooms_apart->value(), plan.objective.value() - apart.bound, 1e-9);
  plan.bound_rooms_apart.reset();
  apart.bound = plan.bound->value() - 0.001;
  set_rooms_apart(home, elements, apart, answer->tracks, plan);
  EXPECT_FALSE(plan.bound_rooms_apart) << "it says less";
  plan.status = home::PlanStatus::optimal;
  apart.bound = plan.bound->value() + 0.001;
  set_rooms_apart(home, elements, apart, answer->tracks, plan);
  EXPECT_FALSE(plan.bound_rooms_apart) << "nothing is open";
}

}  // namespace
}  // namespace ohmstead::plan
