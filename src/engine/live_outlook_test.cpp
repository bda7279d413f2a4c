// What a real home expects: prices as told, load as learned from what it measured.
#include "ohmstead/engine/live_outlook.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "testing/notebook.hpp"

namespace ohmstead::engine {
namespace {

using base::Time;
using std::chrono::hours;
using std::chrono::minutes;

Time at(const char* text) { return *base::parse_time(text); }

struct ToldFeeds final : ports::Feeds {
  std::shared_ptr<ports::FeedsSnapshot> known = std::make_shared<ports::FeedsSnapshot>();
  [[nodiscard]] std::shared_ptr<const ports::FeedsSnapshot> now() const override { return known; }
};

home::PriceCurve prices(Time from, int count, double first) {
  home::PriceCurve curve;
  for (int i = 0; i < count; ++i)
    curve.slots.push_back(
        {from + hours{i}, from + hours{i + 1}, base::EnergyPrice{first + 0.01 * i}});
  return curve;
}

class LiveOutlookTest : public ::testing::Test {
 protected:
  LiveOutlookTest() {
    site_.name = "Home";
    site_.timezone = "UTC";
    site_.tariff.import.spot_factor = 1.0;
    feeds_.known->prices = prices(at("2026-03-20T00:00:00Z"), 48, 0.1);
  }

  // Two kilowatts from 18 to 20 h, else a quarter of one.
  static double usual_kw(Time time) {
    const auto hour = (time.time_since_epoch() % hours{24}) / hours{1};
    return hour >= 18 && hour < 20 ? 2.0 : 0.25;
  }

  void live_until(LiveOutlook& outlooks, Time from, Time to) {
    for (Time time = from; time < to; time += minutes{15}) {
      home::MeasuredSlot slot;
      slot.start = time;
      slot.duration = minutes{15};
      slot.load = base::Power{usual_kw(time)};
      outlooks.learn(slot);
      (void)notebook_.append("slots", time, home::write_measured_slot(slot));
    }
  }

  home::Site site_;
  base::Zone zone_ = base::Zone::utc();
  ToldFeeds feeds_;
  testing::Notebook notebook_;
  Time now_ = at("2026-03-20T10:05:00Z");
};

TEST_F(LiveOutlookTest, EndsWherePricesEnd) {
  LiveOutlook outlooks{site_, zone_, feeds_, nullptr, now_};
  const auto outlook = outlooks.outlook(now_);
  ASSERT_TRUE(outlook) << outlook.error().message;
  EXPECT_EQ(outlook->slots.start(0), now_);
  EXPECT_EQ(outlook->slots.end(outlook->slots.count() - 1), at("2026-03-22T00:00:00Z"));
  EXPECT_NEAR(outlook->spot[0].value(), 0.20, 1e-12);
  EXPECT_NEAR(outlook->spot[outlook->spot.size() - 1].value(), 0.57, 1e-12);
  EXPECT_TRUE(outlook->export_spot.is_empty());
  EXPECT_EQ(outlook->load.size(), outlook->slots.count());
  EXPECT_EQ(outlook->pv.size(), outlook->slots.count());
}

TEST_F(LiveOutlookTest, YearsOfPricesAreKeptByOneWriteAndNoLongerThanTheyAreUsed) {
  feeds_.known->prices = prices(now_ - hours{24 * 600}, 24 * 601, 0.1);
  LiveOutlook outlooks{site_, zone_, feeds_, &notebook_, now_};
  ASSERT_TRUE(outlooks.outlook(now_));
  EXPECT_EQ(notebook_.writes, 1);
  EXPECT_NEAR(static_cast<double>(notebook_.books["spot"].size()), 24.0 * 431, 24.0);
}

TEST_F(LiveOutlookTest, AHoleEndsItAndNoPriceForNowFails) {
  auto& slots = feeds_.known->prices.slots;
  slots.erase(slots.begin() + 20);
  LiveOutlook outlooks{site_, zone_, feeds_, nullptr, now_};
  const auto outlook = outlooks.outlook(now_);
  ASSERT_TRUE(outlook);
  EXPECT_EQ(outlook->slots.end(outlook->slots.count() - 1), at("2026-03-20T20:00:00Z"));
  ports::FeedHealth health;
  health.what = "prices";
  health.name = "Nord Pool SE3";
  feeds_.known->health.push_back(health);
  const auto none = outlooks.outlook(at("2026-03-20T20:10:00Z"));
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().message, "no price is known for now: Nord Pool SE3 tells none");
}

// A round of the day, cheaper at night, published until the end of the 21st.
home::PriceCurve weeks_of_prices() {
  home::PriceCurve curve;
  for (Time time = at("2026-02-20T00:00:00Z"); time < at("2026-03-22T00:00:00Z"); time += hours{1})
    curve.slots.push_back(
        {time, time + hours{1},
         base::EnergyPrice{time.time_since_epoch() % hours{24} < hours{6} ? 0.05 : 0.20}});
  return curve;
}

const ports::FeedHealth* find_health(const std::vector<ports::FeedHealth>& all,
                                     const std::string& name) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.name == name; });
  return found == all.end() ? nullptr : &*found;
}

