#include "place_prices.hpp"

#include <gtest/gtest.h>

namespace ohmstead::plan {
namespace {

// Three devices of 0.6, 0.5 and 0.8 kW under one limit per slot; a fourth beside it.
SharedLimits three_under(const std::vector<double>& limit_kw) {
  home::Case home;
  home.slots = base::SlotGrid::uniform(base::Time{}, base::Seconds{3600}, limit_kw.size());
  home.load = base::Series<base::Power>{limit_kw.size()};
  home.pv = base::Series<base::Power>{limit_kw.size()};
  home.prices.import = base::Series<base::EnergyPrice>{limit_kw.size(), base::EnergyPrice{0.3}};
  home.prices.export_ = base::Series<base::EnergyPrice>{limit_kw.size()};
  home.power_limits = {{"pump", base::Series<base::Power>{limit_kw}, {"a", "b", "c"}, {}}};
  const std::pair<const char*, double> sizes[] = {{"a", 0.6}, {"b", 0.5}, {"c", 0.8}, {"d", 3.0}};
  for (const auto& [id, power_kw] : sizes) {
    home::Appliance appliance;
    appliance.id = id;
    appliance.profile = base::Series<base::Power>{1, base::Power{power_kw}};
    appliance.profile_step = base::Seconds{3600};
    home.appliances.push_back(appliance);
  }
  return SharedLimits{home, PlannedDevices{home}};
}

TEST(SharedLimits, CountPlacesTheSmallestFirst) {
  const SharedLimits limits = three_under({1.5, 1.0, 0.5, 0.4, 2.0});
  const std::vector<std::size_t> devices{0, 1, 2, 3};
  const auto places = limits.places(devices);
  ASSERT_EQ(places.size(), 1U);
  EXPECT_EQ(places[0].devices, (std::vector<std::size_t>{0, 1, 2}));
  EXPECT_EQ(places[0].count, (std::vector<std::size_t>{2, 1, 1, 0, 3}));
}

// Three of 0.6, 0.5 and 0.8 kW under 1.5 kW: the third draws at least 0.4 kW beyond it.
TEST(SharedLimits, APlaceIsWorthWhatDrawingBeyondTheLimitCosts) {
  const SharedLimits limits = three_under({1.5, 1.0});
  const auto places = limits.places(std::vector<std::size_t>{0, 1, 2});
  std::vector<Track> tracks(4, Track{2});
  tracks[0].power_kw = {0.6, 0.6};
  tracks[1].power_kw = {0.5, 0.5};
  tracks[2].power_kw = {0.8, 0.0};
  const double beyond = limits.cost(tracks);  // 0.4 kWh and 0.1 kWh
  ASSERT_EQ(places[0].most_worth.size(), 2U);
  EXPECT_NEAR(places[0].most_worth[0], beyond * 0.4 / 0.5, 1e-9);
  EXPECT_NEAR(places[0].most_worth[1], beyond * 0.1 / 0.5, 1e-9);
}

TEST(SharedLimits, HaveNoPlacesWhereAllFit) {
  EXPECT_TRUE(three_under({1.9, 2.0}).places(std::vector<std::size_t>{0, 1, 2, 3}).empty());
  EXPECT_TRUE(three_under({1.2, 2.0}).places(std::vector<std::size_t>{0, 1}).empty());
}

TEST(PlacePrices, RiseWhereTooManyWantAPlaceAndFallElsewhere) {
  const SharedLimits limits = three_under({1.5, 1.5});
  const std::vector<std::size_t> devices{0, 1, 2, 3};
  PlacePrices prices{limits, devices, limits.most_drawn_kw(), 0.1};
  std::vector<Track> tracks(4, Track{2});
  tracks[0].power_kw = {0.6, 0.3};
  tracks[1].power_kw = {0.5, 0.0};
  tracks[2].power_kw = {0.8, 0.0};
  prices.learn(tracks, 0);  // three want two places, then a half one
  std::vector<double> a(2, 0.3), c(2, 0.3), d(2, 0.3);
  prices.add_to(0, 1.0, a);
  prices.add_to(2, 0.5, c);
  prices.add_to(3, 1.0, d);
  EXPECT_NEAR(a[0], 0.3 + 0.1 / 0.6, 1e-12);  // the place costs the same, the kWh does not
  EXPECT_NEAR(c[0], 0.3 + 0.5 * 0.1 / 0.8, 1e-12);
  EXPECT_EQ(a[1], 0.3);
  EXPECT_EQ(d[0], 0.3);  // it is not under the limit
  tracks[0].power_kw[0] = 0.0;
  tracks[1].power_kw[0] = 0.25;
  prices.learn(tracks, 0);  // one and a half want two: half a step back
  a.assign(2, 0.0);
  prices.add_to(0, 1.0, a);
  EXPECT_NEAR(a[0], 0.05 / 0.6, 1e-12);
}

}  // namespace
}  // namespace ohmstead::plan
