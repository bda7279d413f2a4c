#include "zone_country.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "ohmstead/forecast/load_past.hpp"
#include "ohmstead/home/holidays.hpp"
#include "testing/sample_load.hpp"

namespace ohmstead::forecast {
namespace {

TEST(ZoneCountryTest, names_countries_whose_holidays_are_known) {
  const auto known = home::holiday_countries();
  for (const char* zone : {"Europe/Paris", "Europe/Stockholm", "America/Indiana/Indianapolis",
                           "America/Los_Angeles", "Atlantic/Canary", "Europe/Vilnius"}) {
    const auto country = country_of_zone(zone);
    EXPECT_NE(std::find(known.begin(), known.end(), country), known.end()) << zone;
  }
  EXPECT_EQ(country_of_zone("Europe/Paris"), "FR");
  EXPECT_EQ(country_of_zone("America/Indiana/Indianapolis"), "US");
}

TEST(ZoneCountryTest, a_neighbour_s_zone_or_an_unknown_one_has_none) {
  for (const char* zone : {"", "UTC", "America/Vancouver", "America/Indiana", "Europe/Par"})
    EXPECT_EQ(country_of_zone(zone), "") << zone;
  EXPECT_TRUE(is_holiday_of(base::parse_date("2024-12-25").value(), "UTC"));
  EXPECT_FALSE(is_holiday_of(base::parse_date("2024-12-26").value(), "UTC"));
  EXPECT_TRUE(is_holiday_of(base::parse_date("2024-12-26").value(), "Europe/Berlin"));
}

TEST(ZoneCountryTest, a_holiday_is_a_free_day_of_the_past) {
  const auto paris = base::Zone::load("Europe/Paris").value();
  const LoadPast past{testing::sample_load(200, std::chrono::minutes{30}, 0.0), {}, paris};
  const auto index = [&](const char* time) { return past.index(past.cell_at(testing::at(time))); };
  EXPECT_TRUE(past.is_free_day(index("2024-05-09T12:00:00Z"))) << "Ascension Day, a Thursday";
  EXPECT_FALSE(past.is_free_day(index("2024-05-16T12:00:00Z"))) << "the Thursday after";
}

}  // namespace
}  // namespace ohmstead::forecast
