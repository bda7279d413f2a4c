// Outdoor temperature and irradiance from files to outlooks.
#include <gtest/gtest.h>

#include "ohmstead/simulate/known_then.hpp"
#include "testing/sample_weeks.hpp"

namespace ohmstead::simulate {
namespace {

using testing::at;

// Hour by hour the number of the hour, with a hole of an hour on 2 April at 05:00.
double weather(std::size_t row, std::size_t column) {
  if (row == 13 * 24 + 5) return testing::k_blank;
  return column == 0 ? static_cast<double>(row) : 500.0;
}

struct Weather {
  testing::SampleWeeks sample;

  Weather() {
    sample.files.add("weather.csv",
                     testing::make_csv({"outdoor_c", "sun_w_per_m2"}, at("2024-03-20T00:00:00Z"),
                                       base::Seconds{3600}, 28 * 24, weather));
    sample.site.sources.outdoor = home::CsvSource{"weather.csv", "outdoor_c"};
    sample.site.sources.irradiance = home::CsvSource{"weather.csv", "sun_w_per_m2"};
    sample.load();
  }
  [[nodiscard]] double at_time(const char* time) const {
    return sample.history.outdoor[*sample.history.slots.find(at(time))].value();
  }
};

TEST(Weather, IsReadInItsUnitsAndHoldsOverHoles) {
  const Weather weather;
  EXPECT_EQ(weather.at_time("2024-03-20T01:45:00Z"), 1.0);
  EXPECT_EQ(weather.at_time("2024-04-02T05:15:00Z"), 13 * 24 + 4.0);
  EXPECT_EQ(weather.sample.history.irradiance[0], base::Power{0.5});
}

TEST(Weather, IsExpectedAsOnTheLastDayThatIsKnown) {
  const Weather weather;
  const KnownThen known = KnownThen::make(weather.sample.site, weather.sample.history).value();
  // At 10:20 the hour from 9 to 10 is the last that is complete.
  const home::Outlook outlook = known.at(at("2024-03-25T10:20:00Z")).value();
  ASSERT_EQ(outlook.outdoor.size(), outlook.slots.count());
  const double now_h = 5 * 24 + 10.0;
  EXPECT_EQ(outlook.outdoor[0].value(), now_h - 24.0);
  const auto ahead = [&](const char* time) {
    return outlook.outdoor[*outlook.slots.find(at(time))].value();
  };
  EXPECT_EQ(ahead("2024-03-25T22:00:00Z"), now_h + 12.0 - 24.0);
  for (std::size_t slot = 0; slot < outlook.slots.count(); ++slot)
    EXPECT_LT(outlook.outdoor[slot].value(), now_h);  // nothing that was not measured by then
  EXPECT_EQ(outlook.notes.back(), "the weather is expected as on the day before");
}

}  // namespace
}  // namespace ohmstead::simulate
