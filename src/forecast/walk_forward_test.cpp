#include "ohmstead/forecast/walk_forward.hpp"

#include <gtest/gtest.h>

#include "testing/sample_load.hpp"

namespace ohmstead::forecast {
namespace {

using namespace std::chrono_literals;
using testing::at;

// Always 2 kW, sure of 1 to 2 kW.
class Constant : public Predictor {
 public:
  [[nodiscard]] std::string name() const override { return "constant"; }
  void train(base::Time now) override { trained.push_back(now); }
  [[nodiscard]] PowerPrediction predict(base::Time, const base::SlotGrid& slots) const override {
    const auto all = [&](double kw) {
      return base::Series<base::Power>{slots.count(), base::Power{kw}};
    };
    return {all(2.0), all(1.0), all(2.0), all(2.0), {}};
  }
  [[nodiscard]] std::vector<std::pair<std::string, double>> importance() const override {
    return {};
  }
  [[nodiscard]] std::string save() const override { return {}; }
  [[nodiscard]] base::Result<void> load(const std::string&) override { return {}; }

  std::vector<base::Time> trained;
};

TEST(WalkForward, CountsAsByHand) {
  // 1 kW in the first week, then 3 kW, one slot of 1.5 kW, one blank.
  Measured load{at("2024-01-01T00:00:00Z"), 3600s, std::vector<double>(24 * 7, 1.0), {}};
  load.values.resize(24 * 9, 3.0);
  load.values[24 * 7 + 5] = 1.5;
  load.values[24 * 7 + 6] = std::nan("");
  Constant constant;
  const WalkResult result = walk_forward(
      constant, load, base::Zone::utc(),
      {.from = at("2024-01-08T00:00:00Z"), .to = at("2024-01-09T00:00:00Z"), .forecasts_a_day = 1});
  EXPECT_EQ(result.total.count, 23);
  EXPECT_NEAR(result.total.mean_kw, (22 * 3.0 + 1.5) / 23, 1e-12);
  EXPECT_NEAR(result.total.mae_kw, (22 * 1.0 + 0.5) / 23, 1e-12);
  EXPECT_NEAR(result.total.rmse_kw, std::sqrt((22 * 1.0 + 0.25) / 23), 1e-12);
  EXPECT_NEAR(result.total.bias_kw, (-22 * 1.0 + 0.5) / 23, 1e-12);
  EXPECT_NEAR(result.total.naive_mae_kw, (22 * 2.0 + 0.5) / 23, 1e-12);
  EXPECT_NEAR(result.total.persistence_mae_kw, (22 * 2.0 + 0.5) / 23, 1e-12);
  EXPECT_NEAR(result.total.coverage_pct, 100.0 / 23, 1e-9);
  const double above = (0.1 * 2.0 + 0.5 * 1.0 + 0.9 * 1.0) / 3.0;
  const double inside = (0.1 * 0.5 + 0.5 * 0.5 + 0.1 * 0.5) / 3.0;
  EXPECT_NEAR(result.total.pinball_kw, (22 * above + inside) / 23, 1e-12);
  EXPECT_EQ(result.days, 1);
  EXPECT_NEAR(result.daily_mape_pct, 100.0 * (67.5 - 46.0) / 67.5, 1e-9);
  EXPECT_EQ(result.by_lead.front().count, 1);
  EXPECT_EQ(result.by_lead.back().to_h, 24.0);
}

TEST(WalkForward, TrainsNowAndThenAndStops) {
  const Measured load = testing::sample_load(30, 3600s, 0.5);
  Constant constant;
  std::stop_source stop;
  WalkOptions options{.from = at("2024-01-10T00:00:00Z"),
                      .to = at("2024-01-30T00:00:00Z"),
                      .days_between_training = 7};
  options.stop = stop.get_token();
  options.progress = [&](std::int64_t done, std::int64_t total) {
    EXPECT_EQ(total, 20);
    if (done == 10) stop.request_stop();
  };
  const WalkResult result = walk_forward(constant, load, base::Zone::utc(), options);
  EXPECT_TRUE(result.is_stopped);
  EXPECT_EQ(result.to, at("2024-01-20T00:00:00Z"));
  EXPECT_EQ(constant.trained.size(), 2U);
}

}  // namespace
}  // namespace ohmstead::forecast
