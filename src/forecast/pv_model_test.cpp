#include "ohmstead/forecast/pv_model.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "ohmstead/forecast/fill_outlook.hpp"
#include "ohmstead/forecast/load_predictor.hpp"
#include "ohmstead/forecast/walk_forward.hpp"
#include "testing/sample_pv.hpp"
#include "trees.hpp"

namespace ohmstead::forecast {
namespace {

using namespace std::chrono_literals;
using testing::at;

const home::SiteLocation k_place{48.9, 2.3, 50.0};
const home::PvPlane k_roof{base::Power{4.0}, 35.0, 180.0};

// Without a place: what another system said is the truth of a day whose sky it mistakes.
PvSources sample_with_said(std::size_t days) {
  PvSources sources = testing::sample_pv(k_place, k_roof, days, true);
  sources.said = sources.pv;
  for (std::size_t slot = 0; slot < sources.said.size(); ++slot) {
    sources.said.values[slot] *= 0.5 * (0.7 + 0.6 * testing::noise(slot / 48));
  }
  sources.global = {};
  sources.location.reset();
  return sources;
}

bool is_same(const PowerPrediction& a, const PowerPrediction& b) {
  return a.expected == b.expected && a.p10 == b.p10 && a.p50 == b.p50 && a.p90 == b.p90;
}

base::SlotGrid two_days(base::Time now) { return base::SlotGrid::aligned(now, now + 48h, 900s); }

WalkResult walk(const PvSources& sources, PvPredictor& predictor) {
  return walk_forward(predictor, sources.pv, base::Zone::utc(),
                      {.from = at("2024-04-12T00:00:00Z"), .to = at("2024-05-20T00:00:00Z")});
}

TEST(PvModel, KnowsTheRoofAndTheSky) {
  const PvSources sources = testing::sample_pv(k_place, k_roof, 80, true);
  const PvPast past{sources};
  PvPredictor predictor{past};
  const WalkResult result = walk(sources, predictor);
  ASSERT_EQ(predictor.model().planes().size(), 1U);
  EXPECT_NEAR(predictor.model().planes()[0].azimuth_deg, 180.0, 10.0);
  EXPECT_LT(result.total.rmse_kw, 0.06 * 4.0);
  EXPECT_GT(result.total.skill_to_persistence_pct(), 70.0);
}

TEST(PvModel, CorrectsWhatWasSaid) {
  const PvSources sources = sample_with_said(80);
  const PvPast past{sources};
  PvPredictor predictor{past};
  const WalkResult result = walk(sources, predictor);
  double said = 0.0, count = 0.0;
  for (std::size_t slot = 42 * 48; slot < sources.pv.size(); ++slot) {
    said += std::abs(sources.said.values[slot] - sources.pv.values[slot]);
    count += 1.0;
  }
  EXPECT_LT(result.total.mae_kw, 0.7 * said / count);
  EXPECT_GT(result.total.coverage_pct, 70.0);
  EXPECT_LT(result.total.coverage_pct, 90.0);
}

TEST(PvModel, NightIsZeroAndTheRoofTheLimit) {
  for (const bool has_place : {true, false}) {
    const PvSources sources =
        has_place ? testing::sample_pv(k_place, k_roof, 40, true) : sample_with_said(40);
    const PvPast past{sources};
    PvPredictor predictor{past};
    const base::Time now = at("2024-04-08T12:00:00Z");
    predictor.train(now);
    const auto slots = two_days(now);
    const auto coming = predictor.predict(now, slots);
    for (std::size_t slot = 0; slot < slots.count(); ++slot) {
      const auto hour = (slots.start(slot) - now) / 3600s % 24;  // after noon
      if (hour >= 9 && hour < 15) {
        EXPECT_EQ(coming.p90[slot].value(), 0.0) << slot;
      }
      EXPECT_LE(coming.p90[slot].value(), 1.05 * 4.2);
      EXPECT_LE(coming.p10[slot], coming.p50[slot]);
      EXPECT_LE(coming.p50[slot], coming.p90[slot]);
      EXPECT_GE(coming.p10[slot].value(), 0.0);
    }
  }
}

TEST(PvModel, SeesNothingOfThePowerToCome) {
  const PvSources sources = sample_with_said(50);
  PvSources other = sources;
  const base::Time now = at("2024-04-11T10:00:00Z");
  for (std::size_t slot = sources.pv.known_slots(now); slot < other.pv.size(); ++slot) {
    other.pv.values[slot] = 9.0;
  }
  const PvPast past{sources}, changed{other};
  PvPredictor one{past}, two{changed};
  one.train(now);
  two.train(now);
  EXPECT_TRUE(is_same(one.predict(now, two_days(now)), two.predict(now, two_days(now))));
  EXPECT_TRUE(
      is_same(one.predict(now + 15min, two_days(now)), two.predict(now + 15min, two_days(now))));
}

TEST(PvModel, IsTheSameAfterItWasKept) {
  const PvPast past{testing::sample_pv(k_place, k_roof, 40, true)};
  const base::Time now = at("2024-04-08T06:00:00Z");
  PvPredictor one{past}, other{past};
  one.train(now);
  ASSERT_TRUE(other.load(one.save()));
  EXPECT_TRUE(is_same(one.predict(now, two_days(now)), other.predict(now, two_days(now))));
  EXPECT_FALSE(other.load("ohmstead.pv-model/1\n"));
  EXPECT_FALSE(other.load(one.save().substr(0, 3000)));
  EXPECT_FALSE(other.load("nonsense"));
}

TEST(PvModel, WithoutHistoryThereIsNoSun) {
  PvSources sources = sample_with_said(40);
  for (double& kw : sources.pv.values) kw = std::nan("");
  const PvPast past{sources};
  PvPredictor predictor{past};
  const base::Time now = at("2024-04-08T06:00:00Z");
  predictor.train(now);
  const auto coming = predictor.predict(now, two_days(now));
  EXPECT_EQ(coming.notes.size(), 1U);
  for (const double kw : coming.expected.raw()) EXPECT_TRUE(std::isfinite(kw) && kw >= 0.0);
}

TEST(FillOutlook, PutsMiddleAndBandsIntoTheSlots) {
  const Measured load = testing::sample_load(40, 1800s, 0.5);
  const LoadPast past{load, {}, base::Zone::utc()};
  const LoadPredictor predictor{past};
  home::Outlook outlook;
  const base::Time now = at("2024-02-05T00:00:00Z");
  outlook.slots = two_days(now);
  fill_outlook(outlook, now, predictor, nullptr);
  ASSERT_EQ(outlook.load.size(), 192U);
  EXPECT_EQ(outlook.load, predictor.predict(now, outlook.slots).p50);
  EXPECT_EQ(outlook.load_band.p90.size(), 192U);
  EXPECT_EQ(outlook.pv, base::Series<base::Power>{192});
  EXPECT_EQ(outlook.pv_band.p10, outlook.pv);
}

}  // namespace
}  // namespace ohmstead::forecast
