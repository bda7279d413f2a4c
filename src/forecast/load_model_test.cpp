#include "ohmstead/forecast/load_model.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "load_features.hpp"
#include "ohmstead/forecast/load_predictor.hpp"
#include "ohmstead/forecast/walk_forward.hpp"
#include "testing/sample_load.hpp"

namespace ohmstead::forecast {
namespace {

using namespace std::chrono_literals;
using testing::at;
using testing::sample_load;

const base::Zone k_utc = base::Zone::utc();

base::SlotGrid two_days(base::Time now) { return base::SlotGrid::aligned(now, now + 48h, 900s); }

bool is_same(const PowerPrediction& a, const PowerPrediction& b) {
  return a.expected == b.expected && a.p10 == b.p10 && a.p50 == b.p50 && a.p90 == b.p90;
}

TEST(LoadPast, LooksUpTheLocalTimeOfDay) {
  // Hourly, the value is the number of the hour; clocks go forward on 31 March 2024.
  Measured load{at("2024-03-20T23:00:00Z"), 3600s, {}, {}};
  for (int hour = 0; hour < 24 * 14; ++hour) load.values.push_back(hour);
  const base::Zone paris = base::Zone::load("Europe/Paris").value();
  const LoadPast past{load, {}, paris};
  const std::int64_t noon = past.cell_at(paris.at(base::parse_date("2024-03-31").value(), 12h));
  EXPECT_EQ(past.kw(static_cast<std::size_t>(noon)), 24 * 10 + 11.0);
  EXPECT_EQ(past.kw_before(past.index(noon), 1, 1000), 24 * 9 + 12.0);
  EXPECT_TRUE(std::isnan(past.kw_before(past.index(noon), 1, 24 * 9 + 12))) << "not known yet";
  EXPECT_TRUE(past.is_free_day(past.index(noon)));
  EXPECT_TRUE(past.is_free_day(past.index(noon) + 24)) << "Easter Monday";
  EXPECT_FALSE(past.is_free_day(past.index(noon) + 48));
  EXPECT_EQ(past.weekday(past.index(noon)), 6);
}

TEST(LoadPast, ProfileWeighsNewerDaysMore) {
  Measured load{at("2024-01-01T00:00:00Z"), 3600s, std::vector<double>(48, 1.0), {}};
  for (std::size_t hour = 24; hour < 48; ++hour) load.values[hour] = 2.0;
  const LoadPast past{load, {}, k_utc};
  const std::int64_t third_day = past.index(48);
  EXPECT_NEAR(past.profile_kw(third_day, 48), (2.0 + 0.8 * 0.4 * 1.0) / (1.0 + 0.8 * 0.4), 1e-12)
      << "New Year is of the other kind";
  EXPECT_TRUE(std::isnan(past.profile_kw(third_day, 0)));
}

TEST(LoadModel, WithoutHistoryItAssumesAndSaysSo) {
  const LoadPast past{{at("2024-01-01T00:00:00Z"), 900s, {NAN, NAN}, {}}, {}, k_utc};
  const auto coming = LoadModel::train(past, 0).predict(past, at("2024-01-01T00:00:00Z"),
                                                        two_days(at("2024-01-01T00:00:00Z")));
  EXPECT_EQ(coming.expected[0], base::Power{0.5});
  EXPECT_EQ(coming.notes.size(), 1U);
  EXPECT_LT(coming.p10[9], coming.p90[9]);
}

TEST(LoadModel, FindsTheWeeklyPattern) {
  const Measured load = sample_load(70, 900s, 0.0);
  const LoadPast past{load, {}, k_utc};
  const base::Time friday = at("2024-03-08T12:00:00Z");
  const LoadModel model = LoadModel::train(past, past.known_cells(friday));
  const auto coming = model.predict(past, friday, two_days(friday));
  for (std::size_t slot = 0; slot < 192; ++slot) {
    const auto place = static_cast<std::size_t>((friday - load.start) / 900s) + slot;
    EXPECT_NEAR(coming.p50[slot].value(), load.values[place], 0.35) << slot;
  }
}

TEST(LoadModel, KnowsNothingOfWhatComes) {
  const Measured load = sample_load(70, 1800s, 0.6);
  const base::Time now = at("2024-02-20T10:00:00Z");
  Measured other = load;
  for (std::size_t slot = load.known_slots(now); slot < load.size(); ++slot) other.values[slot] = 9;
  const LoadPast past{load, {}, k_utc}, changed{other, {}, k_utc};
  const std::size_t known = past.known_cells(now);
  const LoadModel model = LoadModel::train(past, known);
  EXPECT_TRUE(is_same(model.predict(past, now, two_days(now)),
                      LoadModel::train(changed, known).predict(changed, now, two_days(now))));
}

TEST(LoadModel, IsTheSameAfterItWasKept) {
  const Measured load = sample_load(60, 1800s, 0.6);
  const LoadPast past{load, {}, k_utc};
  const base::Time now = at("2024-02-29T00:00:00Z");
  LoadPredictor one{past}, other{past};
  one.train(now);
  EXPECT_FALSE(is_same(one.predict(now, two_days(now)), other.predict(now, two_days(now))));
  ASSERT_TRUE(other.load(one.save()));
  EXPECT_TRUE(is_same(one.predict(now, two_days(now)), other.predict(now, two_days(now))));
  EXPECT_FALSE(other.load(one.save().substr(0, 100)));
  EXPECT_FALSE(other.load(""));
  EXPECT_TRUE(is_same(one.predict(now, two_days(now)), other.predict(now, two_days(now))));
}

TEST(LoadModel, IsBetterThanTheWeekBeforeAndKnowsHowGoodItIs) {
  const Measured load = sample_load(84, 1800s, 0.8);
  const LoadPast past{load, {}, k_utc};
  LoadPredictor predictor{past};
  const WalkResult result =
      walk_forward(predictor, load, k_utc,
                   {.from = at("2024-02-19T00:00:00Z"), .to = at("2024-03-18T00:00:00Z")});
  EXPECT_GT(result.total.skill_to_naive_pct(), 20.0);
  EXPECT_GT(result.total.skill_to_persistence_pct(), 20.0);
  EXPECT_GT(result.total.coverage_pct, 73.0);
  EXPECT_LT(result.total.coverage_pct, 87.0);
  EXPECT_LT(result.daily_mape_pct, result.naive_daily_mape_pct);
  EXPECT_EQ(result.by_lead.size(), 7U);
  EXPECT_EQ(result.days, 28);
}

// A heat pump draws by tomorrow's cold, which no yesterday tells.
TEST(LoadModel, HeatsByTheColdThatIsForetold) {
  Measured load = sample_load(100, 1800s, 0.0);
  Measured told{load.start, 1800s, {}, {}};
  const std::size_t known = 98 * 48;
  for (std::size_t slot = 0; slot < 102 * 48; ++slot) {
    const double c = testing::noise(slot / 48 + 7) > 0.5 ? -5.0 : 10.0;  // by the day, by chance
    told.values.push_back(slot < known ? c : slot < 99 * 48 ? -5.0 : 10.0);
    if (slot < load.size()) load.values[slot] += 0.1 * (15.0 - told.values[slot]);
  }
  const base::Time now = load.slot_start(known);
  const auto error_kw = [&](const LoadPast& past) {
    const auto coming = LoadModel::train(past, known)
                            .predict(past, now, base::SlotGrid::aligned(now, now + 48h, 1800s));
    double sum = 0.0;
    for (std::size_t i = 0; i < coming.p50.size(); ++i)
      sum += std::abs(coming.p50[i].value() - load.values[known + i]);
    return sum / static_cast<double>(coming.p50.size());
  };
  if (!LoadModel::train(LoadPast{load, {}, k_utc}, known).has_trees()) GTEST_SKIP() << "no trees";
  const double blind_kw = error_kw(LoadPast{load, {}, k_utc});
  EXPECT_LT(error_kw(LoadPast{load, {}, k_utc, told}), 0.5 * blind_kw);
  // What is told of later days than the slot concerns nobody.
  told.values.resize(99 * 48);
  EXPECT_TRUE(std::isfinite(error_kw(LoadPast{load, {}, k_utc, told})));
}

TEST(LoadFeatures, SurpriseIsWhatTheLastHourDrewMore) {
  Measured load{at("2024-01-02T00:00:00Z"), 1800s, std::vector<double>(48 * 4, 1.0), {}};
  load.values[48 * 4 - 1] = 2.0;
  const LoadPast past{load, {}, k_utc};
  EXPECT_NEAR(surprise_kw(past, 48 * 4), 0.5, 1e-12);
  EXPECT_NEAR(surprise_kw(past, 48 * 4 - 1), 0.0, 1e-12);
}

}  // namespace
}  // namespace ohmstead::forecast
