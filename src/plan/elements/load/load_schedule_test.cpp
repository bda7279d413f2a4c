#include "load_schedule.hpp"

#include <gtest/gtest.h>

#include "elements/account.hpp"
#include "load_search.hpp"
#include "testing/load_homes.hpp"
#include "testing/test_scale.hpp"
#include "testing/water_homes.hpp"

namespace ohmstead::plan {
namespace {

double bill_of(const home::Case& home, const LoadElement& element, const Track& track) {
  Account account{home};
  element.bill({&track, 1}, account);
  return account.total();
}

// Own cost and power at the import prices.
double cost_of(const home::Case& home, const LoadElement& element, const Track& track) {
  double sum = bill_of(home, element, track);
  for (std::size_t t = 0; t < track.power_kw.size(); ++t)
    sum += home.prices.import.raw()[t] * track.power_kw[t] * home.slots.hours(t).value();
  return sum;
}

Track best_of(const home::Case& home, const LoadElement& element,
              const std::vector<char>& blocked = {}) {
  LoadProgramme programme{element.load()};
  return best_schedule(element.load(), programme, home.prices.import.raw(), blocked);
}

TEST(LoadSchedule, IsTheBestOfAllSchedules) {
  int with_runs = 0;
  for (int seed = 0; seed < scaled(400); ++seed) {
    SCOPED_TRACE(seed);
    const home::Case home = make_random_load_home(static_cast<std::uint64_t>(seed), {});
    const LoadElement element{home, home.appliances[0]};
    double lowest = std::numeric_limits<double>::infinity();
    for (unsigned bits = 0; bits < 1U << 9U; ++bits) {
      std::vector<int> states(9);
      for (std::size_t t = 0; t < 9; ++t) states[t] = (bits >> t & 1U) != 0 ? 1 : 0;
      const bool is_allowed = keeps_rules(home, home.appliances[0], states);
      ASSERT_EQ(is_allowed, element.load().is_allowed(states)) << "schedule " << bits;
      bool is_refused = false;
      const Track track = element.load().track_of(states);
      element.check({&track, 1}, [&](std::size_t, std::size_t, const char*, const std::string&) {
        is_refused = true;
      });
      ASSERT_EQ(is_allowed, !is_refused) << "schedule " << bits;
      if (is_allowed) lowest = std::min(lowest, cost_of(home, element, track));
    }
    const Track best = best_of(home, element);
    EXPECT_TRUE(keeps_rules(home, home.appliances[0], best.state));
    EXPECT_NEAR(cost_of(home, element, best), lowest, 1e-6);
    with_runs += element.load().starts(best) > 0 ? 1 : 0;
    if (HasFailure()) return;
  }
  EXPECT_GT(with_runs, scaled(400) / 4);
}

TEST(LoadSchedule, NeverDrawsWhereItIsBlocked) {
  home::Case home = make_water_home({0.1, 0.1, 0.4, 0.4, 0.4, 0.4}, base::Seconds{900});
  home.appliances.push_back(make_load());
  home.appliances[0].energy = base::Energy{1.0};
  const LoadElement element{home, home.appliances[0]};
  const Track best = best_of(home, element, {1, 1, 0, 0, 0, 1});
  EXPECT_EQ(best.state, (std::vector<int>{0, 0, 1, 1, 0, 0}));
}

TEST(LoadSchedule, OfTheSameCostHasFewStarts) {
  home::Case home = make_water_home(std::vector<double>(96, 0.25), base::Seconds{900});
  home.appliances.push_back(make_load());
  home.appliances[0].energy = base::Energy{6.0};
  const LoadElement element{home, home.appliances[0]};
  EXPECT_EQ(element.load().starts(best_of(home, element)), 1U);
}

TEST(LoadSchedule, NeighboursKeepTheRulesAndTheFastCostIsTheBill) {
  int offered = 0;
  for (int seed = 0; seed < scaled(40); ++seed) {
    SCOPED_TRACE(seed);
    const home::Case home = make_random_load_home(static_cast<std::uint64_t>(seed), {.slots = 24});
    const LoadElement element{home, home.appliances[0]};
    const auto switched = element.switched();
    ASSERT_EQ(switched.size(), 1U);
    const std::vector<Track> now{best_of(home, element)};
    switched[0]->visit_neighbours(now, [&](const Track& candidate) {
      ++offered;
      ASSERT_TRUE(keeps_rules(home, home.appliances[0], candidate.state));
      ASSERT_NEAR(switched[0]->own_cost({&candidate, 1}), bill_of(home, element, candidate), 1e-6);
      element.check({&candidate, 1}, [](std::size_t, std::size_t, const char*,
                                        const std::string& message) { FAIL() << message; });
    });
    if (HasFailure()) return;
  }
  EXPECT_GT(offered, 100);
}

TEST(LoadSchedule, SurvivesTinyAndHugeNumbers) {
  for (const double energy : {0.0, 1e-9, 1.0, 1e9}) {
    for (const double power : {1e-9, 1.0, 1e9}) {
      home::Case home = make_water_home(std::vector<double>(48, 0.25), base::Seconds{1800});
      home::Appliance load = make_load();
      load.power = base::Power{power};
      load.energy = base::Energy{energy};
      home.appliances = {load};
      const LoadElement element{home, home.appliances[0]};
      const Track best = best_of(home, element);
      EXPECT_TRUE(std::isfinite(bill_of(home, element, best)));
      EXPECT_TRUE(element.load().is_allowed(best.state));
    }
  }
}

}  // namespace
}  // namespace ohmstead::plan
