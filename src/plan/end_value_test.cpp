#include "end_value.hpp"

#include <gtest/gtest.h>

namespace ohmstead::plan {
namespace {

using namespace base::literals;
using base::EnergyPrice;
using base::Ratio;

home::Case make_home(std::vector<double> import) {
  home::Case home;
  home.slots = base::SlotGrid::uniform(base::Time{}, base::Seconds{900}, import.size());
  home.prices.import = base::Series<EnergyPrice>{std::move(import)};
  home::Battery battery;
  battery.capacity = 10_kwh;
  battery.charge_efficiency = Ratio{0.9};
  battery.discharge_efficiency = Ratio{0.8};
  home.batteries.push_back(battery);
  return home;
}

double per_kwh(const home::Case& home) {
  return make_end_value(home, home.batteries[0]).at(1_kwh).value();
}

base::Energy total(const EndValue& value) {
  base::Energy sum;
  for (const home::EndValueStep& step : value.steps) sum += step.energy;
  return sum;
}

TEST(EndValue, IsBoundedByTheMedianLessWear) {
  home::Case home = make_home({0.40, 0.20, 0.22, 0.24});  // median 0.23, cheapest / 0.72 = 0.278
  EXPECT_DOUBLE_EQ(per_kwh(home), 0.99 * 0.23 * 0.8);
  home.batteries[0].wear = 0.03_per_kwh;
  EXPECT_DOUBLE_EQ(per_kwh(home), 0.99 * (0.23 - 0.03) * 0.8);
}

TEST(EndValue, IsBoundedByBuyingAgain) {
  EXPECT_DOUBLE_EQ(per_kwh(make_home({0.40, 0.09, 0.50})), 0.99 * 0.09 / 0.72 * 0.8);
}

TEST(EndValue, PassesTheInverterBothWays) {
  home::Case home = make_home({0.40, 0.20, 0.22, 0.24});
  home.inverters.emplace_back();
  home.inverters[0].id = "hybrid";
  home.inverters[0].efficiency = Ratio{0.5};
  home.batteries[0].inverter = "hybrid";
  // A stored kWh gives 0.8 * 0.5 at the home.
  EXPECT_DOUBLE_EQ(per_kwh(home), 0.99 * 0.23 * 0.5 * 0.8);
  home.inverters[0].efficiency = Ratio{1.0};
  home.inverters[0].charge_efficiency = Ratio{0.99};
  home.prices.import.set(0, 0.05_per_kwh);
  // One bought at 0.05 arrives as 0.99 * 0.9.
  EXPECT_DOUBLE_EQ(per_kwh(home), 0.99 * 0.05 / (0.9 * 0.99));
}

TEST(EndValue, IsNeverNegativeByDefault) {
  EXPECT_EQ(per_kwh(make_home({-0.1, 0.4, 0.5})), 0.0);
  home::Case home = make_home({0.1});
  home.batteries[0].wear = 0.2_per_kwh;
  EXPECT_EQ(per_kwh(home), 0.0);
}

TEST(EndValue, TakesTheGivenPrice) {
  home::Case home = make_home({0.3});
  home.batteries[0].end_value = EnergyPrice{-0.05};
  EXPECT_DOUBLE_EQ(make_end_value(home, home.batteries[0]).at(4_kwh).value(), -0.2);
}

TEST(EndValue, FillsStepsFromBelow) {
  home::Case home = make_home({0.3});
  home.batteries[0].end_value_steps = {{2_kwh, 0.5_per_kwh}, {3_kwh, 0.1_per_kwh}};
  const EndValue value = make_end_value(home, home.batteries[0]);
  EXPECT_DOUBLE_EQ(value.at(0_kwh).value(), 0.0);
  EXPECT_DOUBLE_EQ(value.at(1.5_kwh).value(), 0.75);
  EXPECT_DOUBLE_EQ(value.at(4_kwh).value(), 1.0 + 0.2);
  EXPECT_DOUBLE_EQ(value.at(9_kwh).value(), 1.0 + 0.3);
  EXPECT_DOUBLE_EQ(value.at(base::Energy{-1.0}).value(), -0.5);
}

TEST(EndValue, StaysConcaveBeyondNegativeSteps) {
  home::Case home = make_home({0.3});
  home.batteries[0].end_value_steps = {{2_kwh, 0.5_per_kwh}, {3_kwh, EnergyPrice{-0.1}}};
  EXPECT_DOUBLE_EQ(make_end_value(home, home.batteries[0]).at(10_kwh).value(), 1.0 - 0.8);
}

TEST(EndValue, StepsReachTheCapacity) {
  home::Case home = make_home({0.3});
  home.batteries[0].end_value_steps = {{20_kwh, 0.5_per_kwh}};
  EXPECT_GE(total(make_end_value(home, home.batteries[0])), 10_kwh);
  home.batteries[0].end_value_steps.clear();
  EXPECT_GE(total(make_end_value(home, home.batteries[0])), 10_kwh);
  home.batteries[0].end_value_steps = {{1_kwh, 0.5_per_kwh}};
  EXPECT_GE(total(make_end_value(home, home.batteries[0])), 10_kwh);
}

}  // namespace
}  // namespace ohmstead::plan
