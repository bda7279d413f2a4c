#include "ohmstead/forecast/price_model.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <numbers>
#include <optional>

#include "testing/sample_load.hpp"
#include "testing/shared_table.hpp"
#include "trees.hpp"

namespace ohmstead::forecast {
namespace {

using namespace std::chrono_literals;
using testing::at;
using testing::noise;

// A daily round, cheaper at weekends, and wind that takes 0.08 off where it blows all day.
PricePast sample_prices(int days, bool is_wind_told) {
  PricePast past{{at("2024-01-01T00:00:00Z"), 3600s, {}, {}}, {}, base::Zone::utc()};
  Measured wind{past.spot.start, 3600s, {}, {}};
  for (int hour = 0; hour < (days + 6) * 24; ++hour) {
    const int day = hour / 24;
    const double blows = noise(static_cast<std::size_t>(day) + 31);
    wind.values.push_back(blows);
    if (day >= days) continue;
    const double round = 0.03 * std::sin(2.0 * std::numbers::pi * (hour % 24 - 7) / 24.0);
    past.spot.values.push_back(0.10 + round - (day % 7 >= 5 ? 0.02 : 0.0) - 0.08 * blows);
  }
  past.spot.known_at = day_ahead_known_at(past.spot, past.zone, 11h);
  if (is_wind_told) past.weather.push_back(wind);
  return past;
}

double error_of(const PricePast& all, base::Time now) {
  const PriceModel model = PriceModel::train(all, now);
  const auto slots = base::SlotGrid::uniform(now, 3600s, 72);
  const PricePrediction coming = model.predict(all, now, slots);
  double sum = 0.0;
  for (std::size_t i = 0; i < 72; ++i) {
    const auto hour = static_cast<std::size_t>((slots.start(i) - all.spot.start) / 3600s);
    sum += std::abs(coming.p50_per_kwh[i] - all.spot.values[hour]) / 72.0;
  }
  return sum;
}

TEST(PriceModel, PassesPublishedPricesOnAndMarksForecasts) {
  const PricePast past = sample_prices(60, false);
  const base::Time now = at("2024-02-20T12:00:00Z");  // until the end of the 21st it is published
  const PriceModel model = PriceModel::train(past, now);
  const auto coming = model.predict(past, now, base::SlotGrid::uniform(now, 3600s, 48));
  for (std::size_t i = 0; i < 48; ++i) {
    EXPECT_EQ(coming.is_published[i], i < 36) << i;
    if (i >= 36) continue;
    const auto hour = static_cast<std::size_t>((now - past.spot.start) / 3600s) + i;
    EXPECT_EQ(coming.p10_per_kwh[i], past.spot.values[hour]);
    EXPECT_EQ(coming.p90_per_kwh[i], past.spot.values[hour]);
    EXPECT_EQ(coming.expected_per_kwh[i], past.spot.values[hour]);
  }
  EXPECT_LT(coming.p10_per_kwh[40], coming.p90_per_kwh[40]);
  ASSERT_EQ(coming.notes.size(), 1U);
  EXPECT_NE(coming.notes[0].find("12 of 48"), std::string::npos);
}

TEST(PriceModel, SeesNothingThatIsPublishedLater) {
  const PricePast past = sample_prices(130, false);
  const base::Time now = at("2024-05-01T06:00:00Z");
  PricePast other = past;
  for (std::size_t hour = past.spot.known_slots(now); hour < past.spot.size(); ++hour)
    other.spot.values[hour] = 9.0;
  const auto slots = base::SlotGrid::uniform(now, 900s, 200);
  const auto one = PriceModel::train(past, now).predict(past, now, slots);
  const auto two = PriceModel::train(other, now).predict(other, now, slots);
  EXPECT_EQ(one.p50_per_kwh, two.p50_per_kwh);
  EXPECT_EQ(one.p90_per_kwh, two.p90_per_kwh);
}

TEST(PriceModel, LearnsWhatTheWindTakesOff) {
  if (!Trees::is_built_in()) GTEST_SKIP() << "built without trees";
  const base::Time now = at("2024-10-01T06:00:00Z");
  const double blind = error_of(sample_prices(290, false), now);
  const double told = error_of(sample_prices(290, true), now);
  EXPECT_LT(told, 0.5 * blind);
}

TEST(PriceModel, WithoutHistoryItSaysNothing) {
  const PricePast past{{at("2024-01-01T00:00:00Z"), 3600s, {}, {}}, {}, base::Zone::utc()};
  const base::Time now = at("2024-01-01T00:00:00Z");
  const auto coming =
      PriceModel::train(past, now).predict(past, now, base::SlotGrid::uniform(now, 3600s, 2));
  EXPECT_TRUE(std::isnan(coming.p50_per_kwh[0]));
  EXPECT_FALSE(coming.is_published[0]);
}

TEST(PriceModel, KnowsADayWhenTheMarketPublishesIt) {
  const auto market = base::Zone::load("Europe/Brussels").value();
  const Measured spot{at("2024-03-30T22:00:00Z"), 3600s, std::vector<double>(26, 0.1), {}};
  const auto known = day_ahead_known_at(spot, market, 12h + 45min);
  EXPECT_EQ(known[0], at("2024-03-29T11:45:00Z")) << "the last hour of the 30th";
  EXPECT_EQ(known[1], at("2024-03-30T11:45:00Z")) << "the 31st, a day of 23 hours";
  EXPECT_EQ(known[23], at("2024-03-30T11:45:00Z"));
  EXPECT_EQ(known[24], at("2024-03-31T10:45:00Z")) << "the 1st of April begins at 22:00 UTC";
}

// Finland in cent per kWh, without VAT; days of the market are those of Brussels.
PricePast finland() {
  const auto early =
      testing::read_shared(OHMSTEAD_SOURCE_DIR, "prices/fi_dayahead_hourly_2023.csv.gz");
  const auto late =
      testing::read_shared(OHMSTEAD_SOURCE_DIR, "prices/fi_dayahead_hourly_2024_2025.csv.gz");
  PricePast past;
  past.zone = base::Zone::load("Europe/Helsinki").value();
  if (early.times.empty() || late.times.empty()) return past;
  past.spot = early.column("FI_EUR_per_MWh_exVAT", 1e-3);
  const Measured then = late.column("FI_EUR_per_MWh_exVAT", 1e-3);
  const auto before = static_cast<std::size_t>((then.start - past.spot.start) / past.spot.step);
  past.spot.values.resize(before, NAN);
  past.spot.values.insert(past.spot.values.end(), then.values.begin(), then.values.end());
  past.spot.known_at =
      day_ahead_known_at(past.spot, base::Zone::load("Europe/Brussels").value(), 12h + 45min);
  return past;
}

constexpr base::Seconds k_hour{3600};

// What a public service published of the Finnish prices, a run a day; without VAT.
std::vector<ForetoldPrices> finnish_archive() {
  const auto table = testing::read_shared(
      OHMSTEAD_SOURCE_DIR, "prices/fi_price_forecast_archive_2024-02_2026-04.csv.gz");
  std::vector<ForetoldPrices> runs;
  for (std::size_t row = 0; row < table.times.size(); ++row) {
    const base::Time hour{base::Seconds{std::lround(table.values[0][row])}};
    if (runs.empty() || runs.back().issued_at != table.times[row])
      runs.push_back({table.times[row], hour, {}});
    ForetoldPrices& run = runs.back();
    const auto place = static_cast<std::size_t>((hour - run.start) / k_hour);
    if (place >= run.per_kwh.size()) run.per_kwh.resize(place + 1, NAN);
    const double vat = hour < at("2024-08-31T21:00:00Z") ? 1.24 : 1.255;
    run.per_kwh[place] = 0.01 * table.values[1][row] / vat;
  }
  return runs;
}

// Mean absolute errors in cent per kWh.
struct Errors {
  double own = 0.0, helped = 0.0, archived = 0.0, week = 0.0;
  double inside = 0.0, helped_inside = 0.0;  // of the bands, %
  double count = 0.0;
};

// Forecasts that others published, and ours at the same instants for the same hours 24 to 72 h on:
// by ourselves, and helped by theirs.
Errors judge_archive(const PricePast& past, base::Time from, base::Time to, int train_days) {
  PricePast helped = past;
  helped.foretold = finnish_archive();
  Errors errors;
  std::optional<PriceModel> model, helped_model;
  base::Time trained{};
  for (const ForetoldPrices& run : helped.foretold) {
    const base::Time now = run.issued_at;
    if (now < from || now >= to) continue;
    if (!model || now - trained > std::chrono::days{train_days}) {
      model = PriceModel::train(past, now);
      helped_model = PriceModel::train(helped, now);
      trained = now;
    }
    const auto slots =
        base::SlotGrid::uniform(base::floor_to(now + 24h + k_hour - 1s, k_hour), k_hour, 48);
    const auto coming = model->predict(past, now, slots);
    const auto better = helped_model->predict(helped, now, slots);
    for (std::size_t i = 0; i < slots.count(); ++i) {
      const base::Time hour = slots.start(i);
      const auto cell = static_cast<std::size_t>((hour - past.spot.start) / k_hour);
      if (cell >= past.spot.size() || coming.is_published[i]) continue;
      const double came = past.spot.values[cell];
      const double week = past.spot.values[cell - 168];
      const double foretold = run.of(hour);
      if (std::isnan(came + week + foretold)) continue;
      const auto is_inside = [&](const PricePrediction& told) {
        return came >= told.p10_per_kwh[i] && came <= told.p90_per_kwh[i] ? 100.0 : 0.0;
      };
      errors.own += 100.0 * std::abs(coming.p50_per_kwh[i] - came);
      errors.helped += 100.0 * std::abs(better.p50_per_kwh[i] - came);
      errors.archived += 100.0 * std::abs(foretold - came);
      errors.week += 100.0 * std::abs(week - came);
      errors.inside += is_inside(coming);
      errors.helped_inside += is_inside(better);
      errors.count += 1.0;
    }
  }
  for (double* each : {&errors.own, &errors.helped, &errors.archived, &errors.week, &errors.inside,
                       &errors.helped_inside})
    *each /= std::max(1.0, errors.count);
  return errors;
}

TEST(PriceModel, IsJudgedOnTheFinnishMarket) {
  const PricePast past = finland();
  if (past.spot.is_empty()) GTEST_SKIP() << "../shared/data is not beside the project";
  const Errors errors =
      judge_archive(past, at("2024-04-01T00:00:00Z"), at("2024-05-01T00:00:00Z"), 60);
  EXPECT_GT(errors.count, 1000.0);
  EXPECT_LT(errors.own, 0.85 * errors.week);
  EXPECT_LT(errors.own, 1.1 * errors.archived);
  EXPECT_LT(errors.helped, errors.archived);
  EXPECT_GT(errors.inside, 70.0);
  EXPECT_LT(errors.inside, 92.0);
}

// The table of docs/forecasts.md; minutes.
TEST(PriceModel, OnTheWholeFinnishArchive) {
  if (std::getenv("OHMSTEAD_PRICE_ARCHIVE") == nullptr)
    GTEST_SKIP() << "set OHMSTEAD_PRICE_ARCHIVE=1 for the years of docs/forecasts.md";
  const PricePast past = finland();
  if (past.spot.is_empty()) GTEST_SKIP() << "../shared/data is not beside the project";
  const std::vector<const char*> ends{"2024-02-10T00:00:00Z", "2024-07-01T00:00:00Z",
                                      "2025-01-01T00:00:00Z", "2025-07-01T00:00:00Z",
                                      "2026-01-01T00:00:00Z"};
  double helped = 0.0, archived = 0.0;
  for (std::size_t i = 0; i + 1 < ends.size(); ++i) {
    const Errors errors = judge_archive(past, at(ends[i]), at(ends[i + 1]), 28);
    std::printf(
        "%.10s  %5.0f h  own %.2f  helped %.2f  archived %.2f  week %.2f  inside %.1f %.1f\n",
        ends[i], errors.count, errors.own, errors.helped, errors.archived, errors.week,
        errors.inside, errors.helped_inside);
    helped += errors.helped * errors.count;
    archived += errors.archived * errors.count;
  }
  EXPECT_LE(helped, archived);
}

}  // namespace
}  // namespace ohmstead::forecast