TEST_F(LiveOutlookTest, GoesOnByAForecastWherePricesEndAndMarksIt) {
  feeds_.known->prices = weeks_of_prices();
  LiveOutlook outlooks{site_, zone_, feeds_, &notebook_, now_};
  (void)outlooks.outlook(now_);
  outlooks.finish_training();
  const auto outlook = outlooks.outlook(now_ + minutes{15});
  ASSERT_TRUE(outlook) << outlook.error().message;
  EXPECT_EQ(outlook->slots.end(outlook->slots.count() - 1), now_ + minutes{15} + hours{48});
  ASSERT_EQ(outlook->spot_until, at("2026-03-22T00:00:00Z"));
  ASSERT_EQ(outlook->spot.size(), outlook->slots.count());
  for (std::size_t i = 0; i < outlook->slots.count(); ++i) {
    const bool is_night = outlook->slots.start(i).time_since_epoch() % hours{24} < hours{6};
    const bool is_published = outlook->slots.start(i) < *outlook->spot_until;
    EXPECT_NEAR(outlook->spot[i].value(), is_night ? 0.05 : 0.20, is_published ? 1e-12 : 0.03) << i;
    EXPECT_LE(outlook->spot_band.p10[i], outlook->spot[i]);
    EXPECT_GE(outlook->spot_band.p90[i], outlook->spot[i]);
    EXPECT_EQ(outlook->spot_band.p10[i] == outlook->spot_band.p90[i], is_published) << i;
  }
  const auto health = outlooks.health();
  const auto* told = find_health(health, "price forecast");
  ASSERT_NE(told, nullptr);
  EXPECT_NE(told->sentence.find("learned from 30 days of published prices"), std::string::npos)
      << told->sentence;
  EXPECT_NE(told->sentence.find("EUR/kWh off in the mean"), std::string::npos) << told->sentence;
}

TEST_F(LiveOutlookTest, PricesAreRememberedAndTheirHolesForeseen) {
  feeds_.known->prices = weeks_of_prices();
  {
    LiveOutlook outlooks{site_, zone_, feeds_, &notebook_, now_};
    ASSERT_TRUE(outlooks.outlook(now_));
  }
  auto curve = prices(at("2026-03-20T00:00:00Z"), 48, 0.5);
  curve.slots.erase(curve.slots.begin() + 30);  // 06 h of the 21st
  feeds_.known->prices = curve;
  notebook_.books["spot"].erase(at("2026-03-21T06:00:00Z"));
  LiveOutlook restarted{site_, zone_, feeds_, &notebook_, now_};
  const auto outlook = restarted.outlook(now_);
  ASSERT_TRUE(outlook);
  EXPECT_EQ(outlook->spot_until, at("2026-03-21T06:00:00Z"));
  EXPECT_EQ(outlook->slots.end(outlook->slots.count() - 1), now_ + hours{48});
  const auto price = [&](const char* time) {
    return outlook->spot[*outlook->slots.find(at(time))].value();
  };
  EXPECT_NEAR(price("2026-03-21T07:00:00Z"), 0.81, 1e-12) << "published, behind the hole";
  EXPECT_NEAR(price("2026-03-21T06:00:00Z"), 0.3, 0.3) << "foreseen";
}

