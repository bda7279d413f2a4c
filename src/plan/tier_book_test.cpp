#include "ohmstead/plan/tier_book.hpp"

#include <gtest/gtest.h>

#include "ohmstead/plan/make_case.hpp"

namespace ohmstead::plan {
namespace {

using namespace base::literals;
using namespace std::chrono_literals;
using base::Energy;
using base::EnergyPrice;
using base::Power;
using base::Time;

Time at(const char* text) { return *base::parse_time(text); }

home::ImportTariff rising(home::TierPeriod per = home::TierPeriod::month) {
  home::ImportTariff tariff;
  tariff.fixed = EnergyPrice{0.20};
  tariff.tiers = {{100_kwh, EnergyPrice{0.10}}, {300_kwh, EnergyPrice{0.20}}, {{}, 0.40_per_kwh}};
  tariff.tiers_per = per;
  return tariff;
}

home::Outlook outlook_of(Time from, std::size_t hours, Power load) {
  home::Outlook outlook;
  outlook.slots = base::SlotGrid::uniform(from, 1h, hours);
  outlook.load = base::Series<Power>{hours, load};
  return outlook;
}

TEST(TierBook, BillsEachKwhByItsTier) {
  TierBook book{rising(), base::Zone::utc()};
  const Time first = at("2026-03-02T00:00:00Z");
  EXPECT_DOUBLE_EQ(book.add(first, first + 1h, 90_kwh).value(), 9.0);
  EXPECT_DOUBLE_EQ(book.add(first + 1h, first + 2h, 20_kwh).value(), 1.0 + 2.0);
  EXPECT_DOUBLE_EQ(book.add(first + 2h, first + 3h, 290_kwh).value(), 190 * 0.2 + 100 * 0.4);
  EXPECT_DOUBLE_EQ(book.fee_at(first).value(), 0.4);
  EXPECT_DOUBLE_EQ(book.so_far(first + 3h).bought.value(), 400.0);
}

TEST(TierBook, BeginsAnewWithTheLocalMonthOrYear) {
  const base::Zone zone = *base::Zone::load("Europe/Stockholm");
  TierBook by_month{rising(), zone}, by_year{rising(home::TierPeriod::year), zone};
  // From 23:00 to 01:00 local time: half in each month.
  const Time from = at("2026-03-31T21:00:00Z");
  EXPECT_NEAR(by_month.add(from, from + 2h, 160_kwh).value(), 16.0, 1e-9);
  EXPECT_NEAR(by_year.add(from, from + 2h, 160_kwh).value(), 10.0 + 12.0, 1e-9);
  EXPECT_NEAR(by_month.so_far(from + 2h).bought.value(), 80.0, 1e-9);
  EXPECT_NEAR(by_year.so_far(from + 2h).bought.value(), 160.0, 1e-9);
  EXPECT_EQ(by_year.so_far(at("2026-12-31T23:30:00Z")).bought.value(), 0.0) << "a new year";
}

TEST(TierBook, CountsVat) {
  home::ImportTariff tariff = rising();
  tariff.vat_pct = 25.0;
  TierBook book{tariff, base::Zone::utc()};
  const Time first = at("2026-03-02T00:00:00Z");
  EXPECT_DOUBLE_EQ(book.add(first, first + 1h, 120_kwh).value(), 1.25 * (10.0 + 4.0));
  EXPECT_DOUBLE_EQ(book.fee_at(first).value(), 0.25);
}

TEST(TierBook, ExpectsTheMonthToEndAsTheLastWeeksWent) {
  TierBook book{rising(), base::Zone::utc()};
  // 5 kWh a day: 75 after half of April, 150 at its end.
  for (Time day = at("2026-03-15T00:00:00Z"); day < at("2026-04-16T00:00:00Z"); day += 24h)
    book.add(day, day + 24h, 5_kwh);
  const Time now = at("2026-04-16T00:00:00Z");
  const auto tiers =
      expected_tiers(rising(), base::Zone::utc(), outlook_of(now, 24, 9_kw), book.so_far(now));
  ASSERT_EQ(tiers.size(), 1U);
  EXPECT_NEAR(tiers[0].bought.value(), 75.0, 1e-9);
  EXPECT_NEAR(tiers[0].expected.value(), 150.0, 1e-9);
  EXPECT_DOUBLE_EQ(tiers[0].fee.value(), 0.20) << "though the first tier is not used up yet";
}

TEST(TierBook, TakesTheOutlookWhereNothingWasMeasured) {
  const Time now = at("2026-04-16T00:00:00Z");
  // 1 kW all of April: 720 kWh.
  const auto tiers = expected_tiers(rising(), base::Zone::utc(), outlook_of(now, 24, 1_kw), {});
  EXPECT_NEAR(tiers.at(0).expected.value(), 720.0, 1e-9);
  EXPECT_DOUBLE_EQ(tiers.at(0).fee.value(), 0.40);
}

TEST(TierBook, IsBetweenTwoFeesWhereEitherMayCome) {
  const Time now = at("2026-04-16T00:00:00Z");
  // 60 more are expected, 42 to 78: half of them beyond the first tier.
  const home::BoughtSoFar so_far{40_kwh, std::chrono::days{15}, Power{60.0 / 360.0}};
  const auto tiers = expected_tiers(rising(), base::Zone::utc(), outlook_of(now, 24, 1_kw), so_far);
  EXPECT_NEAR(tiers.at(0).expected.value(), 100.0, 1e-9);
  EXPECT_NEAR(tiers.at(0).fee.value(), 0.15, 1e-9);
  // Nothing more to come: no doubt.
  const home::BoughtSoFar done{100_kwh, std::chrono::days{30}, Power{1.0}};
  const auto sure = expected_tiers(rising(), base::Zone::utc(), outlook_of(now, 24, 1_kw), done);
  EXPECT_DOUBLE_EQ(sure.at(0).fee.value(), 0.20);
}

TEST(TierBook, PricesOfACaseCountTheTierOfEachMonth) {
  home::Site site;
  site.tariff.import = rising();
  const TariffRule rule{site.tariff, base::Zone::utc()};
  // Nearly nothing is bought in a usual hour, yet April is in its last tier.
  home::DeviceStates states;
  states.bought = {350_kwh, std::chrono::days{29}, Power{0.01}};
  const home::Case home =
      make_case(site, rule, outlook_of(at("2026-04-30T20:00:00Z"), 8, 1_kw), states, nullptr);
  EXPECT_NEAR(home.prices.import[3].value(), 0.60, 1e-12);
  EXPECT_NEAR(home.prices.import[4].value(), 0.30, 1e-12) << "of May";
}

}  // namespace
}  // namespace ohmstead::plan
