#include "source_health.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ohmstead::engine {
namespace {

using ports::FeedHealth;
using ports::FeedState;

FeedHealth source(const char* name, const char* what, FeedState state) {
  FeedHealth health;
  health.name = name;
  health.what = what;
  health.state = state;
  health.sentence = state == FeedState::missing ? "no answer in time" : "known until Tue 00:00";
  return health;
}

std::string told(const std::vector<FeedHealth>& sources, std::size_t which = 0) {
  const Component one = source_components(sources, base::Time{}).at(which);
  return std::string{names_of(one.health)[static_cast<std::size_t>(one.health)]} + ": " + one.text;
}

TEST(SourceHealth, ADeadSourceThatAnotherStandsInForIsDegraded) {
  const FeedHealth dead = source("Nord Pool", "prices", FeedState::missing);
  EXPECT_EQ(told({dead, source("ENTSO-E", "prices", FeedState::good)}),
            "degraded: no answer in time; plans go by ENTSO-E meanwhile");
  EXPECT_EQ(told({dead, source("ENTSO-E", "prices", FeedState::stale),
                  source("Tibber", "prices", FeedState::waiting)}),
            "degraded: no answer in time; plans go by ENTSO-E, Tibber meanwhile");
  EXPECT_EQ(told({source("ENTSO-E", "prices", FeedState::waiting), dead}),
            "ok: known until Tue 00:00");
}

TEST(SourceHealth, PricesThatNobodyTellsHaveFailed) {
  const FeedHealth dead = source("Nord Pool", "prices", FeedState::missing);
  EXPECT_EQ(told({dead}), "failed: no answer in time");
  EXPECT_EQ(told({dead, source("ENTSO-E", "prices", FeedState::missing),
                  source("ENTSO-E", "export_prices", FeedState::good)}),
            "failed: no answer in time");
}

TEST(SourceHealth, WithoutWeatherOrSunPlansGoByWhatWasMeasured) {
  const FeedHealth sun = source("Solcast", "pv", FeedState::missing);
  EXPECT_EQ(told({source("Open-Meteo", "weather", FeedState::missing)}),
            "degraded: no answer in time; plans go on without weather, by what was measured");
  EXPECT_EQ(told({source("prices.example", "price_forecasts", FeedState::missing)}),
            "degraded: no answer in time; beyond the published prices plans go by what was learned "
            "here alone");
  EXPECT_EQ(told({sun}),
            "degraded: no answer in time; the sun is forecast by what was measured meanwhile");
  EXPECT_EQ(told({sun, source("Open-Meteo", "weather", FeedState::good)}),
            "degraded: no answer in time; the sun is forecast by the weather and what was measured "
            "meanwhile");
}

TEST(SourceHealth, WhatIsKnownStillCounts) {
  for (const FeedState state : {FeedState::failing, FeedState::stale})
    EXPECT_EQ(told({source("Nord Pool", "prices", state)}), "degraded: known until Tue 00:00");
}

}  // namespace
}  // namespace ohmstead::engine
