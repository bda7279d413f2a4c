// Floors of tanks against every schedule of their heater.
#include <gtest/gtest.h>

#include "elements/account.hpp"
#include "search/cost_floor.hpp"
#include "search/switched.hpp"
#include "testing/test_scale.hpp"
#include "testing/water_homes.hpp"
#include "water_heater.hpp"

namespace ohmstead::plan {
namespace {

double least_cost(const home::Case& home, const WaterHeaterElement& element) {
  const std::size_t slots = home.slots.count();
  const auto device = std::move(element.switched()[0]);
  double lowest = std::numeric_limits<double>::infinity();
  for (std::uint64_t bits = 0; bits < std::uint64_t{1} << slots; ++bits) {
    std::vector<int> states(slots);
    for (std::size_t t = 0; t < slots; ++t) states[t] = (bits >> t & 1U) != 0 ? 1 : 0;
    if (!element.heater().rules.is_allowed(states)) continue;
    const Track track = element.track_of(states);
    double cost = device->own_cost({&track, 1});
    for (std::size_t t = 0; t < slots; ++t)
      cost += home.prices.import.raw()[t] * track.power_kw[t] * home.slots.hours(t).value();
    lowest = std::min(lowest, cost);
  }
  return lowest;
}

TEST(TankFloor, IsNeverAboveTheBestScheduleAndNear) {
  double gap = 0.0;
  int floors = 0;
  for (int seed = 0; seed < scaled(200); ++seed) {
    const home::Case home = make_random_water_home(static_cast<std::uint64_t>(seed), {});
    const WaterHeaterElement element{home, home.water_heaters[0]};
    const auto import = home.prices.import.raw();
    const std::vector<std::vector<double>> prices{{import.begin(), import.end()}};
    const auto floor = element.cost_floor();
    const double least = least_cost(home, element);
    double found = 0.0;
    do {
      const auto closer = floor->at(prices, [] { return false; });
      ASSERT_TRUE(closer) << seed;
      EXPECT_LE(*closer, least + 1e-9) << seed;
      found = *closer;
    } while (floor->refine());
    gap += least - found;
    ++floors;
  }
  RecordProperty("mean_gap_micro", static_cast<int>(1e6 * gap / floors));
  EXPECT_LT(gap / floors, 0.02);
}

TEST(TankFloor, IsNotKnownOfDailyHeatAndOfHeatersThatModulate) {
  home::Case home = make_water_home(std::vector<double>(8, 0.25), base::Seconds{900});
  home.water_heaters.push_back(make_daily_heater());
  EXPECT_EQ(WaterHeaterElement(home, home.water_heaters[0]).cost_floor(), nullptr);
  home.water_heaters[0] = make_tank_heater();
  EXPECT_NE(WaterHeaterElement(home, home.water_heaters[0]).cost_floor(), nullptr);
  home.water_heaters[0].is_modulating = true;
  EXPECT_EQ(WaterHeaterElement(home, home.water_heaters[0]).cost_floor(), nullptr);
}

}  // namespace
}  // namespace ohmstead::plan
