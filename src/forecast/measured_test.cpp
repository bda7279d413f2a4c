#include "ohmstead/forecast/measured.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "testing/sample_load.hpp"

namespace ohmstead::forecast {
namespace {

using namespace std::chrono_literals;
using testing::at;

const double k_blank = std::nan("");

TEST(Measured, KnowsASlotWhenItIsOver) {
  const Measured load{at("2024-01-01T00:00:00Z"), 900s, {1, 2, 3}, {}};
  EXPECT_EQ(load.known_slots(at("2023-12-31T00:00:00Z")), 0U);
  EXPECT_EQ(load.known_slots(at("2024-01-01T00:14:59Z")), 0U);
  EXPECT_EQ(load.known_slots(at("2024-01-01T00:15:00Z")), 1U);
  EXPECT_EQ(load.known_slots(at("2025-01-01T00:00:00Z")), 3U);
}

TEST(Measured, IsKnownNoSoonerThanItsSourceSays) {
  const base::Time half = at("2024-01-01T00:30:00Z");
  const Measured load{at("2024-01-01T00:00:00Z"), 900s, {1, 2}, {half, half}};
  EXPECT_EQ(load.known_slots(at("2024-01-01T00:20:00Z")), 0U);
  EXPECT_EQ(load.known_slots(half), 2U);
}

TEST(Measured, MeansWeighByTimeAndWantHalfOfIt) {
  const Measured load{at("2024-01-01T00:00:00Z"), 900s, {1, 2, k_blank, k_blank}, {}};
  const base::Time from = at("2024-01-01T00:10:00Z");
  EXPECT_NEAR(load.mean(from, from + 20min, 4), (5.0 * 1 + 15.0 * 2) / 20.0, 1e-12);
  EXPECT_NEAR(load.mean(load.start, load.start + 1h, 4), 1.5, 1e-12);
  EXPECT_TRUE(std::isnan(load.mean(load.start, load.start + 1h, 1))) << "one quarter is too little";
  EXPECT_TRUE(std::isnan(load.mean(load.start - 2h, load.start, 4)));
}

TEST(Measured, CoarserSlotsWaitForTheirLastPart) {
  const Measured fine{at("2024-01-01T00:15:00Z"), 900s, {1, 2, 4, k_blank, k_blank}, {}};
  const Measured coarse = on_coarser_slots(fine, 1800s);
  EXPECT_EQ(coarse.start, at("2024-01-01T00:00:00Z"));
  ASSERT_EQ(coarse.size(), 3U);
  EXPECT_EQ(coarse.values[0], 1.0);
  EXPECT_EQ(coarse.values[1], 3.0);
  EXPECT_TRUE(std::isnan(coarse.values[2]));
  EXPECT_EQ(coarse.known_slots(at("2024-01-01T00:59:59Z")), 1U);
  EXPECT_EQ(coarse.known_slots(at("2024-01-01T01:00:00Z")), 2U);
}

}  // namespace
}  // namespace ohmstead::forecast
