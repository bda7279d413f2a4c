#include "holidays.hpp"

#include <gtest/gtest.h>

namespace ohmstead::forecast {
namespace {

base::Date date(const char* text) { return base::parse_date(text).value(); }

TEST(Holidays, EasterMovesAsTheChurchesAgreed) {
  using std::chrono::year;
  EXPECT_EQ(easter_sunday(year{2000}), date("2000-04-23"));
  EXPECT_EQ(easter_sunday(year{2008}), date("2008-03-23"));
  EXPECT_EQ(easter_sunday(year{2024}), date("2024-03-31"));
  EXPECT_EQ(easter_sunday(year{2025}), date("2025-04-20"));
  EXPECT_EQ(easter_sunday(year{2038}), date("2038-04-25"));
}

TEST(Holidays, GoByThePlace) {
  for (const char* zone : {"Europe/Paris", "America/Chicago", "Asia/Tokyo", "UTC"}) {
    EXPECT_TRUE(is_holiday(date("2024-01-01"), zone)) << zone;
    EXPECT_FALSE(is_holiday(date("2024-06-12"), zone)) << zone;
  }
  EXPECT_TRUE(is_holiday(date("2024-07-14"), "Europe/Paris"));
  EXPECT_FALSE(is_holiday(date("2024-07-14"), "Europe/Berlin"));
  EXPECT_TRUE(is_holiday(date("2024-05-09"), "Europe/Paris")) << "Ascension Day";
  EXPECT_TRUE(is_holiday(date("2024-03-29"), "Europe/Stockholm")) << "Good Friday";
  EXPECT_TRUE(is_holiday(date("2016-11-24"), "America/Los_Angeles")) << "Thanksgiving";
  EXPECT_TRUE(is_holiday(date("2017-05-29"), "America/Los_Angeles")) << "Memorial Day";
  EXPECT_FALSE(is_holiday(date("2017-05-22"), "America/Los_Angeles"));
  EXPECT_TRUE(is_holiday(date("2024-11-17"), "Europe/Prague"));
}

}  // namespace
}  // namespace ohmstead::forecast
