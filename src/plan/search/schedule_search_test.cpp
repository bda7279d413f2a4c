// The search and the proof after it against every combination of runs, each billed exactly by the
// value-function engine around it.
#include "schedule_search.hpp"

#include <gtest/gtest.h>

#include <random>

#include "elements/appliance.hpp"
#include "habits.hpp"
#include "ohmstead/plan/planner.hpp"
#include "testing/random_case.hpp"
#include "testing/test_scale.hpp"

namespace ohmstead::plan {
namespace {

home::Case home_with_appliances(std::uint64_t seed, std::size_t appliances) {
  home::Case home = make_random_case(seed, {.min_slots = 6,
                                            .max_slots = 16,
                                            .min_batteries = 1,
                                            .max_batteries = 1,
                                            .allows_hybrid = false,
                                            .allows_battery_inverter = false,
                                            .allows_peak = false});
  std::mt19937_64 random{seed};
  std::uniform_real_distribution<double> share{0.0, 1.0};
  for (std::size_t i = 0; i < appliances; ++i) {
    home::Appliance appliance;
    appliance.id = "machine_" + std::to_string(i);
    const auto steps = static_cast<std::size_t>(1 + 3 * share(random));
    appliance.profile = base::Series<base::Power>{steps};
    for (std::size_t k = 0; k < steps; ++k)
      appliance.profile.set(k, base::Power{0.2 + 2.5 * share(random)});
    appliance.profile_step = base::Seconds{900};
    appliance.skip_cost = base::Money{3.0 * share(random)};
    appliance.delay_cost_per_hour = base::Money{0.01 * share(random)};
    if (share(random) < 0.5) appliance.earliest = home.slots.start(home.slots.count() / 4);
    home.appliances.push_back(appliance);
  }
  return home;
}

// The cheapest objective over all runs of the appliances from `first` on.
double best_of_all(const home::Case& home, const PlannedDevices& devices, Planner& planner,
                   std::vector<Track>& tracks, std::size_t first) {
  if (first == tracks.size()) {
    Account account{home};
    devices.bill(tracks, account);
    const home::Plan plan =
        planner.make_plan(with_fixed_devices(home, tracks),
                          {.engine = Engine::value_function, .is_explained = false});
    return plan.objective.value() + account.total();
  }
  const auto& element = dynamic_cast<const ApplianceElement&>(*devices.elements()[first]);
  ApplianceElement::write(nullptr, tracks[first]);
  double best = best_of_all(home, devices, planner, tracks, first + 1);
  for (const ApplianceElement::Run& run : element.runs()) {
    ApplianceElement::write(&run, tracks[first]);
    best = std::min(best, best_of_all(home, devices, planner, tracks, first + 1));
  }
  return best;
}

TEST(ScheduleSearch, WithItsProofFindsTheBestOfAllRuns) {
  Planner planner;
  int optimal = 0;
  const int homes = scaled(40);
  for (int seed = 1; seed <= homes; ++seed) {
    SCOPED_TRACE(seed);
    const home::Case home = home_with_appliances(static_cast<std::uint64_t>(seed), 2);
    const PlannedDevices devices{home};
    std::vector<Track> tracks = devices.make_tracks();
    const double best = best_of_all(home, devices, planner, tracks, 0);
    const home::Plan plan = planner.make_plan(home, {.time_limit_s = 3.0, .is_explained = false});
    ASSERT_TRUE(plan.bound.has_value());
    const double tolerance = 1e-6 * std::max(1.0, std::abs(best));
    EXPECT_LE(plan.bound->value(), best + tolerance);
    EXPECT_GE(plan.objective.value(), best - tolerance);
    if (plan.status == home::PlanStatus::optimal) {
      ++optimal;
      EXPECT_LE(plan.objective.value(), best + 0.01 + tolerance);
    }
  }
  EXPECT_GE(optimal, homes * 9 / 10);
}

// Without the proof: the search alone ends at most a little above the best.
TEST(ScheduleSearch, AloneIsNearTheBestOfAllRuns) {
  Planner planner;
  double worse = 0.0;
  const int homes = scaled(40);
  for (int seed = 101; seed <= 100 + homes; ++seed) {
    const home::Case home = home_with_appliances(static_cast<std::uint64_t>(seed), 2);
    const HomeElements elements{home};
    std::vector<Track> tracks = elements.planned.make_tracks();
    const double best = best_of_all(home, elements.planned, planner, tracks, 0);
    ScheduleSearch search{home, elements};
    const std::vector<double> prices(home.prices.import.raw().begin(),
                                     home.prices.import.raw().end());
    const auto found = search.run(prices, {}, EngineLimits{2.0, {}, true});
    ASSERT_TRUE(found.has_value());
    EXPECT_TRUE(found->is_finished);
    worse += std::max(0.0, found->cost - best);
  }
  EXPECT_LE(worse / homes, 0.02);
}

}  // namespace
}  // namespace ohmstead::plan
