#include "ohmstead/base/zone.hpp"

#include <gtest/gtest.h>

namespace ohmstead::base {
namespace {

using namespace std::chrono_literals;

Time at(const char* text) { return parse_time(text).value(); }
Date day(const char* text) { return parse_date(text).value(); }
Zone zone(const char* name) { return Zone::load(name).value(); }

Seconds length_of(const Zone& place, const char* date) {
  return place.day_start(next_day(day(date))) - place.day_start(day(date));
}

TEST(Zone, DaysOfAClockChangeAreShorterOrLonger) {
  struct Row {
    const char* name;
    const char* date;
    Seconds length;
  };
  for (const Row& row : {Row{"Europe/Paris", "2024-03-31", 23h},
                         {"Europe/Paris", "2024-10-27", 25h},
                         {"Europe/Paris", "2024-06-24", 24h},
                         {"Europe/London", "2024-03-31", 23h},
                         {"Europe/London", "2024-10-27", 25h},
                         // Lord Howe Island turns its clocks by half an hour.
                         {"Australia/Lord_Howe", "2024-04-07", 24h + 30min},
                         {"Australia/Lord_Howe", "2024-10-06", 23h + 30min},
                         {"UTC", "2024-03-31", 24h}}) {
    EXPECT_EQ(length_of(zone(row.name), row.date), row.length) << row.name << " " << row.date;
  }
}

TEST(Zone, SkippedTimesMapToTheMomentOfTheChange) {
  EXPECT_EQ(zone("Europe/Paris").at(day("2024-03-31"), 2h + 30min), at("2024-03-31T01:00:00Z"));
  EXPECT_EQ(zone("Europe/Paris").at(day("2024-03-31"), 3h), at("2024-03-31T01:00:00Z"));
  EXPECT_EQ(zone("Europe/London").at(day("2024-03-31"), 1h + 1s), at("2024-03-31T01:00:00Z"));
  EXPECT_EQ(zone("Australia/Lord_Howe").at(day("2024-10-06"), 2h + 10min),
            at("2024-10-05T15:30:00Z"));
}

TEST(Zone, RepeatedTimesMapToTheFirst) {
  EXPECT_EQ(zone("Europe/Paris").at(day("2024-10-27"), 2h + 30min), at("2024-10-27T00:30:00Z"));
  EXPECT_EQ(zone("Europe/London").at(day("2024-10-27"), 1h + 30min), at("2024-10-27T00:30:00Z"));
  EXPECT_EQ(zone("Australia/Lord_Howe").at(day("2024-04-07"), 1h + 45min),
            at("2024-04-06T14:45:00Z"));
}

TEST(Zone, NextDayStartCountsLocalDays) {
  const Zone paris = zone("Europe/Paris");
  EXPECT_EQ(paris.next_day_start(at("2024-03-31T12:00:00Z")), at("2024-03-31T22:00:00Z"));
  EXPECT_EQ(paris.next_day_start(at("2024-06-24T21:59:59Z")), at("2024-06-24T22:00:00Z"));
  EXPECT_EQ(paris.next_day_start(at("2024-06-24T22:00:00Z")), at("2024-06-25T22:00:00Z"));
  EXPECT_EQ(paris.next_day_start(at("2024-12-31T23:30:00Z")), at("2025-01-01T23:00:00Z"));
}

TEST(Zone, WallClockShowsLocalTime) {
  const WallClock clock = zone("Europe/Paris").wall_clock(at("2024-06-24T22:05:09Z"));
  EXPECT_EQ(clock.date, day("2024-06-25"));
  EXPECT_EQ(clock.hour, 0);
  EXPECT_EQ(clock.minute, 5);
  EXPECT_EQ(clock.second, 9);
  EXPECT_EQ(clock.weekday, std::chrono::Tuesday);

  const WallClock lord_howe = zone("Australia/Lord_Howe").wall_clock(at("2024-01-01T00:00:00Z"));
  EXPECT_EQ(lord_howe.hour, 11);
  EXPECT_EQ(lord_howe.weekday, std::chrono::Monday);
  EXPECT_EQ(zone("Australia/Lord_Howe").wall_clock(at("2024-07-01T00:00:00Z")).minute, 30);
}

TEST(Zone, FormatsWithTheOffsetOfTheMoment) {
  const Zone paris = zone("Europe/Paris");
  EXPECT_EQ(paris.format_local(at("2024-06-24T10:15:00Z")), "2024-06-24T12:15:00+02:00");
  EXPECT_EQ(paris.format_local(at("2024-10-27T00:30:00Z")), "2024-10-27T02:30:00+02:00");
  EXPECT_EQ(paris.format_local(at("2024-10-27T01:30:00Z")), "2024-10-27T02:30:00+01:00");
  EXPECT_EQ(zone("Australia/Lord_Howe").format_local(at("2024-07-01T00:00:00Z")),
            "2024-07-01T10:30:00+10:30");
  EXPECT_EQ(zone("America/St_Johns").format_local(at("2024-01-01T00:00:00Z")),
            "2023-12-31T20:30:00-03:30");
  EXPECT_EQ(Zone::utc().format_local(at("2024-06-24T10:15:00Z")), "2024-06-24T10:15:00+00:00");
  EXPECT_EQ(paris.format_short(at("2024-06-24T08:15:00Z")), "Mon 24 Jun 10:15");
}

TEST(Zone, LocalTextsParseBackToTheInstant) {
  for (const char* name : {"Europe/Paris", "Australia/Lord_Howe", "America/St_Johns"}) {
    const Zone place = zone(name);
    for (Time time = at("2024-01-01T00:00:00Z"); time < at("2025-01-01T00:00:00Z"); time += 25min) {
      ASSERT_EQ(parse_time(place.format_local(time)).value(), time);
    }
  }
}

TEST(Zone, UnknownNamesAreRefused) {
  for (const char* name : {"", "Europe/Atlantis"}) {
    const auto place = Zone::load(name);
    ASSERT_FALSE(place);
    EXPECT_EQ(place.error().kind, ErrorKind::invalid_input);
    EXPECT_EQ(place.error().message, "'" + std::string{name} +
                                         "' is not a time zone of this system (for example "
                                         "Europe/Paris)");
  }
  EXPECT_EQ(zone("Europe/Paris").name(), "Europe/Paris");
  EXPECT_EQ(Zone::utc().name(), "UTC");
}

TEST(Dates, ParseAndFormat) {
  EXPECT_EQ(format_date(day("2024-02-29")), "2024-02-29");
  EXPECT_EQ(format_date(next_day(day("2024-02-29"))), "2024-03-01");
  EXPECT_EQ(format_date(next_day(day("2024-12-31"))), "2025-01-01");
  for (const char* text : {"", "2026-02-30", "2024-6-24", "2024-06-24T", "24.06.2024"}) {
    const auto date = parse_date(text);
    ASSERT_FALSE(date) << text;
    EXPECT_EQ(date.error().message, "'" + std::string{text} + "' is not a date like 2024-06-24");
  }
}

}  // namespace
}  // namespace ohmstead::base
