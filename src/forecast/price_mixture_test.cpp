#include "price_mixture.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "testing/sample_load.hpp"

namespace ohmstead::forecast {
namespace {

using testing::noise;

// What came, and opinions of it that are so far off.
std::vector<PriceOpinions> trials(double profile_off, double trees_off, double foretold_off) {
  std::vector<PriceOpinions> all;
  for (std::size_t i = 0; i < 400; ++i) {
    const double came = 0.1 * noise(i);
    const auto opinion = [&](double off, std::size_t seed) {
      return came + off * (noise(i + seed) - 0.5);
    };
    all.push_back({opinion(profile_off, 1000), opinion(trees_off, 2000),
                   opinion(foretold_off, 3000), 0.05, came});
  }
  return all;
}

TEST(PriceMixture, BelievesWhoWasRight) {
  EXPECT_EQ(learn_price_mix(trials(0.1, 0.1, 0.0), true, true, {}).foretold, 1.0);
  EXPECT_EQ(learn_price_mix(trials(0.1, 0.0, 0.1), true, true, {}).trees, 1.0);
  const PriceMix profile = learn_price_mix(trials(0.0, 0.1, 0.1), true, true, {});
  EXPECT_EQ(profile.trees + profile.foretold, 0.0);
}

TEST(PriceMixture, ThreeThatAreEquallyWrongAreBetterTogether) {
  const PriceMix mix = learn_price_mix(trials(0.1, 0.1, 0.1), true, true, {});
  EXPECT_NEAR(mix.trees, 0.33, 0.15);
  EXPECT_NEAR(mix.foretold, 0.33, 0.15);
  EXPECT_LT(mix.error_sum,
            0.75 * learn_price_mix(trials(0.1, 0.1, 0.1), false, false, {}).error_sum);
}

TEST(PriceMixture, WhoIsAbsentHasNoPart) {
  auto all = trials(0.1, 0.0, 0.0);
  for (PriceOpinions& each : all) each.foretold = std::nan("");
  const PriceMix mix = learn_price_mix(all, false, false, {});
  EXPECT_EQ(mix.trees + mix.foretold, 0.0);
  EXPECT_TRUE(std::isfinite(mix.error_sum));
  EXPECT_LT(mix.lower, 0.0);
  EXPECT_GT(mix.upper, 0.0);
}

TEST(PriceMixture, TooFewTrialsTeachNothing) {
  auto few = trials(0.1, 0.1, 0.0);
  few.resize(50);
  PriceMix otherwise;
  otherwise.foretold = 0.5;
  const PriceMix mix = learn_price_mix(few, true, true, otherwise);
  EXPECT_EQ(mix.foretold, 0.5);
  EXPECT_EQ(mix.trials, 0U);
}

}  // namespace
}  // namespace ohmstead::forecast
