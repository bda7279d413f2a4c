// Beyond the published prices a forecast goes on, whose models are kept.
#include "ohmstead/forecast/model_registry.hpp"
#include "testing/live_outlook_home.hpp"

namespace ohmstead::engine {
namespace {

// A round of the day, cheaper at night, published until the end of the 21st.
home::PriceCurve weeks_of_prices() {
  home::PriceCurve curve;
  for (Time time = at("2026-02-20T00:00:00Z"); time < at("2026-03-22T00:00:00Z"); time += hours{1})
    curve.slots.push_back(
        {time, time + hours{1},
         base::EnergyPrice{time.time_since_epoch() % hours{24} < hours{6} ? 0.05 : 0.20}});
  return curve;
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

TEST_F(LiveOutlookTest, PriceModelsAreKeptToo) {
  feeds_.known->prices = weeks_of_prices();
  {
    LiveOutlook outlooks{site_, zone_, feeds_, &notebook_, now_};
    (void)outlooks.outlook(now_);
    outlooks.finish_training();
    const auto all = outlooks.models()->list();
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].kind, "price");
    EXPECT_EQ(all[0].status, "champion");
    EXPECT_EQ(all[0].samples, 30U * 24U);
  }
  ASSERT_TRUE(notebook_.documents.contains("models.price"));
  // After a restart it forecasts at once; nothing is learned again on the same day.
  LiveOutlook restarted{site_, zone_, feeds_, &notebook_, now_ + minutes{15}};
  const auto outlook = restarted.outlook(now_ + minutes{15});
  ASSERT_TRUE(outlook);
  const auto at_once = restarted.health();
  const auto* forecast = find_health(at_once, "price forecast");
  ASSERT_NE(forecast, nullptr);
  EXPECT_NE(forecast->sentence.find("off in the mean"), std::string::npos) << "told by the model";
  restarted.finish_training();
  EXPECT_EQ(restarted.models()->list().size(), 1U);
  const auto health = restarted.health();
  const auto* told = find_health(health, "price model");
  ASSERT_NE(told, nullptr);
  EXPECT_TRUE(told->sentence.starts_with("version 1, learned Fri 20 Mar 10:05 from 720 values"))
      << told->sentence;
  // A young market is learned each day, and one that cannot be read is learned anew.
  (void)restarted.outlook(now_ + hours{25});
  restarted.finish_training();
  EXPECT_EQ(restarted.models()->list().size(), 2U);
  notebook_.documents["models.price"] = "nonsense";
  LiveOutlook damaged{site_, zone_, feeds_, &notebook_, now_ + hours{26}};
  EXPECT_TRUE(damaged.outlook(now_ + hours{26}));
  damaged.finish_training();
  EXPECT_EQ(damaged.models()->list().size(), 1U);
}

TEST_F(LiveOutlookTest, APriceModelThatCannotBeReadIsLearnedAnew) {
  feeds_.known->prices = weeks_of_prices();
  forecast::ModelRegistry registry;
  forecast::ModelRecord record;
  record.kind = "price";
  record.trained_at = now_ - hours{1};
  record.model = "nonsense";
  ASSERT_TRUE(registry.promote(registry.add(record).value()));
  notebook_.documents["models.price"] = registry.save();
  LiveOutlook outlooks{site_, zone_, feeds_, &notebook_, now_};
  EXPECT_TRUE(outlooks.outlook(now_));
  outlooks.finish_training();
  const auto all = outlooks.models()->list();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].version, 2);
  EXPECT_EQ(all[0].trained_at, now_);
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

}  // namespace
}  // namespace ohmstead::engine
