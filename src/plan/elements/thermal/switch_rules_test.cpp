#include "switch_rules.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

#include "testing/random_rooms.hpp"
#include "testing/test_scale.hpp"

namespace ohmstead::plan {
namespace {

std::vector<char> schedule_of(std::size_t periods, unsigned bits) {
  std::vector<char> on;
  for (std::size_t p = 0; p < periods; ++p) on.push_back((bits >> p & 1U) != 0U ? 1 : 0);
  return on;
}

// The rules in other words: every run and pause long enough unless the horizon ends it, starts of a
// day counted. Quarter hours from midnight, switched at any slot.
bool keeps_rules(const home::HeatSource& source, const std::vector<char>& on) {
  const auto quarters = [](base::Seconds time) {
    return std::ceil(static_cast<double>(time.count()) / 900.0);
  };
  const bool was_on = source.on_for.has_value();
  double lasted = was_on           ? quarters(*source.on_for)
                  : source.off_for ? quarters(*source.off_for)
                                   : 1e9;
  bool state = was_on;
  std::int64_t starts = source.starts_today;
  for (const char each : on) {
    if ((each != 0) == state) {
      lasted += 1.0;
      continue;
    }
    if (lasted < quarters(state ? source.min_on : source.min_off)) return false;
    if (each != 0 && source.max_starts_per_day && ++starts > *source.max_starts_per_day)
      return false;
    state = each != 0;
    lasted = 1.0;
  }
  return true;
}

TEST(SwitchRules, AllowedSchedulesAndTheCheapestAreThoseOfBruteForce) {
  std::mt19937_64 random{7};
  std::uniform_real_distribution<double> cost{-1.0, 1.0};
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(scaled(300)); ++seed) {
    home::Case home = make_random_rooms(seed, {.min_slots = 9,
                                               .max_slots = 9,
                                               .max_zones = 1,
                                               .allows_mixed_slots = false,
                                               .allows_modulating = false});
    home::HeatSource& source = home.heat_sources[0];
    source.switch_every = base::Seconds{0};
    const SwitchRules rules{home, source};
    std::vector<double> costs;
    for (std::size_t p = 0; p < 9; ++p) costs.push_back(cost(random));
    const auto cost_of = [&](const std::vector<char>& on) {
      double sum = 0.0;
      for (std::size_t p = 0; p < on.size(); ++p) sum += on[p] != 0 ? costs[p] : 0.0;
      return sum;
    };
    double lowest = std::numeric_limits<double>::infinity();
    for (unsigned bits = 0; bits < 512; ++bits) {
      const std::vector<char> on = schedule_of(9, bits);
      const bool is_allowed = keeps_rules(source, on);
      EXPECT_EQ(rules.is_allowed(on), is_allowed) << "seed " << seed << " bits " << bits;
      bool is_reported = false;
      std::vector<int> states(on.begin(), on.end());
      rules.find_problems(states, [&](std::size_t, const std::string&) { is_reported = true; });
      EXPECT_EQ(is_reported, !is_allowed);
      if (is_allowed) lowest = std::min(lowest, cost_of(on));
    }
    const std::vector<char> best = rules.cheapest(costs);
    EXPECT_TRUE(rules.is_allowed(best)) << seed;
    EXPECT_NEAR(cost_of(best), lowest, 1e-12) << seed;
    if (HasFailure()) return;
  }
}

TEST(SwitchRules, HoursAreCutOnTheWallAndAHalfHourKeepsItsState) {
  home::Case home = make_one_room(1);
  const base::Time nine{std::chrono::sys_days{std::chrono::year{2026} / 1 / 5} +
                        std::chrono::hours{9}};
  home.slots = base::SlotGrid::uniform(nine + base::Seconds{1800}, base::Seconds{900}, 8);
  home::HeatSource source;
  source.switch_every = base::Seconds{3600};
  const SwitchRules free{home, source};
  ASSERT_EQ(free.period_count(), 3U);
  EXPECT_EQ(free.first_slot(1), 2U);
  EXPECT_EQ(free.first_slot(2), 6U);
  EXPECT_TRUE(free.may(free.start(), 0, true));
  source.on_for = base::Seconds{1800};
  const SwitchRules bound{home, source};
  EXPECT_FALSE(bound.may(bound.start(), 0, false));
  EXPECT_TRUE(bound.may(bound.start(), 1, false));
}

TEST(SwitchRules, StartsAreCountedByLocalDays) {
  home::Case home = make_one_room(1);
  home.timezone = "Europe/Berlin";  // an hour ahead: the day ends at 23:00 UTC
  const base::Time evening{std::chrono::sys_days{std::chrono::year{2026} / 1 / 5} +
                           std::chrono::hours{21}};
  home.slots = base::SlotGrid::uniform(evening, base::Seconds{3600}, 5);
  home::HeatSource source;
  source.max_starts_per_day = 1;
  const SwitchRules rules{home, source};
  EXPECT_TRUE(rules.is_allowed(std::vector<char>{0, 1, 0, 0, 0}));
  EXPECT_FALSE(rules.is_allowed(std::vector<char>{0, 0, 1, 0, 1}));
  EXPECT_TRUE(rules.is_allowed(std::vector<char>{1, 0, 1, 0, 0}));
}

}  // namespace
}  // namespace ohmstead::plan