TEST_F(LiveOutlookTest, WhatAServiceForetellsHelpsAndIsNeverTakenForAPrice) {
  feeds_.known->prices = weeks_of_prices();
  const Time later = at("2026-03-22T08:00:00Z");
  const auto expected = [&] {
    LiveOutlook outlooks{site_, zone_, feeds_, &notebook_, now_};
    const auto outlook = outlooks.outlook(now_ + minutes{15});
    EXPECT_EQ(outlook->spot_until, at("2026-03-22T00:00:00Z"));
    return outlook->spot[*outlook->slots.find(later)].value();
  };
  const double alone = expected();
  feeds_.known->price_forecasts = prices(now_ - minutes{5}, 100, 1.0);
  const double told = feeds_.known->price_forecasts.slots[46].price.value();
  EXPECT_NEAR(expected(), 0.5 * (alone + told), 0.02) << "half, until it can be judged";
  feeds_.known->price_forecasts = {};
  EXPECT_NEAR(expected(), 0.5 * (alone + told), 0.02) << "remembered over a restart";
  notebook_.books["spot_foretold"].begin()->second = "2026-03-20T10:00:00Z no time 1";
  EXPECT_NEAR(expected(), alone, 1e-12) << "what cannot be read is left out";
}

TEST_F(LiveOutlookTest, OldPricesOfFilesCountAndAFewDaysDoNot) {
  LiveOutlook outlooks{site_, zone_, feeds_, nullptr, now_};
  (void)outlooks.outlook(now_);
  const auto few = outlooks.health();
  const auto* told = find_health(few, "price forecast");
  ASSERT_NE(told, nullptr);
  EXPECT_EQ(told->state, ports::FeedState::waiting);
  EXPECT_EQ(told->sentence,
            "plans end where published prices do: a forecast needs 14 days of them, 2 are known");
  outlooks.begin_with_prices(weeks_of_prices());
  const auto outlook = outlooks.outlook(now_);
  ASSERT_TRUE(outlook);
  EXPECT_EQ(outlook->spot_until, at("2026-03-22T00:00:00Z"));
  EXPECT_NEAR(outlook->spot[0].value(), 0.20, 1e-12) << "what was told of now is never replaced";
}

TEST_F(LiveOutlookTest, NoForecastReplacesThePriceOfNow) {
  feeds_.known->prices = weeks_of_prices();
  LiveOutlook outlooks{site_, zone_, feeds_, &notebook_, now_};
  ASSERT_TRUE(outlooks.outlook(now_));
  feeds_.known->prices.slots.clear();
  EXPECT_FALSE(outlooks.outlook(now_));
}

TEST_F(LiveOutlookTest, WhatMetersCannotHaveMeantIsNotLearned) {
  forecast::Measured load{at("2026-03-01T00:00:00Z"), minutes{15}, {}, {}};
  for (int i = 0; i < 19 * 96; ++i)
    load.values.push_back(usual_kw(load.slot_start(load.size())) + 1e-4 * (i % 7));
  load.values[500] = 900.0;                                       // a spike
  for (std::size_t i = 700; i < 720; ++i) load.values[i] *= 1e3;  // watts
  LiveOutlook outlooks{site_, zone_, feeds_, nullptr, now_};
  outlooks.begin_with(load, {});
  for (Time time = at("2026-03-20T00:00:00Z"); time < at("2026-03-21T12:00:00Z");
       time += minutes{15}) {
    home::MeasuredSlot slot;
    slot.start = time;
    slot.duration = minutes{15};
    slot.load = base::Power{7.77};  // the sensor stands
    outlooks.learn(slot);
  }
  const auto outlook = outlooks.outlook(at("2026-03-21T12:00:00Z"));
  ASSERT_TRUE(outlook);
  EXPECT_NEAR(outlook->load[*outlook->slots.find(at("2026-03-21T22:00:00Z"))].value(), 0.25, 0.1);
  const auto health = outlooks.health();
  const auto* told = find_health(health, "load meter");
  ASSERT_NE(told, nullptr);
  EXPECT_EQ(told->state, ports::FeedState::failing);
  EXPECT_EQ(told->sentence,
            "it has stood at the same power for long: look after it; nothing is learned from it; "
            "before learning, load: 1 value that no home draws was taken out; load: 20 values were "
            "in the wrong unit, a thousand times off; load: 1 time when its sensor stood still was "
            "taken out");
}

