#include "ohmstead/forecast/price_learner.hpp"

#include <gmock/gmock.h>

#include <numbers>

#include "testing/sample_load.hpp"
#include "trees.hpp"

namespace ohmstead::forecast {
namespace {

using namespace std::chrono_literals;
using testing::at;
using testing::noise;

// A daily round with some wind in it; from day `dearer_from` on its hours are turned about.
PricePast sample_prices(int days, int dearer_from = 1000) {
  PricePast past{{at("2024-01-01T00:00:00Z"), 3600s, {}, {}}, {}, base::Zone::utc()};
  for (int hour = 0; hour < days * 24; ++hour) {
    const int day = hour / 24;
    const double sign = day < dearer_from ? 1.0 : -1.0;
    const double round = 0.05 * std::sin(2.0 * std::numbers::pi * (hour % 24 - 7) / 24.0);
    past.spot.values.push_back(0.10 + sign * round +
                               0.02 * noise(static_cast<std::size_t>(day) + 31));
  }
  past.spot.known_at.assign(past.spot.size(), base::Time{});
  return past;
}

PricePast until(const PricePast& all, base::Time end) {
  PricePast past = all;
  past.spot.values.resize(static_cast<std::size_t>((end - all.spot.start) / 3600s));
  past.spot.known_at.resize(past.spot.values.size());
  return past;
}

TEST(PriceLearner, ForecastsTheSameAfterItWasKept) {
  const PricePast past = sample_prices(130);
  const base::Time now = past.spot.slot_start(past.spot.size());
  PriceLearner learner{past, "price"};
  learner.train(now);
  PriceLearner again{past, "price"};
  const std::string text = learner.save();
  ASSERT_TRUE(again.load(text));
  const auto slots = base::SlotGrid::uniform(now, 3600s, 72);
  const auto one = learner.predict(now, slots), two = again.predict(now, slots);
  EXPECT_EQ(one.p10_per_kwh, two.p10_per_kwh);
  EXPECT_EQ(one.p50_per_kwh, two.p50_per_kwh);
  EXPECT_EQ(one.expected_per_kwh, two.expected_per_kwh);
  EXPECT_EQ(learner.importance(), again.importance());
  EXPECT_EQ(again.save(), text);
  double shares = 0.0;
  for (const auto& [name, share] : learner.importance())
    if (!name.starts_with("trees.")) shares += share;
  EXPECT_NEAR(shares, 1.0, 1e-9);
}

TEST(PriceLearner, SeesDamageAndOtherWeather) {
  const PricePast past = sample_prices(130);
  const base::Time now = past.spot.slot_start(past.spot.size());
  PriceLearner learner{past, "price"};
  learner.train(now);
  const std::string text = learner.save();
  for (const std::size_t cut : {std::size_t{0}, std::size_t{20}, text.size() / 2, text.size() - 2})
    EXPECT_EQ(learner.load(text.substr(0, cut)).error().kind, base::ErrorKind::invalid_input)
        << cut;
  if (!Trees::is_built_in()) GTEST_SKIP() << "built without trees";
  PricePast windy = past;
  windy.weather.push_back({past.spot.start, 3600s, std::vector<double>(past.spot.size(), 1.0), {}});
  PriceLearner other{windy, "price"};
  const auto before = other.predict(now, base::SlotGrid::uniform(now, 3600s, 24));
  EXPECT_EQ(other.load(text).error().kind, base::ErrorKind::invalid_input);
  EXPECT_EQ(other.predict(now, base::SlotGrid::uniform(now, 3600s, 24)).p50_per_kwh,
            before.p50_per_kwh);
}

// A model is judged by what it did not see: prices that came later change nothing before them.
TEST(PriceLearner, IsJudgedByHoursThatWereNotPublished) {
  const PricePast past = sample_prices(60);
  const base::Time now = at("2024-02-20T10:00:00Z");
  const PriceModel model = PriceModel::train(until(past, at("2024-02-12T00:00:00Z")), now);
  const ModelTrial week = judge_prices(model, until(past, at("2024-02-21T00:00:00Z")), now);
  // Each of the 168 hours from two days before it, all but the first half from one more.
  EXPECT_GT(week.count, 168);
  EXPECT_LE(week.count, 2 * 168);
  EXPECT_LT(week.mae, 0.02);
  EXPECT_LE(std::abs(week.bias), week.mae + 1e-12);
  EXPECT_GT(week.coverage_pct, 40.0);
  const ModelTrial turned =
      judge_prices(model, until(sample_prices(60, 45), at("2024-02-21T00:00:00Z")), now);
  EXPECT_GT(turned.mae, 2.0 * week.mae);
  EXPECT_EQ(turned.count, week.count);
  EXPECT_EQ(judge_prices(model, until(past, at("2024-01-03T00:00:00Z")), now).count, 0);
}

TEST(PriceLearner, AModelThatSawTheChangeTakesOver) {
  // The day is turned about on day 120: the first model knows it the other way round.
  const PricePast all = sample_prices(180, 120);
  ModelRegistry registry;
  const auto care = [&](int day) {
    const base::Time now = all.spot.start + day * 24h;
    const PricePast past = until(all, now + 24h);
    return care_for_model(registry, price_course(past, "price", now), now).value();
  };
  EXPECT_EQ(care(118).promoted, 1);
  for (int day = 125; registry.champion()->version == 1 && day < 170; day += 7) (void)care(day);
  ASSERT_NE(registry.champion(), nullptr);
  EXPECT_GT(registry.champion()->version, 1);
  EXPECT_EQ(registry.champion()->kind, "price");
  const auto off = registry.champion()->metric("mae_per_kwh");
  ASSERT_TRUE(off);
  EXPECT_LT(*off, 0.03);
  EXPECT_FALSE(registry.champion()->metric("mae_kw"));
}

}  // namespace
}  // namespace ohmstead::forecast
