#include "ohmstead/forecast/local_raster.hpp"

#include <gtest/gtest.h>

namespace ohmstead::forecast {
namespace {

using namespace std::chrono_literals;

base::Time at(const char* text) { return base::parse_time(text).value(); }

TEST(LocalRaster, FindsTheSameTimeOfTheDayBefore) {
  struct Change {
    const char* zone;
    const char* time;    // 09:00 local on the day of the change
    const char* before;  // 09:00 local the day before
  };
  for (const Change& change :
       {Change{"Europe/Paris", "2024-03-31T07:00:00Z", "2024-03-30T08:00:00Z"},
        Change{"Europe/Paris", "2024-10-27T08:00:00Z", "2024-10-26T07:00:00Z"},
        Change{"Europe/London", "2024-03-31T08:00:00Z", "2024-03-30T09:00:00Z"},
        Change{"Europe/London", "2024-10-27T09:00:00Z", "2024-10-26T08:00:00Z"},
        Change{"Australia/Lord_Howe", "2024-04-06T22:30:00Z", "2024-04-05T22:00:00Z"},
        Change{"Australia/Lord_Howe", "2024-10-05T22:00:00Z", "2024-10-04T22:30:00Z"}}) {
    const auto slots = base::SlotGrid::uniform(at(change.time) - 72h, 900s, 5 * 96);
    const LocalRaster raster{slots, base::Zone::load(change.zone).value()};
    const std::size_t slot = *slots.find(at(change.time));
    const auto before = raster.find(raster.index(slot) - raster.per_day());
    ASSERT_TRUE(before) << change.zone << change.time;
    EXPECT_EQ(base::format_time(slots.start(*before)), change.before) << change.zone;
  }
}

TEST(LocalRaster, LeavesOutSkippedTimesAndTakesTheFirstOfTwo) {
  const base::Zone paris = base::Zone::load("Europe/Paris").value();
  const auto spring = base::SlotGrid::uniform(at("2024-03-30T23:00:00Z"), 900s, 92);
  const LocalRaster raster{spring, paris};
  EXPECT_EQ(raster.index(91) - raster.index(0), 95);
  EXPECT_FALSE(raster.find(raster.index(0) + 8)) << "02:00 did not exist";
  EXPECT_EQ(raster.find(raster.index(0) + 12), 8U);
  const auto autumn = base::SlotGrid::uniform(at("2024-10-26T22:00:00Z"), 900s, 100);
  const LocalRaster doubled{autumn, paris};
  EXPECT_EQ(doubled.index(8), doubled.index(12)) << "02:00 came twice";
  EXPECT_EQ(doubled.find(doubled.index(12)), 8U);
  EXPECT_TRUE(doubled.is_weekend(doubled.index(0)));
  EXPECT_FALSE(doubled.is_weekend(doubled.index(0) + 96));
}

}  // namespace
}  // namespace ohmstead::forecast