TEST_F(LiveOutlookTest, ModelsAreKeptAndCanBeChosen) {
  LiveOutlook outlooks{site_, zone_, feeds_, &notebook_, at("2026-03-10T00:00:00Z")};
  live_until(outlooks, at("2026-03-10T00:00:00Z"), at("2026-03-20T10:00:00Z"));
  for (const int day : {0, 1, 2}) {
    (void)outlooks.outlook(now_ + hours{day * 12 + day});
    outlooks.finish_training();
  }
  ports::ForecastModels& models = *outlooks.models();
  auto all = models.list();
  ASSERT_EQ(all.size(), 2U) << "a young home learns each day";
  EXPECT_EQ(all[0].status, "retired");
  EXPECT_EQ(all[1].status, "champion");
  EXPECT_EQ(all[1].kind, "load");
  EXPECT_NE(all[0].data_fingerprint, 0U);
  EXPECT_EQ(all[0].samples, 10U * 96U + 40U);
  ASSERT_TRUE(models.roll_back("load"));
  EXPECT_EQ(models.list()[0].status, "champion");
  EXPECT_EQ(models.roll_back("load").error().kind, base::ErrorKind::not_found);
  EXPECT_EQ(models.promote("load", 9).error().kind, base::ErrorKind::not_found);
  EXPECT_EQ(models.promote("wind", 1).error().kind, base::ErrorKind::not_found);
  const auto health = outlooks.health();
  const auto* told = find_health(health, "load model");
  ASSERT_NE(told, nullptr);
  EXPECT_EQ(told->sentence, "version 1, learned Fri 20 Mar 10:05 from 1000 values; chosen by hand");
  // It is remembered, and not replaced before it was beaten.
  LiveOutlook restarted{site_, zone_, feeds_, &notebook_, now_ + hours{72}};
  EXPECT_EQ(restarted.models()->list()[0].status, "champion");
  (void)restarted.outlook(now_ + hours{72});
  restarted.finish_training();
  all = restarted.models()->list();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0].status, "champion");
  EXPECT_EQ(all[2].status, "candidate");
}

TEST_F(LiveOutlookTest, AFixedTariffNeedsNobody) {
  site_.tariff.import.fixed = base::EnergyPrice{0.3};
  site_.tariff.export_.fixed = base::EnergyPrice{0.08};
  feeds_.known->prices.slots.clear();
  LiveOutlook outlooks{site_, zone_, feeds_, nullptr, now_};
  const auto outlook = outlooks.outlook(now_);
  ASSERT_TRUE(outlook) << outlook.error().message;
  EXPECT_EQ(outlook->slots.end(outlook->slots.count() - 1), now_ + hours{48});
}

TEST_F(LiveOutlookTest, FeedInHasPricesOfItsOwn) {
  feeds_.known->export_prices = prices(at("2026-03-20T00:00:00Z"), 30, 0.05);
  LiveOutlook outlooks{site_, zone_, feeds_, nullptr, now_};
  const auto outlook = outlooks.outlook(now_);
  ASSERT_TRUE(outlook);
  EXPECT_EQ(outlook->slots.end(outlook->slots.count() - 1), at("2026-03-21T06:00:00Z"));
  EXPECT_NEAR(outlook->export_spot[0].value(), 0.15, 1e-12);
}

