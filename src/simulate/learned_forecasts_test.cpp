#include "ohmstead/simulate/learned_forecasts.hpp"

#include <gtest/gtest.h>

#include "ohmstead/simulate/backtest.hpp"
#include "ohmstead/simulate/known_then.hpp"
#include "testing/sample_weeks.hpp"

namespace ohmstead::simulate {
namespace {

using namespace std::chrono_literals;
using testing::at;
using testing::SampleWeeks;

home::Outlook outlook_at(const SampleWeeks& sample, Foresight foresight, base::Time now) {
  return KnownThen::make(sample.site, sample.history, foresight).value().at(now).value();
}

TEST(Foresight, LearnedHasBandsAndSeesNothingOfTheFuture) {
  const SampleWeeks sample;
  const base::Time now = at("2024-04-10T14:00:00Z");
  const home::Outlook known = outlook_at(sample, Foresight::learned, now);
  ASSERT_EQ(known.load_band.p10.size(), known.slots.count());
  for (std::size_t slot = 0; slot < known.slots.count(); ++slot) {
    EXPECT_LE(known.load_band.p10[slot], known.load_band.p90[slot]);
    EXPECT_LE(known.pv_band.p10[slot], known.pv_band.p90[slot]);
  }
  SampleWeeks changed;
  for (std::size_t slot = changed.history.load.known_slots(now);
       slot < changed.history.slots.count(); ++slot) {
    changed.history.load.power.set(slot, base::Power{7.0});
    changed.history.pv.power.set(slot, base::Power{7.0});
  }
  const home::Outlook other = outlook_at(changed, Foresight::learned, now);
  EXPECT_EQ(known.load, other.load);
  EXPECT_EQ(known.pv, other.pv);
  EXPECT_EQ(known.pv_band.p90, other.pv_band.p90);
}

TEST(Foresight, LearnedForetellsPricesFromThosePublishedAlone) {
  const base::Time now = at("2024-04-10T08:00:00Z"), published = at("2024-04-10T22:00:00Z");
  const auto outlook_with = [&](double later) {
    const SampleWeeks sample{[=](std::size_t row, std::size_t column) {
      // The rows of prices begin a day before those of the home.
      const base::Time hour = at("2024-03-19T00:00:00Z") + 1h * static_cast<long>(row);
      return hour < published ? testing::price_value(row, column) : later;
    }};
    return outlook_at(sample, Foresight::learned, now);
  };
  const home::Outlook known = outlook_with(0.9);
  EXPECT_EQ(known.slots.end(known.slots.count() - 1), now + 48h);
  EXPECT_EQ(known.spot_until, published);
  EXPECT_EQ(known.spot, outlook_with(-0.9).spot);
  const std::size_t first = *known.slots.find(published);
  EXPECT_EQ(known.spot_band.p10[first - 1], known.spot[first - 1]);
  EXPECT_LT(known.spot_band.p10[first], known.spot_band.p90[first]);
  // Cheap in the morning, dear in the evening, as on the days before.
  EXPECT_LT(known.spot[*known.slots.find(at("2024-04-11T07:00:00Z"))] + base::EnergyPrice{0.05},
            known.spot[*known.slots.find(at("2024-04-11T19:00:00Z"))]);
}

TEST(Foresight, LearnedForetellsNoPricesFromTooFew) {
  const home::Outlook known =
      outlook_at(SampleWeeks{}, Foresight::learned, at("2024-04-01T08:00:00Z"));
  EXPECT_FALSE(known.spot_until);
  EXPECT_EQ(known.slots.end(known.slots.count() - 1), at("2024-04-01T22:00:00Z"));
}

TEST(Foresight, LearnedDoesNotDependOnWhatWasAskedBefore) {
  const SampleWeeks sample;
  const auto known = KnownThen::make(sample.site, sample.history, Foresight::learned).value();
  const base::Time now = at("2024-04-12T09:00:00Z");
  (void)known.at(now + 48h);
  (void)known.at(now - 48h);
  EXPECT_EQ(known.at(now)->load, outlook_at(sample, Foresight::learned, now).load);
}

TEST(Foresight, NaiveRepeatsTheWeekAndTheDayBefore) {
  const SampleWeeks sample;
  const base::Time now = at("2024-04-10T14:00:00Z");
  const home::Outlook known = outlook_at(sample, Foresight::naive, now);
  const auto slot_at = [&](base::Time time) { return *sample.history.slots.find(time); };
  EXPECT_EQ(known.load[20], sample.history.load.power[slot_at(known.slots.start(20) - 168h)]);
  const std::size_t morning = *known.slots.find(at("2024-04-11T09:30:00Z"));
  EXPECT_EQ(known.pv[morning], sample.history.pv.power[slot_at(at("2024-04-10T09:30:00Z"))]);
}

TEST(Foresight, PerfectIsWhatCame) {
  const SampleWeeks sample;
  const base::Time now = at("2024-04-10T14:00:00Z");
  const home::Outlook known = outlook_at(sample, Foresight::perfect, now);
  for (std::size_t slot = 0; slot < known.slots.count(); ++slot) {
    const std::size_t place = *sample.history.slots.find(known.slots.start(slot));
    EXPECT_EQ(known.load[slot], sample.history.load.power[place]);
    EXPECT_EQ(known.pv[slot], sample.history.pv.power[place]);
  }
}

TEST(Foresight, PerfectForecastsPlanNoWorseThanNaiveOnes) {
  const SampleWeeks sample;
  const auto cost = [&](Foresight foresight) {
    BacktestOptions options;
    options.foresight = foresight;
    const BacktestStrategy strategies[] = {BacktestStrategy::optimal};
    return run_backtest(sample.site, sample.history, at("2024-04-08T00:00:00Z"),
                        at("2024-04-12T00:00:00Z"), strategies, options)
        .value()
        .strategies[0]
        .total.net_cost;
  };
  EXPECT_LT(cost(Foresight::perfect), cost(Foresight::naive));
}

}  // namespace
}  // namespace ohmstead::simulate
