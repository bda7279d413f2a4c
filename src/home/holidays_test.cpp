#include "ohmstead/home/holidays.hpp"

#include <gmock/gmock.h>

namespace ohmstead::home {
namespace {

using ::testing::ElementsAre;

base::Date day(std::string_view text) { return base::parse_date(text).value(); }

std::vector<std::string> of_year(const std::string& country, int year) {
  std::vector<std::string> found;
  const Holidays holidays{country, {}};
  const std::chrono::year y{year};
  for (base::Date date{y / 1 / 1}; date.year() == y; date = base::next_day(date)) {
    if (is_holiday(date, holidays)) found.push_back(base::format_date(date).substr(5));
  }
  return found;
}

TEST(HolidaysTest, easter_is_where_the_tables_have_it) {
  EXPECT_EQ(easter_sunday(std::chrono::year{2024}), day("2024-03-31"));
  EXPECT_EQ(easter_sunday(std::chrono::year{2025}), day("2025-04-20"));
  EXPECT_EQ(easter_sunday(std::chrono::year{2026}), day("2026-04-05"));
  EXPECT_EQ(easter_sunday(std::chrono::year{2038}), day("2038-04-25")) << "the latest possible";
  EXPECT_EQ(easter_sunday(std::chrono::year{2285}), day("2285-03-22")) << "the earliest";
}

TEST(HolidaysTest, follow_the_law_of_a_country) {
  EXPECT_THAT(of_year("FR", 2025), ElementsAre("01-01", "04-21", "05-01", "05-08", "05-29", "06-09",
                                               "07-14", "08-15", "11-01", "11-11", "12-25"));
  EXPECT_THAT(of_year("DE", 2024), ElementsAre("01-01", "03-29", "04-01", "05-01", "05-09", "05-20",
                                               "10-03", "12-25", "12-26"));
  EXPECT_THAT(of_year("SE", 2025),
              ElementsAre("01-01", "01-06", "04-18", "04-20", "04-21", "05-01", "05-29", "06-06",
                          "06-08", "06-21", "11-01", "12-25", "12-26"));
}

TEST(HolidaysTest, are_kept_on_workdays_in_great_britain_and_the_united_states) {
  EXPECT_THAT(of_year("GB", 2021),
              ElementsAre("01-01", "04-02", "04-05", "05-03", "05-31", "08-30", "12-27", "12-28"))
      << "Christmas was a Saturday, the next day a Sunday";
  EXPECT_THAT(of_year("GB", 2022),
              ElementsAre("01-03", "04-15", "04-18", "05-02", "05-30", "08-29", "12-26", "12-27"))
      << "by the rule; what was moved for one year belongs under dates";
  EXPECT_THAT(of_year("US", 2021),
              ElementsAre("01-01", "01-18", "02-15", "05-31", "06-18", "07-05", "09-06", "10-11",
                          "11-11", "11-25", "12-24", "12-31"))
      << "New Year 2022 was a Saturday and kept on the Friday before";
}

TEST(HolidaysTest, the_kings_birthday_is_not_kept_on_a_sunday) {
  EXPECT_TRUE(is_holiday(day("2025-04-26"), {"NL", {}}));
  EXPECT_FALSE(is_holiday(day("2025-04-27"), {"NL", {}}));
  EXPECT_TRUE(is_holiday(day("2026-04-27"), {"NL", {}}));
}

TEST(HolidaysTest, own_dates_count_too) {
  const Holidays own{"", {"2026-05-15"}};
  EXPECT_TRUE(is_holiday(day("2026-05-15"), own));
  EXPECT_FALSE(is_holiday(day("2026-12-25"), own));
  EXPECT_FALSE(is_holiday(day("2026-12-25"), {"XX", {}}));
}

}  // namespace
}  // namespace ohmstead::home
