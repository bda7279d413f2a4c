#include "ohmstead/simulate/known_then.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "ohmstead/base/zone.hpp"
#include "testing/sample_home.hpp"

namespace ohmstead::simulate {
namespace {

using namespace std::chrono_literals;
using testing::add_battery;
using testing::at;
using ::testing::Contains;
using testing::FakeFiles;
using ::testing::HasSubstr;
using testing::k_rows_per_day;
using testing::k_slots_per_day;
using testing::make_csv;
using testing::make_site;
using testing::noise;

constexpr std::size_t k_hours_per_day = 24;
constexpr double k_blank = std::numeric_limits<double>::quiet_NaN();

// 40 days from 1 March 2024: a load with a daily and a weekly pattern, sun by day, noise
// everywhere.
double sample_value(std::size_t row, std::size_t column) {
  const std::size_t hour = row / 2 % 24;
  const bool has_sun = hour >= 7 && hour < 18;
  if (column == 0) return (hour >= 18 ? 1.5 : 0.4) + 0.3 * noise(row);
  if (!has_sun) return k_blank;
  return column == 1 ? 2.0 + noise(row + 100000) : 2.2 + noise(row + 200000);
}

struct Sample {
  home::Site site = make_site();
  FakeFiles files;
  History history;

  explicit Sample(const char* zone = "Europe/Paris",
                  const std::function<double(std::size_t, std::size_t)>& value = sample_value,
                  const char* start = "2024-03-01T00:00:00Z") {
    site.timezone = zone;
    files.add("home.csv", make_csv({"load_kw", "pv_kw", "pv_forecast_kw"}, at(start), 1800s,
                                   40 * k_rows_per_day, value));
    files.add("prices.csv",
              make_csv({"spot_per_kwh"}, at(start) - 24h, 1h, 42 * k_hours_per_day,
                       [](std::size_t row, std::size_t) { return 0.1 + 0.1 * noise(row); }));
    history = load_history(site, files.reader()).value();
  }
  [[nodiscard]] home::Outlook at_time(const char* time) const {
    return KnownThen::make(site, history).value().at(at(time)).value();
  }
};

base::Time end_of(const home::Outlook& outlook) {
  return outlook.slots.end(outlook.slots.count() - 1);
}

TEST(KnownThen, KnowsTomorrowsPricesFromOneInTheAfternoon) {
  const Sample sample;
  const home::Outlook before = sample.at_time("2024-03-20T11:45:00Z");  // 12:45 in Paris
  EXPECT_EQ(end_of(before), at("2024-03-20T23:00:00Z"));
  EXPECT_EQ(before.slots.count(), 45U);
  const home::Outlook after = sample.at_time("2024-03-20T12:00:00Z");
  EXPECT_EQ(end_of(after), at("2024-03-21T23:00:00Z"));
  EXPECT_EQ(after.slots.count(), 140U);
  EXPECT_DOUBLE_EQ(after.spot[0].value(),
                   sample.history.spot.find(at("2024-03-20T12:00:00Z"))->value());
}

TEST(KnownThen, StartsWithTheRestOfTheSlot) {
  const home::Outlook outlook = Sample{}.at_time("2024-03-20T11:52:10Z");
  EXPECT_EQ(outlook.slots.start(0), at("2024-03-20T11:52:10Z"));
  EXPECT_EQ(outlook.slots.end(0), at("2024-03-20T12:00:00Z"));
  EXPECT_EQ(outlook.slots.duration(1), 900s);
}

TEST(KnownThen, LooksNoFurtherThanTheHorizon) {
  Sample sample;
  sample.site.planning.horizon_h = 6.0;
  EXPECT_EQ(end_of(sample.at_time("2024-03-20T15:00:00Z")), at("2024-03-20T21:00:00Z"));
}

TEST(KnownThen, HasDaysOf23And25Hours) {
  const Sample paris;
  const auto known = KnownThen::make(paris.site, paris.history).value();
  // 31 March 2024 has 23 hours: from 23:00Z to 22:00Z.
  EXPECT_EQ(known.published_until(at("2024-03-30T11:59:59Z")), at("2024-03-30T23:00:00Z"));
  EXPECT_EQ(known.published_until(at("2024-03-30T12:00:00Z")), at("2024-03-31T22:00:00Z"));
  EXPECT_EQ(known.published_until(at("2024-03-31T10:59:59Z")), at("2024-03-31T22:00:00Z"));
  EXPECT_EQ(known.published_until(at("2024-03-31T11:00:00Z")), at("2024-04-01T22:00:00Z"));
  // 27 October 2024 has 25 hours.
  EXPECT_EQ(known.published_until(at("2024-10-26T11:00:00Z")), at("2024-10-27T23:00:00Z"));
  EXPECT_EQ(known.published_until(at("2024-10-27T11:00:00Z")), at("2024-10-27T23:00:00Z"));
  EXPECT_EQ(known.published_until(at("2024-10-27T12:00:00Z")), at("2024-10-28T23:00:00Z"));
  EXPECT_EQ(paris.at_time("2024-03-30T12:00:00Z").slots.count(), 4U * 34U);
}

TEST(KnownThen, HasTheDaysOfOtherZones) {
  const Sample london{"Europe/London"};
  const auto known = KnownThen::make(london.site, london.history).value();
  EXPECT_EQ(known.published_until(at("2024-03-30T13:00:00Z")), at("2024-03-31T23:00:00Z"));  // 23 h
  EXPECT_EQ(known.published_until(at("2024-10-26T12:00:00Z")), at("2024-10-28T00:00:00Z"));  // 25 h
  // Lord Howe goes from UTC+11 back to UTC+10:30 on 7 April 2024, and forward on 6 October.
  const Sample lord_howe{"Australia/Lord_Howe"};
  const auto there = KnownThen::make(lord_howe.site, lord_howe.history).value();
  EXPECT_EQ(there.published_until(at("2024-04-06T01:59:59Z")), at("2024-04-06T13:00:00Z"));
  EXPECT_EQ(there.published_until(at("2024-04-06T02:00:00Z")),
            at("2024-04-07T13:30:00Z"));  // 24.5 h
  EXPECT_EQ(there.published_until(at("2024-10-05T02:30:00Z")),
            at("2024-10-06T13:00:00Z"));  // 23.5 h
  EXPECT_EQ(lord_howe.at_time("2024-04-06T02:00:00Z").slots.count(), 142U);
}

TEST(KnownThen, EndsAtAMissingPriceAndSaysSo) {
  Sample sample;
  sample.files.add("prices.csv", make_csv({"spot_per_kwh"}, at("2024-03-01T00:00:00Z"), 1h,
                                          20 * k_hours_per_day - 5,
                                          [](std::size_t, std::size_t) { return 0.1; }));
  sample.history = load_history(sample.site, sample.files.reader()).value();
  const home::Outlook outlook = sample.at_time("2024-03-20T14:00:00Z");
  EXPECT_EQ(end_of(outlook), at("2024-03-20T19:00:00Z"));
  EXPECT_THAT(
      outlook.notes,
      Contains("prices are known only until Wed 20 Mar 20:00 (published until Fri 22 Mar 00:00)"));
  const auto known = KnownThen::make(sample.site, sample.history).value();
  const auto nothing = known.at(at("2024-03-20T19:00:00Z"));
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.error().kind, base::ErrorKind::not_found);
  EXPECT_EQ(nothing.error().message, "no price is known at 2024-03-20T19:00:00Z");
}

TEST(KnownThen, NeedsNoPricesForAFixedTariff) {
  Sample sample;
  sample.site.sources.prices.reset();
  EXPECT_FALSE(KnownThen::make(sample.site, sample.history)) << "its tariff follows the market";
  sample.site.tariff.import.fixed = base::EnergyPrice{0.2};
  sample.site.tariff.export_ = {};
  sample.history = load_history(sample.site, sample.files.reader()).value();
  const home::Outlook outlook = sample.at_time("2024-03-20T06:00:00Z");
  EXPECT_EQ(outlook.slots.count(), 192U);
  EXPECT_TRUE(outlook.notes.empty());
}

TEST(KnownThen, ExpectsTheProfileOfTheLastDaysCorrectedByTheLastHalfHour) {
  // 1 kW always, but 3 kW from 11:30 to 12:00 on 20 March.
  const base::Time start = at("2024-03-01T00:00:00Z");
  const Sample sample{
      "Europe/Paris", [&](std::size_t row, std::size_t column) {
        if (column != 0) return 0.0;
        return start + 1800s * static_cast<long>(row) == at("2024-03-20T11:30:00Z") ? 3.0 : 1.0;
      }};
  const home::Outlook outlook = sample.at_time("2024-03-20T12:00:00Z");
  EXPECT_NEAR(outlook.load[0].value(), 1.0 + 0.75 * 2.0 * std::exp2(-0.125), 1e-12);
  EXPECT_NEAR(outlook.load[4].value(), 1.0 + 0.75 * 2.0 * std::exp2(-1.125), 1e-12);
  EXPECT_NEAR(outlook.load[40].value(), 1.0, 1e-12);
}

TEST(KnownThen, WeighsDaysByAgeAndKind) {
  // The load of a day is its number; Sunday 17 March 2024 is day 16.
  const Sample sample{"UTC", [](std::size_t row, std::size_t column) {
                        const std::size_t day = row / k_rows_per_day;
                        return column == 0 ? static_cast<double>(day) : 0.0;
                      }};
  const home::Outlook outlook = sample.at_time("2024-03-17T00:00:00Z");
  double sum = 0.0, weights = 0.0;
  for (int age = 1; age <= 14; ++age) {
    const int day = 16 - age;  // 1 March was a Friday
    const bool is_weekend = day % 7 == 1 || day % 7 == 2;
    const double weight = std::pow(0.8, age) * (is_weekend ? 1.0 : 0.4);
    sum += weight * day;
    weights += weight;
  }
  EXPECT_NEAR(outlook.load[50].value(), sum / weights, 1e-9);
}

TEST(KnownThen, AssumesALoadWhereNothingWasMeasured) {
  const home::Outlook outlook = Sample{}.at_time("2024-03-01T00:00:00Z");
  EXPECT_DOUBLE_EQ(outlook.load[0].value(), 0.5);
  EXPECT_DOUBLE_EQ(outlook.pv[40].value(), sample_value(20, 2)) << "the forecast is known";
  EXPECT_THAT(outlook.notes, Contains("no consumption was measured before: 0.5 kW assumed"));
}

TEST(KnownThen, TakesTheForecastAndFillsItsHolesWithMeasuredDays) {
  const Sample sample{"UTC", [](std::size_t row, std::size_t column) {
                        const std::size_t hour = row / 2 % 24;
                        const std::size_t day = row / 48;
                        if (column == 0) return 1.0;
                        const double sun = 1.0 + 0.1 * static_cast<double>(day);
                        if (column == 1) return hour >= 8 && hour < 16 ? sun : k_blank;
                        if (day == 20 && hour == 10) return k_blank;
                        if (hour == 22) return 0.7;  // sun by night
                        return hour >= 8 && hour < 16 ? sun : k_blank;
                      }};
  const home::Outlook outlook = sample.at_time("2024-03-21T06:00:00Z");  // day 20
  EXPECT_DOUBLE_EQ(outlook.pv[12].value(), 3.0);
  EXPECT_NEAR(outlook.pv[16].value(), 1.0 + (13 + 14 + 15 + 16 + 17 + 18 + 19) / 70.0, 1e-12);
  EXPECT_DOUBLE_EQ(outlook.pv[48].value(), 0.0);
  EXPECT_DOUBLE_EQ(outlook.pv[64].value(), 0.0) << "no sun in the dark";
  EXPECT_THAT(outlook.notes, Contains(HasSubstr("no PV forecast for 1.0 h of sun")));
}

TEST(KnownThen, CorrectsAForecastThatErredTheSameWayBefore) {
  // 3 kW measured for a forecast of 2 kW before noon, 0.3 kW for 3 kW from noon on.
  const Sample sample{"UTC", [](std::size_t row, std::size_t column) {
                        const std::size_t hour = row / 2 % 24;
                        if (column == 0) return 1.0;
                        if (hour < 8 || hour >= 16) return k_blank;
                        if (hour < 12) return column == 1 ? 3.0 : 2.0;
                        return column == 1 ? 0.3 : 3.0;
                      }};
  const home::Outlook outlook = sample.at_time("2024-03-21T00:00:00Z");
  // 14 days of 9 quarter-hours around 10:00, and half a kWh on trust.
  EXPECT_NEAR(outlook.pv[40].value(), 2.0 * (14 * 9 * 3.0 + 2.0) / (14 * 9 * 2.0 + 2.0), 1e-9);
  EXPECT_NEAR(outlook.pv[56].value(), 3.0 * 0.5, 1e-9) << "not below a half";
}

TEST(KnownThen, TrustsAForecastThatCannotBeCompared) {
  Sample sample;
  sample.site.sources.pv.reset();
  sample.history = load_history(sample.site, sample.files.reader()).value();
  const home::Outlook outlook = sample.at_time("2024-03-21T00:00:00Z");
  EXPECT_DOUBLE_EQ(outlook.pv[40].value(), sample_value(20 * k_rows_per_day + 20, 2));
}

TEST(KnownThen, WorksBeyondTheMeasurements) {
  const Sample sample;  // measured until 10 April, prices a day longer
  const home::Outlook outlook = sample.at_time("2024-04-10T00:00:00Z");
  EXPECT_GT(outlook.slots.count(), 80U);
  EXPECT_GT(outlook.load[80].value(), 1.0);
  EXPECT_GT(outlook.pv[44].value(), 2.0) << "from the last 7 days";
}

// Whatever was measured, or published, at or after T is unknown at T.
TEST(KnownThen, NeverLooksAhead) {
  const Sample sample;
  for (std::size_t trial = 0; trial < 60; ++trial) {
    const base::Time now =
        at("2024-03-02T00:00:00Z") + 60s * static_cast<long>(noise(trial) * 37.0 * 1440.0);
    const base::Time slot_start = base::floor_to(now, 1800s);
    const auto known = KnownThen::make(sample.site, sample.history).value();
    const base::Time published = known.published_until(now);
    const auto other_measurement = [&](std::size_t row, std::size_t column) {
      const base::Time time = at("2024-03-01T00:00:00Z") + 1800s * static_cast<long>(row);
      if (time < slot_start || column == 2) return sample_value(row, column);
      const double dice = noise(row + 7919 * trial + column);
      return dice < 0.2 ? k_blank : 4.0 * dice;
    };
    const auto other_price = [&](std::size_t row, std::size_t) {
      const base::Time time = at("2024-02-29T00:00:00Z") + 1h * static_cast<long>(row);
      if (time < published) return 0.1 + 0.1 * noise(row);
      const double dice = noise(row + 104729 * trial);
      return dice < 0.2 ? k_blank : dice;
    };
    FakeFiles files;
    files.add("home.csv",
              make_csv({"load_kw", "pv_kw", "pv_forecast_kw"}, at("2024-03-01T00:00:00Z"), 1800s,
                       40 * k_rows_per_day, other_measurement));
    files.add("prices.csv", make_csv({"spot_per_kwh"}, at("2024-02-29T00:00:00Z"), 1h,
                                     42 * k_hours_per_day, other_price));
    const History other = load_history(sample.site, files.reader()).value();
    const home::Outlook a = known.at(now).value();
    const home::Outlook b = KnownThen::make(sample.site, other).value().at(now).value();
    ASSERT_EQ(a.slots, b.slots) << base::format_time(now);
    ASSERT_EQ(a.spot, b.spot) << base::format_time(now);
    ASSERT_EQ(a.load, b.load) << base::format_time(now);
    ASSERT_EQ(a.pv, b.pv) << base::format_time(now);
    ASSERT_EQ(a.notes, b.notes) << base::format_time(now);
  }
}

TEST(KnownThen, GivesTheSameAnswerInAnyOrderOfCalls) {
  const Sample sample;
  const auto known = KnownThen::make(sample.site, sample.history).value();
  const home::Outlook first = known.at(at("2024-03-20T12:00:00Z")).value();
  (void)known.at(at("2024-04-01T12:00:00Z")).value();
  (void)known.at(at("2024-03-05T12:00:00Z")).value();
  EXPECT_EQ(known.at(at("2024-03-20T12:00:00Z")).value().load, first.load);
}

TEST(MeasuredOutlook, IsWhatHappened) {
  const Sample sample;
  const home::Outlook outlook =
      measured_outlook(sample.history, at("2024-03-10T00:00:00Z"), at("2024-03-11T00:00:00Z"))
          .value();
  EXPECT_EQ(outlook.slots.count(), 96U);
  EXPECT_DOUBLE_EQ(outlook.load[1].value(), sample_value(9 * k_rows_per_day, 0));
  EXPECT_DOUBLE_EQ(outlook.pv[40].value(), sample_value(9 * k_rows_per_day + 20, 1));
  EXPECT_EQ(measured_outlook(sample.history, at("2024-03-10T00:00:00Z"), at("2024-05-11T00:00:00Z"))
                .error()
                .message,
            "measurements reach from 2024-03-01T00:00:00Z to 2024-04-10T00:00:00Z only");
}

}  // namespace
}  // namespace ohmstead::simulate