TEST_F(LiveOutlookTest, LearnsTheLoadAndRemembersIt) {
  LiveOutlook outlooks{site_, zone_, feeds_, &notebook_, at("2026-03-10T00:00:00Z")};
  live_until(outlooks, at("2026-03-10T00:00:00Z"), at("2026-03-20T10:00:00Z"));
  const auto evening = [&](const home::Outlook& outlook) {
    return outlook.load[*outlook.slots.find(at("2026-03-20T19:00:00Z"))].value();
  };
  const auto night = [&](const home::Outlook& outlook) {
    return outlook.load[*outlook.slots.find(at("2026-03-21T03:00:00Z"))].value();
  };
  const auto first = outlooks.outlook(now_);
  ASSERT_TRUE(first);
  EXPECT_NEAR(evening(*first), 2.0, 0.3);
  EXPECT_NEAR(night(*first), 0.25, 0.1);
  outlooks.finish_training();
  const auto second = outlooks.outlook(now_ + minutes{15});
  ASSERT_TRUE(second);
  EXPECT_NEAR(evening(*second), 2.0, 0.3);
  EXPECT_TRUE(notebook_.documents.contains("models.load"));
  // After a restart, all is there again.
  LiveOutlook restarted{site_, zone_, feeds_, &notebook_, now_ + minutes{30}};
  const auto third = restarted.outlook(now_ + minutes{30});
  ASSERT_TRUE(third);
  EXPECT_NEAR(evening(*third), 2.0, 0.3);
  EXPECT_NEAR(night(*third), 0.25, 0.1);
}

TEST_F(LiveOutlookTest, DamagedMemoriesAreLearnedAnew) {
  notebook_.documents["models.load"] = "nonsense";
  notebook_.books["spot"][at("2026-03-19T00:00:00Z")] = "2026-03-19T00:00:00Z nan";
  notebook_.books["told"][at("2026-03-19T00:00:00Z")] = "nonsense";
  notebook_.books["slots"][at("2026-03-19T00:00:00Z")] = "{]";
  LiveOutlook outlooks{site_, zone_, feeds_, &notebook_, now_};
  EXPECT_TRUE(outlooks.outlook(now_));
}

TEST_F(LiveOutlookTest, WhatWasMeasuredBeforeCounts) {
  forecast::Measured load{at("2026-03-01T00:00:00Z"), minutes{15}, {}, {}};
  for (int i = 0; i < 19 * 96; ++i) load.values.push_back(usual_kw(load.slot_start(load.size())));
  LiveOutlook outlooks{site_, zone_, feeds_, nullptr, now_};
  outlooks.begin_with(load, {});
  const auto outlook = outlooks.outlook(now_);
  ASSERT_TRUE(outlook);
  EXPECT_NEAR(outlook->load[*outlook->slots.find(at("2026-03-20T19:00:00Z"))].value(), 2.0, 0.3);
}

TEST_F(LiveOutlookTest, OnlyNewsOfPricesWakesThePlanner) {
  const LiveOutlook outlooks{site_, zone_, feeds_, nullptr, now_};
  const auto before = outlooks.version(now_);
  auto later = std::make_shared<ports::FeedsSnapshot>(*feeds_.known);
  later->version = 1;
  later->prices.slots.erase(later->prices.slots.begin(), later->prices.slots.begin() + 8);
  feeds_.known = later;
  EXPECT_EQ(outlooks.version(now_), before);  // what is over was forgotten
  later = std::make_shared<ports::FeedsSnapshot>(*feeds_.known);
  later->version = 2;
  later->prices.slots.push_back(
      {at("2026-03-22T00:00:00Z"), at("2026-03-22T01:00:00Z"), base::EnergyPrice{0.1}});
  feeds_.known = later;
  EXPECT_NE(outlooks.version(now_), before);
}

TEST_F(LiveOutlookTest, ExpectsTheWeatherThatIsTold) {
  for (int i = 0; i < 20; ++i) {
    home::WeatherSlot slot;
    slot.from = at("2026-03-20T10:00:00Z") + hours{i};
    slot.to = slot.from + hours{1};
    slot.outdoor = base::Celsius{5.0 + i};
    feeds_.known->weather.slots.push_back(slot);
  }
  LiveOutlook outlooks{site_, zone_, feeds_, nullptr, now_};
  const auto outlook = outlooks.outlook(now_);
  ASSERT_TRUE(outlook);
  ASSERT_EQ(outlook->outdoor.size(), outlook->slots.count());
  EXPECT_NEAR(outlook->outdoor[0].value(), 5.0, 1e-12);
  EXPECT_NEAR(outlook->outdoor[outlook->slots.count() - 1].value(), 24.0, 1e-12);
  ASSERT_FALSE(outlook->notes.empty());
  EXPECT_EQ(outlook->notes.back(), "the weather is not told to the end: the last holds");
}

}  // namespace
}  // namespace ohmstead::engine
