#include "level_chain.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace ohmstead::plan {
namespace {

TEST(LevelChain, LevelsAreEquallySpacedAroundWhatIsExpected) {
  EXPECT_EQ(chain_levels(5), (std::vector<double>{-2.0, -1.0, 0.0, 1.0, 2.0}));
  EXPECT_EQ(chain_levels(2), (std::vector<double>{-1.0, 1.0}));
}

// What is left of an error after a step, and its spread once all of it is forgotten, are those of
// the process that the chain stands for: exactly, with any number of levels.
TEST(LevelChain, KeepsThePersistenceAndTheSpread) {
  for (const std::size_t count : {2, 3, 5, 9}) {
    const std::vector<double> levels = chain_levels(count);
    for (const double left : {0.0, 0.3, 0.96, 1.0}) {
      const auto steps = chain_steps(count, left);
      for (std::size_t i = 0; i < count; ++i) {
        double mean = 0.0, square = 0.0;
        for (std::size_t j = 0; j < count; ++j) {
          EXPECT_GE(steps[i][j], 0.0);
          mean += steps[i][j] * levels[j];
          square += steps[i][j] * levels[j] * levels[j];
        }
        EXPECT_NEAR(std::accumulate(steps[i].begin(), steps[i].end(), 0.0), 1.0, 1e-12);
        EXPECT_NEAR(mean, left * levels[i], 1e-12);
        // E[z'^2 | z] = 1 - left^2 + left^2 z^2 of the process; of the chain so in the mean.
        if (left == 0.0) {
          EXPECT_NEAR(square, 1.0, 1e-12);
        }
      }
    }
  }
}

}  // namespace
}  // namespace ohmstead::plan
