#include "past_errors.hpp"

#include <gtest/gtest.h>

#include "testing/sample_home.hpp"

namespace ohmstead::simulate {
namespace {

using namespace std::chrono_literals;
using testing::at;
using testing::FakeFiles;
using testing::k_rows_per_day;
using testing::make_csv;
using testing::make_site;
using testing::noise;

constexpr std::size_t k_days = 40;

// Load, PV and its forecast by half-hours from 1 March 2024; the future may be another one.
struct Past {
  home::Site site = make_site();
  FakeFiles files;
  History history;

  explicit Past(std::size_t other_future_from = k_days * k_rows_per_day) {
    const auto value = [=](std::size_t row, std::size_t column) {
      const std::size_t hour = row / 2 % 24;
      const double other = row >= other_future_from ? 0.7 : 0.0;
      if (column == 0) return 0.8 + 0.5 * noise(row) + other;
      if (hour < 7 || hour >= 18) return 0.0;
      return column == 1 ? 2.0 + noise(row + 100000) + other : 2.2;
    };
    files.add("home.csv",
              make_csv({"load_kw", "pv_kw", "pv_forecast_kw"}, at("2024-03-01T00:00:00Z"), 1800s,
                       k_days * k_rows_per_day, value));
    files.add("prices.csv",
              make_csv({"spot_per_kwh"}, at("2024-02-29T00:00:00Z"), 1h, (k_days + 2) * 24,
                       [](std::size_t row, std::size_t) { return 0.1 * noise(row); }));
    history = load_history(site, files.reader()).value();
  }
  [[nodiscard]] home::Outlook outlook(const char* time) const {
    return KnownThen::make(site, history).value().at(at(time)).value();
  }
  [[nodiscard]] std::vector<home::Scenario> scenarios(const char* time) const {
    const KnownThen known = KnownThen::make(site, history).value();
    return PastErrors{known, history}.scenarios(known.at(at(time)).value());
  }
};

TEST(PastErrors, EachOfTheLastDaysIsOneScenario) {
  const Past past;
  const auto scenarios = past.scenarios("2024-03-28T10:00:00Z");
  const home::Outlook outlook = past.outlook("2024-03-28T10:00:00Z");
  ASSERT_GE(scenarios.size(), 3U);
  EXPECT_LE(scenarios.size(), 7U);
  for (const home::Scenario& scenario : scenarios) {
    SCOPED_TRACE(scenario.name);
    EXPECT_EQ(scenario.weight, 1.0);
    ASSERT_EQ(scenario.load.size(), outlook.slots.count());
    double difference = 0.0;
    for (std::size_t t = 0; t < outlook.slots.count(); ++t) {
      EXPECT_GE(scenario.load[t], base::Power{});
      EXPECT_GE(scenario.pv_factor[t], base::Ratio{});
      difference += std::abs((scenario.load[t] - outlook.load[t]).value());
    }
    EXPECT_GT(difference, 1.0);
  }
}

// The first scenario by hand: at 10:00 with prices until midnight, yesterday is measured as far as
// its plan reached.
TEST(PastErrors, LoadErrorsAddUpAndSunErrorsMultiplyOverTwoHours) {
  const Past past;
  const KnownThen known = KnownThen::make(past.site, past.history).value();
  const base::Time now = at("2024-03-28T10:00:00Z");
  const home::Outlook outlook = known.at(now).value();
  const home::Outlook forecast = known.at(now - 24h).value();
  const home::Scenario scenario = PastErrors{known, past.history}.scenarios(outlook).at(0);
  ASSERT_EQ(scenario.name, "as 1 day before");
  const auto measured = [&](const PowerHistory& of, std::size_t t) {
    return of.power[past.history.slots.find(forecast.slots.start(t)).value()].value();
  };
  for (std::size_t t = 0; t < 8; ++t) {
    ASSERT_EQ(forecast.slots.start(t) + 24h, outlook.slots.start(t));
    EXPECT_NEAR(scenario.load[t].value(),
                std::max(0.0, outlook.load[t].value() + measured(past.history.load, t) -
                                  forecast.load[t].value()),
                1e-12);
  }
  // 11:30 with an hour on either side, in quarter-hours.
  double measured_kwh = 0.5, forecast_kwh = 0.5;
  for (std::size_t t = 2; t <= 10; ++t) {
    measured_kwh += 0.25 * measured(past.history.pv, t);
    forecast_kwh += 0.25 * forecast.pv[t].value();
  }
  EXPECT_NEAR(scenario.pv_factor[6].value(), measured_kwh / forecast_kwh, 1e-12);
  EXPECT_GT(std::abs(measured_kwh / forecast_kwh - 1.0), 0.01);
}

TEST(PastErrors, NothingThatWasNotMeasuredYetHasAnyInfluence) {
  const std::size_t now_row = 27 * k_rows_per_day + 20;  // 28 March, 10:00
  const auto one = Past{}.scenarios("2024-03-28T10:00:00Z");
  const auto other = Past{now_row}.scenarios("2024-03-28T10:00:00Z");
  ASSERT_EQ(one.size(), other.size());
  for (std::size_t s = 0; s < one.size(); ++s) {
    EXPECT_EQ(one[s].load, other[s].load);
    EXPECT_EQ(one[s].pv_factor, other[s].pv_factor);
  }
}

TEST(PastErrors, TooShortAPastTellsNothing) {
  EXPECT_TRUE(Past{}.scenarios("2024-03-03T10:00:00Z").empty());
}

TEST(PastErrors, BandsHoldInEightOfTenCases) {
  const Past past;
  const KnownThen known = KnownThen::make(past.site, past.history).value();
  const PastErrors errors{known, past.history};
  std::size_t inside = 0, all = 0;
  for (int hours = 0; hours < 6 * 24; hours += 5) {
    home::Outlook outlook =
        known.at(at("2024-03-28T10:00:00Z") + std::chrono::hours{hours}).value();
    errors.fill_bands(outlook);
    ASSERT_EQ(outlook.load_band.p10.size(), outlook.slots.count());
    ASSERT_EQ(outlook.pv_band.p90.size(), outlook.slots.count());
    for (std::size_t t = 0; t < outlook.slots.count(); ++t) {
      const auto slot = past.history.slots.find(outlook.slots.start(t));
      ASSERT_TRUE(slot);
      const base::Power came = past.history.load.power[*slot];
      EXPECT_LE(outlook.load_band.p10[t], outlook.load_band.p90[t]);
      EXPECT_LE(outlook.pv_band.p10[t], outlook.pv_band.p90[t]);
      EXPECT_TRUE(outlook.pv[t] > base::Power{} || outlook.pv_band.p90[t] == base::Power{});
      ++all;
      if (came >= outlook.load_band.p10[t] && came <= outlook.load_band.p90[t]) ++inside;
    }
  }
  EXPECT_NEAR(static_cast<double>(inside) / static_cast<double>(all), 0.8, 0.08);
}

TEST(PastErrors, TooFewDaysGiveNoBands) {
  const Past past;
  const KnownThen known = KnownThen::make(past.site, past.history).value();
  home::Outlook outlook = known.at(at("2024-03-06T10:00:00Z")).value();
  PastErrors{known, past.history}.fill_bands(outlook);
  EXPECT_TRUE(outlook.load_band.p10.is_empty());
}

}  // namespace
}  // namespace ohmstead::simulate
