#include "ohmstead/forecast/clean_meter.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "ohmstead/forecast/house_balance.hpp"
#include "testing/sample_load.hpp"

namespace ohmstead::forecast {
namespace {

using ::testing::ElementsAre;
using ::testing::NanSensitiveDoubleEq;
using testing::noise;

std::vector<double> usual_load(std::size_t count) {
  std::vector<double> kw;
  for (std::size_t i = 0; i < count; ++i) kw.push_back(0.3 + 1.7 * noise(i));
  return kw;
}

TEST(CleanMeter, LeavesAGoodMeterAlone) {
  const auto kw = usual_load(500);
  const CleanedMeter cleaned = clean_power(kw, MeterKind::load);
  EXPECT_EQ(cleaned.values, kw);
  EXPECT_TRUE(cleaned.repairs.is_clean());
  EXPECT_TRUE(notes_of("load", cleaned.repairs).empty());
}

TEST(CleanMeter, LeavesASaunaAndAHolidayAlone) {
  auto kw = usual_load(500);
  for (std::size_t i = 100; i < 104; ++i) kw[i] = 12.0;
  for (std::size_t i = 200; i < 400; ++i) kw[i] = 0.06;
  const CleanedMeter cleaned = clean_power(kw, MeterKind::load);
  EXPECT_EQ(cleaned.values, kw);
}

TEST(CleanMeter, MendsWattsAmongKilowattsBothWays) {
  const auto truth = usual_load(600);
  auto kw = truth;
  for (std::size_t i = 50; i < 60; ++i) kw[i] *= 1000.0;
  for (std::size_t i = 300; i < 330; ++i) kw[i] /= 1000.0;
  const CleanedMeter cleaned = clean_power(kw, MeterKind::load);
  EXPECT_EQ(cleaned.repairs.unit_mistakes, 40U);
  for (std::size_t i = 0; i < kw.size(); ++i) EXPECT_NEAR(cleaned.values[i], truth[i], 1e-12) << i;
  EXPECT_THAT(notes_of("load", cleaned.repairs),
              ElementsAre("load: 40 values were in the wrong unit, a thousand times off"));
}

TEST(CleanMeter, SnowOnPanelsIsNoWrongUnit) {
  auto kw = usual_load(600);
  for (std::size_t i = 300; i < 360; ++i) kw[i] /= 1000.0;
  EXPECT_TRUE(clean_power(kw, MeterKind::pv).repairs.is_clean());
}

TEST(CleanMeter, SpreadsWhatACatchUpBrings) {
  const auto truth = usual_load(300);
  auto kw = truth;
  double sum = 0.0;
  for (std::size_t i = 100; i < 110; ++i) {
    sum += kw[i];
    kw[i] = 0.0;
  }
  kw[109] = sum;
  const CleanedMeter cleaned = clean_power(kw, MeterKind::load);
  EXPECT_EQ(cleaned.repairs.catch_ups, 1U);
  for (std::size_t i = 100; i < 110; ++i) EXPECT_NEAR(cleaned.values[i], sum / 10.0, 1e-12);
  EXPECT_EQ(cleaned.values[110], truth[110]);
}

TEST(CleanMeter, TakesALoneImpossibleValueOut) {
  auto kw = usual_load(300);
  kw[100] = 5000.0;
  const CleanedMeter cleaned = clean_power(kw, MeterKind::load);
  EXPECT_EQ(cleaned.repairs.spikes, 1U);
  EXPECT_TRUE(std::isnan(cleaned.values[100]));
  EXPECT_EQ(cleaned.repairs.missing, 1U);
  EXPECT_THAT(notes_of("load", cleaned.repairs),
              ElementsAre("load: 1 value that no home draws was taken out"));
}

TEST(CleanMeter, ASensorThatStandsStillIsTakenOut) {
  constexpr std::chrono::minutes k_quarter{15};
  auto kw = usual_load(400);
  for (std::size_t i = 100; i < 196; ++i) kw[i] = 0.6125;  // a day
  kw[150] = NAN;
  kw[196] = 0.6125;
  for (std::size_t i = 250; i < 340; ++i) kw[i] = 0.2;  // less than a day
  for (std::size_t i = 300; i < 400; ++i) kw[i] = 0.0;  // until now
  const auto load = take_out_flat(kw, MeterKind::load, k_quarter);
  EXPECT_EQ(load.repairs.flat_stretches, 2U);
  EXPECT_TRUE(load.repairs.is_flat_now);
  EXPECT_TRUE(std::isnan(load.values[100]) && std::isnan(load.values[196]));
  EXPECT_EQ(load.values[99], kw[99]);
  EXPECT_EQ(load.values[260], 0.2);
  EXPECT_TRUE(std::isnan(load.values[399]));
  // A roof may give nothing for long.
  const auto roof = take_out_flat(kw, MeterKind::pv, k_quarter);
  EXPECT_EQ(roof.values[399], 0.0);
  EXPECT_TRUE(std::isnan(roof.values[260])) << "half a day of the same sun";
  EXPECT_FALSE(roof.repairs.is_flat_now);
}

TEST(CleanMeter, TooFewValuesAreLeftAlone) {
  const std::vector<double> kw{0.1, NAN, 900.0};
  EXPECT_EQ(clean_power(kw, MeterKind::load).repairs.missing, 1U);
  EXPECT_EQ(clean_power({}, MeterKind::load).values.size(), 0U);
}

TEST(CleanMeter, ACounterBecomesEnergy) {
  // 0.5 each; then two readings are missed; then the counter begins anew at 0 and shows 0.2.
  const auto cleaned = counter_to_energy({100.0, 100.5, NAN, NAN, 102.0, 0.2, 0.9});
  EXPECT_THAT(cleaned.values,
              ElementsAre(NanSensitiveDoubleEq(NAN), 0.5, 0.5, 0.5, 0.5, 0.2, 0.9 - 0.2));
  EXPECT_EQ(cleaned.repairs.resets, 1U);
  EXPECT_EQ(cleaned.repairs.spread_differences, 1U);
  EXPECT_EQ(cleaned.repairs.missing, 1U);
  EXPECT_EQ(notes_of("load", cleaned.repairs).size(), 2U);
}

TEST(HouseBalance, IsWhatComesInLessWhatGoesOut) {
  HouseMeters meters{.grid_import = {1.0, 0.0, NAN, 0.0},
                     .grid_export = {0.0, 2.0, 0.0, 0.0},
                     .pv = {0.5, 4.0, 1.0, 0.0},
                     .battery_charge = {0.0, 1.0, 0.0, 0.0},
                     .battery_discharge = {0.5, 0.0, 0.0, 1.0},
                     .controlled = {{1.2, 0.4, 0.0, 1.5}}};
  const HouseBalance balance = balance_house(meters);
  EXPECT_THAT(balance.house, ElementsAre(2.0, 1.0, NanSensitiveDoubleEq(NAN), 1.0));
  EXPECT_THAT(balance.base, ElementsAre(2.0 - 1.2, 0.6, NanSensitiveDoubleEq(NAN), 0.0));
  EXPECT_EQ(balance.negative, 1U) << "half a kW more was controlled than the house drew";
  EXPECT_TRUE(balance_house({}).house.empty());
}

}  // namespace
}  // namespace ohmstead::forecast
