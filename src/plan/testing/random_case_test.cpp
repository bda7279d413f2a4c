#include "testing/random_case.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace ohmstead::plan {
namespace {

TEST(RandomCase, IsAlwaysValid) {
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    const home::Case home =
        make_random_case(seed, {.allows_both_ways = true, .allows_keep_last_plan = true});
    const auto checked = home::check_case(home, "random");
    ASSERT_TRUE(checked) << "seed " << seed << ": " << checked.error().message;
  }
}

TEST(RandomCase, DependsOnTheSeedAlone) {
  EXPECT_EQ(home::write_case(make_random_case(7)), home::write_case(make_random_case(7)));
  EXPECT_NE(home::write_case(make_random_case(7)), home::write_case(make_random_case(8)));
}

TEST(RandomCase, KnobsLeaveTheRestAsItWas) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const home::Case full = make_random_case(seed);
    const home::Case plain = make_random_case(
        seed, {.allows_wear = false, .allows_bands = false, .allows_grid_limits = false});
    EXPECT_EQ(full.prices.import, plain.prices.import);
    EXPECT_EQ(full.load, plain.load);
    ASSERT_EQ(full.batteries.size(), plain.batteries.size());
    EXPECT_FALSE(plain.grid.import_limit || plain.grid.export_limit);
    for (std::size_t i = 0; i < full.batteries.size(); ++i) {
      EXPECT_EQ(full.batteries[i].capacity, plain.batteries[i].capacity);
      EXPECT_EQ(full.batteries[i].reserve, plain.batteries[i].reserve);
      EXPECT_EQ(plain.batteries[i].wear, base::EnergyPrice{});
      EXPECT_FALSE(plain.batteries[i].low_band || plain.batteries[i].high_band);
    }
  }
}

TEST(RandomCase, KeepsTheCountsAsked) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const home::Case home = make_random_case(
        seed, {.min_slots = 5, .max_slots = 9, .min_batteries = 1, .max_batteries = 1});
    EXPECT_TRUE(home.slots.count() >= 5 && home.slots.count() <= 9);
    EXPECT_EQ(home.batteries.size(), 1U);
  }
}

TEST(RandomCase, ReachesEveryFeature) {
  int negative = 0, export_above = 0, hybrid = 0, outside = 0, fixed_pv = 0, peak = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    const home::Case home = make_random_case(seed);
    const auto import = home.prices.import.raw();
    const auto exported = home.prices.export_.raw();
    negative += std::any_of(import.begin(), import.end(), [](double p) { return p < 0.0; });
    export_above +=
        !std::equal(import.begin(), import.end(), exported.begin(), std::greater_equal<>{});
    hybrid += !home.inverters.empty() && home.inverters[0].is_hybrid;
    fixed_pv += !home.is_pv_curtailable;
    peak += home.grid.peak.has_value();
    for (const home::Battery& battery : home.batteries) {
      outside += battery.soc < battery.min_soc || battery.soc > home::effective_max_soc(battery);
    }
  }
  for (const int count : {negative, export_above, hybrid, outside, fixed_pv, peak}) {
    EXPECT_GT(count, 20);
  }
}

}  // namespace
}  // namespace ohmstead::plan
