// What a real home expects: prices as told, load as learned from what it measured.
#include "ohmstead/engine/live_outlook.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "live_past.hpp"
#include "testing/notebook.hpp"
#include "told_values.hpp"

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

TEST_F(LiveOutlookTest, AHoleEndsItAndNoPriceForNowFails) {
  auto& slots = feeds_.known->prices.slots;
  slots.erase(slots.begin() + 20);
  LiveOutlook outlooks{site_, zone_, feeds_, nullptr, now_};
  const auto outlook = outlooks.outlook(now_);
  ASSERT_TRUE(outlook);
  EXPECT_EQ(outlook->slots.end(outlook->slots.count() - 1), at("2026-03-20T20:00:00Z"));
  ports::FeedHealth health;
  health.what = "prices";
  health.sentence = "Nord Pool SE3 does not answer";
  feeds_.known->health.push_back(health);
  const auto none = outlooks.outlook(at("2026-03-20T20:10:00Z"));
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().message, "no price is known for now: Nord Pool SE3 does not answer");
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
  EXPECT_TRUE(notebook_.documents.contains("forecast.load"));
  // After a restart, all is there again.
  LiveOutlook restarted{site_, zone_, feeds_, &notebook_, now_ + minutes{30}};
  const auto third = restarted.outlook(now_ + minutes{30});
  ASSERT_TRUE(third);
  EXPECT_NEAR(evening(*third), 2.0, 0.3);
  EXPECT_NEAR(night(*third), 0.25, 0.1);
}

TEST_F(LiveOutlookTest, DamagedMemoriesAreLearnedAnew) {
  notebook_.documents["forecast.load"] = "2026-03-20T00:00:00Z\nnonsense";
  notebook_.documents["forecast.pv"] = "nonsense";
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

TEST(LivePast, JoinsPieces) {
  LivePast past{minutes{15}};
  const auto add = [&](const char* start, int minutes_long, double kw) {
    home::MeasuredSlot slot;
    slot.start = at(start);
    slot.duration = minutes{minutes_long};
    slot.load = base::Power{kw};
    past.add(slot);
  };
  add("2026-03-20T10:00:00Z", 5, 3.0);
  add("2026-03-20T10:05:00Z", 10, 0.0);
  add("2026-03-20T10:15:00Z", 3, 9.0);  // a gap follows
  add("2026-03-20T10:30:00Z", 30, 2.0);
  const forecast::Measured load = past.load();
  ASSERT_EQ(load.size(), 4U);
  EXPECT_NEAR(load.values[0], 1.0, 1e-12);
  EXPECT_TRUE(std::isnan(load.values[1]));
  EXPECT_NEAR(load.values[2], 2.0, 1e-12);
  EXPECT_NEAR(load.values[3], 2.0, 1e-12);
}

TEST(LivePast, BeginsNowAndTakesWhatWasBefore) {
  LivePast past{minutes{15}};
  past.begin(at("2026-03-20T10:07:00Z"));
  EXPECT_EQ(past.load().slot_start(0), at("2026-03-20T10:00:00Z"));
  EXPECT_EQ(past.told().pv.size(), 1U);
  past.put_before({at("2026-03-20T09:00:00Z"), minutes{15}, {1.0, std::nan(""), 3.0}, {}}, {});
  const forecast::Measured load = past.load();
  ASSERT_EQ(load.size(), 5U);
  EXPECT_NEAR(load.values[2], 3.0, 1e-12);
  EXPECT_TRUE(std::isnan(load.values[4]));
}

TEST(LivePast, ForgetsWhatIsOld) {
  LivePast past{minutes{15}, 100};
  for (int i = 0; i < 1000; ++i) {
    home::MeasuredSlot slot;
    slot.start = at("2026-03-20T00:00:00Z") + minutes{15} * i;
    slot.duration = minutes{15};
    past.add(slot);
  }
  const forecast::Measured load = past.load();
  EXPECT_LE(load.size(), 100U);
  EXPECT_GE(load.size(), 90U);
  EXPECT_EQ(load.slot_start(load.size()), at("2026-03-20T00:00:00Z") + minutes{15} * 1000);
}

TEST(LivePast, WritesWhatWasTold) {
  const ToldSlot told = read_told(write_told({1.25, std::nan(""), -3.5}));
  EXPECT_EQ(told.pv_kw, 1.25);
  EXPECT_TRUE(std::isnan(told.global));
  EXPECT_EQ(told.outdoor_c, -3.5);
  EXPECT_TRUE(std::isnan(read_told("x;1e999").global));
}

}  // namespace
}  // namespace ohmstead::engine
