// What a real home expects: prices as told, load as learned from what it measured.
#include <cmath>

#include "testing/live_outlook_home.hpp"

namespace ohmstead::engine {
namespace {

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
