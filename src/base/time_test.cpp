#include "ohmstead/base/time.hpp"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

#ifdef OHMSTEAD_HAS_RAPIDCHECK
#include <rapidcheck/gtest.h>
#endif

namespace ohmstead::base {
namespace {

using namespace std::chrono_literals;

constexpr long long k_noon_2024_06_24 = 1719230400;  // date -u -d 2024-06-24T12:00:00Z +%s

Time at(const char* text) { return parse_time(text).value(); }

TEST(ParseTime, CountsSecondsSinceTheEpoch) {
  EXPECT_EQ(at("1970-01-01T00:00:00Z"), Time{});
  EXPECT_EQ(at("2024-06-24T12:00:00Z"), Time{Seconds{k_noon_2024_06_24}});
  EXPECT_EQ(at("1969-12-31T23:59:59Z"), Time{-1s});
  EXPECT_EQ(at("2024-02-29T00:00:00Z"), at("2024-02-28T00:00:00Z") + 24h);
}

TEST(ParseTime, AcceptsOffsetsFractionsAndOtherSeparators) {
  const Time noon = at("2024-06-24T12:00:00Z");
  for (const char* text :
       {"2024-06-24T14:00:00+02:00", "2024-06-24T08:30:00-03:30", "2024-06-25T00:00:00+12:00",
        "2024-06-23T23:00:00-13:00", "2024-06-24t12:00:00z", "2024-06-24 12:00:00Z",
        "2024-06-24T12:00:00.999Z", "2024-06-24T14:00:00.5+02:00"}) {
    EXPECT_EQ(at(text), noon) << text;
  }
}

TEST(ParseTime, RefusesWhatIsNoTime) {
  for (const char* text : {"",
                           "garbage",
                           "2026-02-30T00:00:00Z",
                           "2023-02-29T00:00:00Z",
                           "2024-13-01T00:00:00Z",
                           "2024-00-10T00:00:00Z",
                           "2024-01-00T00:00:00Z",
                           "2024-06-24T24:00:00Z",
                           "2024-06-24T12:60:00Z",
                           "2024-06-24T12:00:60Z",
                           "2024-06-24",
                           "2024-06-24T12:00Z",
                           "2024-06-24T12:00:00",
                           "2024-06-24T12:00:00+02",
                           "2024-06-24T12:00:00+0200",
                           "2024-06-24T12:00:00+24:00",
                           "2024-06-24T12:00:00+02:60",
                           "2024-06-24T12:00:00.Z",
                           "2024-06-24T12:00:00Zx",
                           " 2024-06-24T12:00:00Z",
                           "24-06-24T12:00:00Z",
                           "2024/06/24T12:00:00Z",
                           "2024-6-24T12:00:00Z",
                           "2024-06-24T-1:00:00Z"}) {
    const auto time = parse_time(text);
    ASSERT_FALSE(time) << text;
    EXPECT_EQ(time.error().kind, ErrorKind::invalid_input);
    EXPECT_EQ(time.error().message,
              "'" + std::string{text} + "' is not a time like 2024-06-24T10:15:00Z");
  }
}

TEST(FormatTime, WritesUtc) {
  EXPECT_EQ(format_time(at("2024-06-24T14:05:09+02:00")), "2024-06-24T12:05:09Z");
  EXPECT_EQ(format_time(Time{-1s}), "1969-12-31T23:59:59Z");
}

#ifdef OHMSTEAD_HAS_RAPIDCHECK
RC_GTEST_PROP(TimeText, FormattedTimesParseToThemselves, ()) {
  // From 0001-01-01 to 9999-12-31: the years that four digits can say.
  const auto seconds = *rc::gen::inRange<long long>(-62135596800LL, 253402300800LL);
  const Time time{Seconds{seconds}};
  RC_ASSERT(parse_time(format_time(time)).value() == time);
}

RC_GTEST_PROP(FloorTo, IsTheLatestMultipleNotAfter, ()) {
  const Time time{Seconds{*rc::gen::inRange<long long>(-4000000000LL, 4000000000LL)}};
  const Seconds step{*rc::gen::inRange(1, 90000)};
  const Time floor = floor_to(time, step);
  RC_ASSERT(floor.time_since_epoch() % step == Seconds{0});
  RC_ASSERT(floor <= time);
  RC_ASSERT(time - floor < step);
}

RC_GTEST_PROP(SlotGrid, AlignedCoversItsSpanWithoutHoles, ()) {
  const Time start{Seconds{*rc::gen::inRange(-100000, 100000)}};
  const Time end = start + Seconds{*rc::gen::inRange(0, 20000)};
  const Seconds step{*rc::gen::inRange(1, 4000)};
  const SlotGrid grid = SlotGrid::aligned(start, end, step);
  if (start == end) {
    RC_ASSERT(grid.is_empty());
    return;
  }
  RC_ASSERT(grid.start(0) == start);
  RC_ASSERT(grid.end(grid.count() - 1) == end);
  for (std::size_t slot = 0; slot < grid.count(); ++slot) {
    RC_ASSERT(grid.duration(slot) >= 1s);
    RC_ASSERT(grid.duration(slot) <= step);
    if (slot > 0) RC_ASSERT(grid.start(slot) == floor_to(grid.start(slot), step));
    RC_ASSERT(grid.find(grid.start(slot)) == slot);
    RC_ASSERT(grid.find(grid.end(slot) - 1s) == slot);
  }
}
#endif

TEST(FloorTo, GoesDownBeforeTheEpochToo) {
  EXPECT_EQ(floor_to(Time{-1s}, 900s), Time{-900s});
  EXPECT_EQ(floor_to(Time{-900s}, 900s), Time{-900s});
  EXPECT_EQ(floor_to(Time{-901s}, 900s), Time{-1800s});
  EXPECT_EQ(floor_to(Time{899s}, 900s), Time{});
}

TEST(SlotGrid, MakeTakesAnyLengths) {
  const Time start = at("2024-06-24T00:05:00Z");
  const SlotGrid grid = SlotGrid::make(start, {600s, 900s, 3600s}).value();
  ASSERT_EQ(grid.count(), 3u);
  EXPECT_EQ(grid.start(1), at("2024-06-24T00:15:00Z"));
  EXPECT_EQ(grid.end(2), at("2024-06-24T01:30:00Z"));
  EXPECT_EQ(grid.duration(1), 900s);
  EXPECT_EQ(grid.hours(1), Hours{0.25});
  EXPECT_NEAR(grid.total_hours().value(), 5100.0 / 3600.0, 1e-12);
  EXPECT_EQ(grid.uniform_step(), std::nullopt);
}

TEST(SlotGrid, MakeRefusesSlotsWithoutLength) {
  for (const Seconds bad : {0s, -5s}) {
    const auto grid = SlotGrid::make(Time{}, {900s, bad});
    ASSERT_FALSE(grid);
    EXPECT_EQ(grid.error().kind, ErrorKind::invalid_input);
    EXPECT_EQ(grid.error().message, "every slot must last at least one second");
  }
}

TEST(SlotGrid, UniformHasOneStep) {
  const SlotGrid grid = SlotGrid::uniform(at("2024-06-24T00:00:00Z"), 15min, 96);
  EXPECT_EQ(grid.count(), 96u);
  EXPECT_EQ(grid.end(95), at("2024-06-25T00:00:00Z"));
  EXPECT_EQ(grid.uniform_step(), Seconds{900});
  EXPECT_EQ(grid.total_hours(), Hours{24.0});
  EXPECT_EQ(grid, SlotGrid::make(grid.start(0), std::vector<Seconds>(96, 900s)).value());
  EXPECT_THROW((void)SlotGrid::uniform(Time{}, 0s, 4), std::logic_error);
}

TEST(SlotGrid, AlignedStartsAndEndsWithPartialSlots) {
  const SlotGrid grid =
      SlotGrid::aligned(at("2024-06-24T10:07:00Z"), at("2024-06-24T10:50:00Z"), 15min);
  ASSERT_EQ(grid.count(), 4u);
  EXPECT_EQ(grid.duration(0), 8min);
  EXPECT_EQ(grid.start(1), at("2024-06-24T10:15:00Z"));
  EXPECT_EQ(grid.duration(3), 5min);
  EXPECT_EQ(grid.uniform_step(), std::nullopt);

  const SlotGrid whole =
      SlotGrid::aligned(at("2024-06-24T10:00:00Z"), at("2024-06-24T11:00:00Z"), 15min);
  EXPECT_EQ(whole.count(), 4u);
  EXPECT_EQ(whole.uniform_step(), Seconds{900});

  EXPECT_TRUE(SlotGrid::aligned(Time{}, Time{}, 15min).is_empty());
  EXPECT_THROW((void)SlotGrid::aligned(Time{1s}, Time{}, 15min), std::logic_error);
  EXPECT_THROW((void)SlotGrid::aligned(Time{}, Time{1s}, 0s), std::logic_error);
}

TEST(SlotGrid, FindIsHalfOpen) {
  const Time start = at("2024-06-24T00:00:00Z");
  const SlotGrid grid = SlotGrid::make(start, {600s, 900s}).value();
  EXPECT_EQ(grid.find(start - 1s), std::nullopt);
  EXPECT_EQ(grid.find(start), 0u);
  EXPECT_EQ(grid.find(start + 599s), 0u);
  EXPECT_EQ(grid.find(start + 600s), 1u);
  EXPECT_EQ(grid.find(start + 1500s), std::nullopt);
}

TEST(SlotGrid, EmptyGridsAnswerToo) {
  for (const SlotGrid& grid : {SlotGrid{}, SlotGrid::uniform(Time{}, 900s, 0)}) {
    EXPECT_TRUE(grid.is_empty());
    EXPECT_EQ(grid.count(), 0u);
    EXPECT_EQ(grid.find(Time{}), std::nullopt);
    EXPECT_EQ(grid.uniform_step(), std::nullopt);
    EXPECT_EQ(grid.total_hours(), Hours{});
  }
}

}  // namespace
}  // namespace ohmstead::base
