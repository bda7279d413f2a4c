#include "ohmstead/base/units.hpp"

#include <gtest/gtest.h>

#include <concepts>

#include "ohmstead/base/series.hpp"

namespace ohmstead::base {
namespace {

using namespace literals;
using namespace std::chrono_literals;

template <class A, class B>
concept CanAdd = requires(A a, B b) { a + b; };
template <class A, class B>
concept CanMultiply = requires(A a, B b) { a* b; };

static_assert(CanAdd<Power, Power> && CanAdd<Money, Money>);
static_assert(!CanAdd<Power, Energy> && !CanAdd<Power, double> && !CanAdd<Money, EnergyPrice>);
static_assert(!CanMultiply<Power, Power> && !CanMultiply<Energy, Hours>);
static_assert(!CanMultiply<Power, EnergyPrice> && !CanMultiply<Energy, PowerPrice>);
static_assert(!std::convertible_to<double, Power> && !std::convertible_to<Power, double>);
static_assert(sizeof(Power) == sizeof(double));

TEST(Units, LiteralsTakeWholeNumbersAndFractions) {
  EXPECT_EQ((2_kw).value(), 2.0);
  EXPECT_EQ((2.5_kw).value(), 2.5);
  EXPECT_EQ((7_kwh).value(), 7.0);
  EXPECT_EQ((0.25_kwh).value(), 0.25);
  EXPECT_EQ((0.31_per_kwh).value(), 0.31);
}

TEST(Units, ProductsOfPowerAndTimeAreEnergy) {
  const Energy energy = 2.5_kw * hours(15min);
  EXPECT_EQ(energy, 0.625_kwh);
  EXPECT_EQ(Hours{4.0} * 0.5_kw, 2_kwh);
  EXPECT_EQ(3_kwh / Hours{2.0}, 1.5_kw);
  EXPECT_EQ(3_kwh / 1.5_kw, Hours{2.0});
  EXPECT_EQ(hours(90min), Hours{1.5});
  EXPECT_EQ(hours(1s).value(), 1.0 / 3600.0);
}

TEST(Units, PricesTurnEnergyAndPowerIntoMoney) {
  EXPECT_EQ(4_kwh * 0.25_per_kwh, Money{1.0});
  EXPECT_EQ(0.25_per_kwh * 4_kwh, Money{1.0});
  EXPECT_EQ(Money{3.0} / 4_kwh, 0.75_per_kwh);
  EXPECT_EQ(5_kw * PowerPrice{10.0}, Money{50.0});
  EXPECT_EQ(4_kwh * -0.25_per_kwh, Money{-1.0});
}

TEST(Units, RatiosScale) {
  EXPECT_EQ(8_kw * Ratio{0.25}, 2_kw);
  EXPECT_EQ(8_kwh * Ratio{0.5}, 4_kwh);
  EXPECT_EQ(0.5_per_kwh * Ratio{0.5}, 0.25_per_kwh);
}

TEST(Units, OneQuantityAddsComparesAndDivides) {
  Power power = 3_kw;
  power += 2_kw;
  EXPECT_EQ(power, 5_kw);
  power -= 1_kw;
  EXPECT_EQ(power, 4_kw);
  EXPECT_EQ(power - 1.5_kw, 2.5_kw);
  EXPECT_EQ(2.0 * power, 8_kw);
  EXPECT_EQ(power * 0.5, 2_kw);
  EXPECT_EQ(power / 4.0, 1_kw);
  EXPECT_EQ(power / 2_kw, 2.0);
  EXPECT_LT(-power, Power{});
  EXPECT_GE(power, 4_kw);
  power.raw() = 9.0;
  EXPECT_EQ(power.value(), 9.0);
}

TEST(Series, HoldsOneQuantityPerSlot) {
  Series<Power> load{3, 0.5_kw};
  load.set(1, 2_kw);
  load.push_back(4_kw);
  EXPECT_EQ(load.size(), 4u);
  EXPECT_EQ(load[0] + load[1], 2.5_kw);
  EXPECT_EQ(load, (Series<Power>{{0.5, 2.0, 0.5, 4.0}}));
  EXPECT_EQ(load.raw()[3], 4.0);
  EXPECT_TRUE(Series<Power>{}.is_empty());
}

}  // namespace
}  // namespace ohmstead::base
