#include "water_schedule.hpp"

#include <gtest/gtest.h>

#include "elements/account.hpp"
#include "optimal.hpp"
#include "search/switched.hpp"
#include "testing/test_scale.hpp"
#include "testing/water_homes.hpp"

namespace ohmstead::plan {
namespace {

std::vector<int> states_of(std::uint64_t bits, std::size_t slots) {
  std::vector<int> states(slots);
  for (std::size_t t = 0; t < slots; ++t) states[t] = (bits >> t & 1U) != 0 ? 1 : 0;
  return states;
}

double bill_of(const home::Case& home, const WaterHeaterElement& element, Track track) {
  element.complete({&track, 1});
  Account account{home};
  element.bill({&track, 1}, account);
  return account.total();
}

// Own cost and power at the import prices.
double cost_of(const home::Case& home, const WaterHeaterElement& element,
               const std::vector<int>& states) {
  const Track track = element.track_of(states);
  double sum = bill_of(home, element, track);
  for (std::size_t t = 0; t < states.size(); ++t)
    sum += home.prices.import.raw()[t] * track.power_kw[t] * home.slots.hours(t).value();
  return sum;
}

// Compares the programme with all schedules that keep the rules.
double excess_over_brute_force(const home::Case& home) {
  const WaterHeaterElement element{home, home.water_heaters[0]};
  const std::size_t slots = home.slots.count();
  double lowest = std::numeric_limits<double>::infinity();
  for (std::uint64_t bits = 0; bits < std::uint64_t{1} << slots; ++bits) {
    const std::vector<int> states = states_of(bits, slots);
    const bool is_allowed = keeps_rules(home, home.water_heaters[0], states);
    EXPECT_EQ(is_allowed, element.heater().rules.is_allowed(states)) << "schedule " << bits;
    if (is_allowed) lowest = std::min(lowest, cost_of(home, element, states));
  }
  const auto programme = make_programme(element);
  const Track best = best_schedule(element, *programme, home.prices.import.raw(), {});
  EXPECT_TRUE(keeps_rules(home, home.water_heaters[0], best.state));
  return cost_of(home, element, best.state) - lowest;
}

TEST(WaterSchedule, OfATankIsTheBestOfAllSchedules) {
  for (int seed = 0; seed < scaled(300); ++seed) {
    SCOPED_TRACE(seed);
    const home::Case home = make_random_water_home(static_cast<std::uint64_t>(seed), {});
    EXPECT_LT(excess_over_brute_force(home),
              1e-4);  // the grid may take a neighbour that costs a hair more
    if (HasFailure()) return;
  }
}

TEST(WaterSchedule, OfDailyHeatIsExactlyTheBestOfAllSchedules) {
  for (int seed = 0; seed < scaled(300); ++seed) {
    SCOPED_TRACE(seed);
    const home::Case home =
        make_random_water_home(static_cast<std::uint64_t>(seed), {.has_tank = false});
    EXPECT_LT(excess_over_brute_force(home), 1e-6);
    if (HasFailure()) return;
  }
}

// A home with nothing but its heater buys each kWh at the slot's price.
TEST(WaterSchedule, IsTheOptimumOfTheLinearModelAtFixedPrices) {
  for (int seed = 0; seed < scaled(8); ++seed) {
    SCOPED_TRACE(seed);
    home::Case home = make_random_water_home(static_cast<std::uint64_t>(seed),
                                             {.slots = 26, .has_tank = seed % 4 != 0});
    home.load = base::Series<base::Power>{26};
    for (double& price : home.prices.import.raw()) price = std::abs(price);
    const WaterHeaterElement element{home, home.water_heaters[0]};
    const Track best =
        best_schedule(element, *make_programme(element), home.prices.import.raw(), {});
    const double cost = cost_of(home, element, best.state) - element.start_worth();
    LinearEngine engine;
    const EngineAnswer answer =
        engine.answer(home, HomeElements{home}, EngineLimits{20.0, {}, true});
    ASSERT_FALSE(answer.tracks.empty()) << answer.message;
    const double optimum = cost_of(home, element, answer.tracks[0].state) - element.start_worth();
    EXPECT_NEAR(optimum, answer.bound, 1e-5);
    EXPECT_NEAR(cost, optimum, 1e-4);
    if (HasFailure()) return;
  }
}

TEST(WaterSchedule, NeverDrawsWhereItIsBlocked) {
  home::Case home = make_water_home({0.1, 0.1, 0.4, 0.4, 0.4, 0.4}, base::Seconds{900});
  home.water_heaters.push_back(make_daily_heater());
  const WaterHeaterElement element{home, home.water_heaters[0]};
  const auto programme = make_programme(element);
  const std::vector<char> blocked{1, 1, 0, 0, 0, 1};
  const Track best = best_schedule(element, *programme, home.prices.import.raw(), blocked);
  EXPECT_EQ(best.state[0] + best.state[1] + best.state[5], 0);
}

TEST(WaterSchedule, OfTheSameCostHasFewStarts) {
  home::Case home = make_water_home(std::vector<double>(96, 0.25), base::Seconds{900});
  home.water_heaters.push_back(make_daily_heater());
  const WaterHeaterElement element{home, home.water_heaters[0]};
  const Track best = best_schedule(element, *make_programme(element), home.prices.import.raw(), {});
  int starts = 0;
  for (std::size_t t = 0; t < 96; ++t)
    starts += best.state[t] == 1 && (t == 0 || best.state[t - 1] == 0) ? 1 : 0;
  EXPECT_EQ(starts, 1);
}

TEST(WaterSchedule, NeighboursKeepTheRulesAndTheFastCostIsTheBill) {
  int offered = 0;
  for (int seed = 0; seed < scaled(40); ++seed) {
    SCOPED_TRACE(seed);
    const home::Case home = make_random_water_home(static_cast<std::uint64_t>(seed),
                                                   {.slots = 24, .has_tank = seed % 2 == 0});
    const WaterHeaterElement element{home, home.water_heaters[0]};
    const auto switched = element.switched();
    ASSERT_EQ(switched.size(), 1U);
    const std::vector<Track> now{
        switched[0]->respond(home.prices.import.raw(), {}, std::vector<Track>(1, Track{24}))};
    switched[0]->visit_neighbours(now, [&](const Track& candidate) {
      ++offered;
      ASSERT_TRUE(keeps_rules(home, home.water_heaters[0], candidate.state));
      ASSERT_NEAR(switched[0]->own_cost({&candidate, 1}), bill_of(home, element, candidate), 1e-6);
      element.check({&candidate, 1}, [](std::size_t, std::size_t, const char*,
                                        const std::string& message) { FAIL() << message; });
    });
    if (HasFailure()) return;
  }
  EXPECT_GT(offered, 100);
}

TEST(WaterSchedule, SurvivesTinyAndHugeNumbers) {
  for (const double size : {1e-9, 1e-3, 1e3, 1e9}) {
    for (const double power : {1e-9, 1e9}) {
      home::Case home = make_water_home(std::vector<double>(48, 0.25), base::Seconds{1800});
      home::WaterHeater heater = make_tank_heater();
      heater.power = base::Power{power};
      heater.tank->capacity_kwh_per_k = size;
      heater.tank->loss_w_per_k = 1e9;
      heater.tank->draw = base::Series<base::Power>{48, base::Power{1.0}};
      home.water_heaters = {heater};
      const WaterHeaterElement tank{home, home.water_heaters[0]};
      const Track best = best_schedule(tank, *make_programme(tank), home.prices.import.raw(), {});
      EXPECT_TRUE(std::isfinite(bill_of(home, tank, best)));
      heater.tank.reset();
      heater.daily = base::Energy{size};
      home.water_heaters = {heater};
      const WaterHeaterElement daily{home, home.water_heaters[0]};
      EXPECT_TRUE(std::isfinite(
          bill_of(home, daily,
                  best_schedule(daily, *make_programme(daily), home.prices.import.raw(), {}))));
    }
  }
}

}  // namespace
}  // namespace ohmstead::plan
