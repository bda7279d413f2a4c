#include "ohmstead/home/local_window.hpp"

#include <gtest/gtest.h>

namespace ohmstead::home {
namespace {

using base::Time;

Time at(const char* text) { return base::parse_time(text).value(); }

// "2024-03-30 07:00-16:00 ..." in UTC, of the openings between two instants.
std::string openings(const LocalWindow& window, const char* from, const char* to) {
  const base::Zone paris = base::Zone::load("Europe/Paris").value();
  std::string text;
  for (const LocalSpan& span : local_spans(window, paris, at(from), at(to))) {
    if (!text.empty()) text += " ";
    text +=
        base::format_time(span.from).substr(5, 11) + "-" + base::format_time(span.to).substr(11, 5);
  }
  return text;
}

TEST(LocalSpans, FollowTheClockThroughItsChanges) {
  // Summer time begins on 31 March 2024 and ends on 27 October.
  EXPECT_EQ(openings({8.0, 17.0, DayKind::all}, "2024-03-30T00:00:00Z", "2024-04-01T00:00:00Z"),
            "03-30T07:00-16:00 03-31T06:00-15:00");
  EXPECT_EQ(openings({8.0, 17.0, DayKind::all}, "2024-10-26T00:00:00Z", "2024-10-28T00:00:00Z"),
            "10-26T06:00-15:00 10-27T07:00-16:00");
  // The night of the change is 3 h, not 4 h, long; the one in autumn 5 h.
  EXPECT_EQ(openings({1.0, 5.0, DayKind::all}, "2024-03-31T00:00:00Z", "2024-03-31T12:00:00Z"),
            "03-31T00:00-03:00");
  EXPECT_EQ(openings({1.0, 5.0, DayKind::all}, "2024-10-26T22:00:00Z", "2024-10-27T12:00:00Z"),
            "10-26T23:00-04:00");
  // An hour that is skipped is no opening.
  EXPECT_EQ(openings({2.0, 3.0, DayKind::all}, "2024-03-30T12:00:00Z", "2024-03-31T12:00:00Z"), "");
}

TEST(LocalSpans, BelongToTheDayOnWhichTheyOpen) {
  // Friday night lasts until Saturday morning; 5 January 2024 is a Friday.
  EXPECT_EQ(openings({22.0, 6.0, DayKind::fri}, "2024-01-06T00:00:00Z", "2024-01-13T00:00:00Z"),
            "01-05T21:00-05:00 01-12T21:00-05:00");
  EXPECT_EQ(openings({0.0, 24.0, DayKind::sat}, "2024-01-01T00:00:00Z", "2024-01-08T00:00:00Z"),
            "01-05T23:00-23:00");
  EXPECT_EQ(
      openings({12.0, 13.0, DayKind::weekend}, "2024-01-01T00:00:00Z", "2024-01-08T00:00:00Z"),
      "01-06T11:00-12:00 01-07T11:00-12:00");
}

TEST(LocalSpans, ThatOnlyTouchAreLeftOut) {
  EXPECT_EQ(openings({8.0, 9.0, DayKind::all}, "2024-01-01T08:00:00Z", "2024-01-02T07:00:00Z"), "");
  EXPECT_EQ(openings({8.0, 9.0, DayKind::all}, "2024-01-01T07:59:59Z", "2024-01-02T07:00:01Z"),
            "01-01T07:00-08:00 01-02T07:00-08:00");
}

TEST(DayKinds, AreThoseOfTheCalendar) {
  constexpr std::array k_week{DayKind::mon, DayKind::tue, DayKind::wed, DayKind::thu,
                              DayKind::fri, DayKind::sat, DayKind::sun};
  // 24 June 2024 is a Monday.
  for (unsigned day = 0; day < 7; ++day) {
    const base::Date date{std::chrono::year{2024}, std::chrono::June, std::chrono::day{24 + day}};
    for (unsigned kind = 0; kind < 7; ++kind)
      EXPECT_EQ(is_of_kind(date, k_week[kind]), kind == day);
    EXPECT_EQ(is_of_kind(date, DayKind::workdays), day < 5);
    EXPECT_EQ(is_of_kind(date, DayKind::weekend), day >= 5);
    EXPECT_TRUE(is_of_kind(date, DayKind::all));
  }
}

}  // namespace
}  // namespace ohmstead::home
