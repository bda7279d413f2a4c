#include "trees.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "testing/sample_load.hpp"

namespace ohmstead::forecast {
namespace {

// 3 where the first feature is above a half, else 1; the second means nothing. On top comes
// 3 u^2 with u even between 0 and 1: mean 1, median 0.75, nine of ten below 2.43.
struct Steps {
  FeatureTable table{2, {}};
  std::vector<float> labels;

  Steps() {
    for (std::size_t row = 0; row < 2000; ++row) {
      const double x = testing::noise(row);
      table.values.push_back(static_cast<float>(x));
      table.values.push_back(static_cast<float>(testing::noise(row + 7777)));
      const double more = testing::noise(row + 99999);
      labels.push_back(static_cast<float>((x > 0.5 ? 3.0 : 1.0) + 3.0 * more * more));
    }
  }
  [[nodiscard]] std::vector<float> learn(TreeAim aim, double quantile) const {
    TreeOptions options;
    options.aim = aim;
    options.quantile = quantile;
    options.rounds = 300;
    const auto trees = Trees::train(table, labels, {}, options).value();
    std::vector<float> means(2, 0.0F);  // below and above a half
    for (std::size_t i = 0; i < 100; ++i) {
      const float x = 0.005F + 0.01F * static_cast<float>(i);
      means[i / 50] += trees.predict({2, {x, i % 2 == 0 ? 0.5F : NAN}})[0] / 50.0F;
    }
    return means;
  }
};

class TreesTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!Trees::is_built_in()) GTEST_SKIP() << "built without XGBoost";
  }
  Steps steps;
};

TEST_F(TreesTest, AimAtMeanMedianAndQuantiles) {
  const auto mean = steps.learn(TreeAim::mean, 0.5);
  EXPECT_NEAR(mean[0], 2.0, 0.2);
  EXPECT_NEAR(mean[1], 4.0, 0.2);
  const auto median = steps.learn(TreeAim::median, 0.5);
  EXPECT_NEAR(median[0], 1.75, 0.2);
  EXPECT_NEAR(median[1], 3.75, 0.2);
  const auto upper = steps.learn(TreeAim::quantile, 0.9);
  EXPECT_NEAR(upper[0], 3.43, 0.3);
  EXPECT_NEAR(upper[1], 5.43, 0.3);
}

TEST_F(TreesTest, AreTheSameEveryTimeAndAfterTheyWereKept) {
  const auto trees = Trees::train(steps.table, steps.labels, {}, {}).value();
  const auto again = Trees::train(steps.table, steps.labels, {}, {}).value();
  EXPECT_EQ(trees.predict(steps.table), again.predict(steps.table));
  const auto kept = Trees::load(trees.save()).value();
  EXPECT_EQ(trees.predict(steps.table), kept.predict(steps.table));
  const auto importance = trees.importance();
  EXPECT_GT(importance[0], 0.5);
  EXPECT_NEAR(importance[0] + importance[1], 1.0, 1e-6);
}

TEST_F(TreesTest, RefuseWhatTheyCannotUse) {
  EXPECT_EQ(Trees::train({2, {}}, {}, {}, {}).error().kind, base::ErrorKind::invalid_input);
  EXPECT_EQ(Trees::load("{ nonsense").error().kind, base::ErrorKind::invalid_input);
}

}  // namespace
}  // namespace ohmstead::forecast
