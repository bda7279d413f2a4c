#include "ohmstead/plan/make_case.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace ohmstead::plan {
namespace {

using namespace base::literals;
using namespace std::chrono_literals;
using base::EnergyPrice;
using base::Power;
using base::Series;
using base::SlotGrid;
using base::Time;

Time at(const char* text) { return base::parse_time(text).value(); }

// A site whose import tariff is made to tell which network fee was taken: 1 outside all windows.
home::Tariff tariff_of(std::vector<home::FeeWindow> windows) {
  home::Tariff tariff;
  tariff.import.fixed = EnergyPrice{};
  tariff.import.network_fee = EnergyPrice{1.0};
  tariff.import.network_fees = std::move(windows);
  return tariff;
}

home::FeeWindow window(double from_h, double to_h, double fee,
                       home::DayKind days = home::DayKind::all) {
  home::FeeWindow result;
  result.from_h = from_h;
  result.to_h = to_h;
  result.days = days;
  result.fee = EnergyPrice{fee};
  return result;
}

class Fees {
 public:
  Fees(const char* zone, std::vector<home::FeeWindow> windows)
      : zone_{base::Zone::load(zone).value()}, rule_{tariff_of(std::move(windows)), zone_} {}

  double operator()(const char* time) const {
    return rule_.import_price(at(time), EnergyPrice{}).value();
  }

  // The UTC times on a local day at which the window opens and closes ("14:00-15:30"), by quarters.
  std::string open_on(const char* date) const {
    const Time start = zone_.day_start(base::parse_date(date).value());
    const SlotGrid slots = SlotGrid::uniform(
        start, 15min, static_cast<std::size_t>((zone_.next_day_start(start) - start) / 15min));
    std::string spans;
    bool was_open = false;
    for (std::size_t t = 0; t < slots.count(); ++t) {
      const bool is_open = rule_.import_price(slots.start(t), EnergyPrice{}) != EnergyPrice{1.0};
      const std::string clock = base::format_time(slots.start(t)).substr(11, 5);
      if (is_open && !was_open) spans += (spans.empty() ? "" : " ") + clock + "-";
      if (!is_open && was_open) spans += clock;
      was_open = is_open;
    }
    return spans;
  }

 private:
  base::Zone zone_;
  TariffRule rule_;
};

TEST(TariffRule, AddsUpTheImportPrice) {
  home::Tariff tariff;
  tariff.import.spot_factor = 1.1;
  tariff.import.markup = 0.02_per_kwh;
  tariff.import.network_fee = 0.05_per_kwh;
  tariff.import.energy_tax = 0.04_per_kwh;
  tariff.import.vat_pct = 25.0;
  const TariffRule rule{tariff, base::Zone::utc()};
  EXPECT_DOUBLE_EQ(rule.import_price(Time{}, 0.10_per_kwh).value(),
                   (0.11 + 0.02 + 0.05 + 0.04) * 1.25);
  EXPECT_DOUBLE_EQ(rule.import_price(Time{}, EnergyPrice{-0.3}).value(), (-0.33 + 0.11) * 1.25);
  tariff.import.fixed = 0.20_per_kwh;
  const TariffRule fixed{tariff, base::Zone::utc()};
  EXPECT_DOUBLE_EQ(fixed.import_price(Time{}, EnergyPrice{-0.3}).value(), (0.20 + 0.11) * 1.25);
}

TEST(TariffRule, AddsUpTheExportPrice) {
  home::Tariff tariff;
  tariff.export_.spot_factor = 0.9;
  tariff.export_.fee = 0.01_per_kwh;
  tariff.export_.vat_pct = 10.0;
  EXPECT_NEAR((TariffRule{tariff, base::Zone::utc()}.export_price(0.10_per_kwh).value()),
              (0.09 - 0.01) * 1.1, 1e-15);
  EXPECT_LT((TariffRule{tariff, base::Zone::utc()}.export_price(EnergyPrice{-0.1}).value()), 0.0);
  tariff.export_.lowest = EnergyPrice{};
  EXPECT_EQ((TariffRule{tariff, base::Zone::utc()}.export_price(EnergyPrice{-0.1}).value()), 0.0);
  tariff.export_.fixed = 0.08_per_kwh;
  EXPECT_NEAR((TariffRule{tariff, base::Zone::utc()}.export_price(EnergyPrice{-0.1}).value()),
              0.077, 1e-15);
}

TEST(TariffRule, EarnsNothingByDefault) {
  EXPECT_EQ((TariffRule{{}, base::Zone::utc()}.export_price(0.3_per_kwh).value()), 0.0);
}

TEST(TariffRule, TakesTheFirstWindowThatMatches) {
  const Fees fees{"UTC", {window(6.5, 9, 2.0), window(7, 22, 3.0)}};
  EXPECT_EQ(fees("2024-06-24T06:29:59Z"), 1.0);
  EXPECT_EQ(fees("2024-06-24T06:30:00Z"), 2.0);
  EXPECT_EQ(fees("2024-06-24T08:59:59Z"), 2.0);
  EXPECT_EQ(fees("2024-06-24T09:00:00Z"), 3.0);
  EXPECT_EQ(fees("2024-06-24T22:00:00Z"), 1.0);
}

TEST(TariffRule, RunsOverMidnight) {
  const Fees fees{"Europe/Paris", {window(22, 6, 2.0)}};  // UTC+2 in summer
  EXPECT_EQ(fees("2024-06-24T19:59:00Z"), 1.0);
  EXPECT_EQ(fees("2024-06-24T20:00:00Z"), 2.0);
  EXPECT_EQ(fees("2024-06-25T03:59:00Z"), 2.0);
  EXPECT_EQ(fees("2024-06-25T04:00:00Z"), 1.0);
  EXPECT_EQ((Fees{"UTC", {window(0, 24, 2.0)}}("2024-06-24T23:59:59Z")), 2.0);
}

TEST(TariffRule, AWindowOverMidnightBelongsToTheDayOnWhichItOpens) {
  const Fees workdays{"UTC", {window(22, 6, 2.0, home::DayKind::workdays)}};
  EXPECT_EQ(workdays("2024-06-28T23:00:00Z"), 2.0);  // Friday evening
  EXPECT_EQ(workdays("2024-06-29T05:00:00Z"), 2.0);  // and the morning after
  EXPECT_EQ(workdays("2024-06-29T23:00:00Z"), 1.0);  // Saturday
  EXPECT_EQ(workdays("2024-07-01T05:00:00Z"), 1.0);  // Monday, opened on Sunday
  const Fees weekend{"UTC", {window(22, 6, 2.0, home::DayKind::weekend)}};
  EXPECT_EQ(weekend("2024-06-29T05:00:00Z"), 1.0);
  EXPECT_EQ(weekend("2024-07-01T05:00:00Z"), 2.0);
}

TEST(TariffRule, KnowsLocalWeekDays) {
  const Fees weekend{"Australia/Lord_Howe", {window(0, 24, 2.0, home::DayKind::weekend)}};
  EXPECT_EQ(weekend("2024-06-28T13:29:00Z"), 1.0);  // Friday 23:59
  EXPECT_EQ(weekend("2024-06-28T13:30:00Z"), 2.0);  // Saturday 00:00
  EXPECT_EQ(weekend("2024-06-30T13:29:00Z"), 2.0);  // Sunday 23:59
}

TEST(TariffRule, RunsOverTheTurnOfTheYear) {
  home::FeeWindow winter = window(6, 22, 2.0);
  winter.from_month = 11;
  winter.to_month = 3;
  const Fees fees{"UTC", {winter}};
  EXPECT_EQ(fees("2024-10-31T12:00:00Z"), 1.0);
  EXPECT_EQ(fees("2024-11-01T12:00:00Z"), 2.0);
  EXPECT_EQ(fees("2025-01-15T12:00:00Z"), 2.0);
  EXPECT_EQ(fees("2025-03-31T12:00:00Z"), 2.0);
  EXPECT_EQ(fees("2025-04-01T12:00:00Z"), 1.0);
}

TEST(TariffRule, CountsMonthsFromOneToTheOther) {
  home::FeeWindow summer = window(0, 24, 2.0);
  summer.from_month = summer.to_month = 6;
  const Fees fees{"Europe/Paris", {summer}};
  EXPECT_EQ(fees("2024-05-31T21:59:59Z"), 1.0);
  EXPECT_EQ(fees("2024-05-31T22:00:00Z"), 2.0);
  EXPECT_EQ(fees("2024-06-30T22:00:00Z"), 1.0);
}

TEST(TariffRule, FollowsTheClockOfParis) {
  // 31 March: 02:00 becomes 03:00. 27 October: 03:00 becomes 02:00.
  EXPECT_EQ((Fees{"Europe/Paris", {window(2, 3, 2.0)}}.open_on("2024-03-31")), "");
  EXPECT_EQ((Fees{"Europe/Paris", {window(2, 3, 2.0)}}.open_on("2024-10-27")), "00:00-02:00");
  EXPECT_EQ((Fees{"Europe/Paris", {window(1, 7, 2.0)}}.open_on("2024-03-31")), "00:00-05:00");
  EXPECT_EQ((Fees{"Europe/Paris", {window(1, 7, 2.0)}}.open_on("2024-10-27")), "23:00-06:00");
}

TEST(TariffRule, FollowsTheClockOfLondon) {
  // 31 March: 01:00 becomes 02:00. 27 October: 02:00 becomes 01:00.
  EXPECT_EQ((Fees{"Europe/London", {window(1, 2, 2.0)}}.open_on("2024-03-31")), "");
  EXPECT_EQ((Fees{"Europe/London", {window(1, 2, 2.0)}}.open_on("2024-10-27")), "00:00-02:00");
  EXPECT_EQ((Fees{"Europe/London", {window(0.5, 4, 2.0)}}.open_on("2024-03-31")), "00:30-03:00");
}

TEST(TariffRule, FollowsTheClockOfLordHowe) {
  // Half an hour: 7 April 02:00 (+11) becomes 01:30 (+10:30); 6 October 02:00 becomes 02:30.
  EXPECT_EQ((Fees{"Australia/Lord_Howe", {window(1, 2, 2.0)}}.open_on("2024-04-07")),
            "14:00-15:30");
  EXPECT_EQ((Fees{"Australia/Lord_Howe", {window(2, 3, 2.0)}}.open_on("2024-10-06")),
            "15:30-16:00");
}

home::Site small_site() {
  home::Site site;
  site.name = "small";
  site.timezone = "Europe/Paris";
  site.currency = "SEK";
  site.tariff.import.markup = 0.10_per_kwh;
  site.tariff.import.network_fees = {window(22, 6, 0.5)};
  site.grid.import_limit = 9_kw;
  home::SiteBattery battery;
  battery.capacity = 10_kwh;
  battery.charge = 5_kw;
  battery.roundtrip_efficiency_pct = 81.0;
  battery.min_soc_pct = 10.0;
  battery.max_soc_pct = 95.0;
  battery.standby = 0.02_kw;
  battery.wear = 0.03_per_kwh;
  site.batteries.push_back(battery);
  site.planning.keep_last_plan = base::Money{0.05};
  return site;
}

home::Outlook small_outlook() {
  home::Outlook outlook;
  outlook.slots = SlotGrid::aligned(at("2024-06-24T03:52:00Z"), at("2024-06-24T04:30:00Z"), 15min);
  outlook.spot = Series<EnergyPrice>{std::vector<double>{0.1, 0.2, 0.3}};
  outlook.load = Series<Power>{3, 0.5_kw};
  outlook.pv = Series<Power>{std::vector<double>{0.0, 1.0, 2.0}};
  return outlook;
}

home::Case case_of(const home::Site& site, const home::Plan* last_plan = nullptr) {
  const TariffRule rule{site.tariff, base::Zone::load(site.timezone).value()};
  const std::vector<base::Energy> soc(site.batteries.size(), 4_kwh);
  home::Case home = make_case(site, rule, small_outlook(), {soc}, last_plan);
  const auto checked = home::check_case(home, "case");
  EXPECT_TRUE(checked) << checked.error().message;
  return home;
}

TEST(MakeCase, TakesOverSiteAndOutlook) {
  const home::Case home = case_of(small_site());
  EXPECT_EQ(home.name, "small");
  EXPECT_EQ(home.currency, "SEK");
  EXPECT_EQ(home.timezone, "Europe/Paris");
  EXPECT_EQ(home.load, small_outlook().load);
  EXPECT_EQ(home.pv, small_outlook().pv);
  EXPECT_EQ(home.grid.import_limit, 9_kw);
  EXPECT_FALSE(home.grid.export_limit);
  EXPECT_EQ(home.objective.keep_last_plan, base::Money{0.05});
  EXPECT_FALSE(home.last_plan);
}

TEST(MakeCase, PricesPartialSlotsByTheirStart) {
  const home::Case home = case_of(small_site());
  ASSERT_EQ(home.slots.count(), 3U);
  EXPECT_EQ(home.slots.duration(0), 8min);
  // The night fee ends at 06:00 in Paris, where the second slot starts.
  EXPECT_DOUBLE_EQ(home.prices.import[0].value(), 0.1 + 0.1 + 0.5);
  EXPECT_DOUBLE_EQ(home.prices.import[1].value(), 0.2 + 0.1);
  EXPECT_DOUBLE_EQ(home.prices.import[2].value(), 0.3 + 0.1);
}

TEST(MakeCase, SplitsTheRoundTripIntoEqualLegs) {
  const home::Battery battery = case_of(small_site()).batteries.at(0);
  EXPECT_DOUBLE_EQ(battery.charge_efficiency.number().value(), 0.9);
  EXPECT_DOUBLE_EQ(home::effective_discharge_efficiency(battery).value(), 0.9);
  EXPECT_DOUBLE_EQ(battery.min_soc.value(), 1.0);
  EXPECT_DOUBLE_EQ(home::effective_max_soc(battery).value(), 9.5);
  EXPECT_EQ(battery.soc, 4_kwh);
  EXPECT_EQ(battery.standby, 0.02_kw);
  EXPECT_EQ(battery.wear, 0.03_per_kwh);
  EXPECT_FALSE(battery.end_value);
}

TEST(MakeCase, CurvesLimitsAndDepthsAreThoseOfTheSite) {
  home::Site site = small_site();
  site.batteries[0].charge_efficiency =
      std::vector<home::EfficiencyPoint>{{1_kw, base::Ratio{0.8}}};
  site.batteries[0].power_by_soc = {{4_kwh, {}, 3_kw, {}}};
  site.batteries[0].wear = std::vector<home::DepthStep>{{2_kwh, 0.1_per_kwh}};
  const home::Battery battery = case_of(site).batteries.at(0);
  EXPECT_EQ(battery.charge_efficiency, *site.batteries[0].charge_efficiency);
  EXPECT_EQ(home::discharge_curve(battery), battery.charge_efficiency);
  EXPECT_EQ(battery.power_by_soc[0].charge, 3_kw);
  EXPECT_EQ(battery.wear, site.batteries[0].wear);
}

TEST(MakeCase, CurvesOfInvertersAreThoseOfTheSite) {
  home::Site site = small_site();
  site.pv = home::SitePv{"inverter", true};
  site.inverters.resize(1);
  site.inverters[0].ac_limit = 6_kw;
  site.inverters[0].efficiency =
      std::vector<home::EfficiencyPoint>{{1_kw, base::Ratio{0.8}}, {5_kw, base::Ratio{0.96}}};
  home::Inverter inverter = case_of(site).inverters.at(0);
  EXPECT_EQ(inverter.efficiency, *site.inverters[0].efficiency);
  EXPECT_EQ(home::charge_curve(inverter), inverter.efficiency);
  site.inverters[0].charge_efficiency = base::Ratio{0.9};
  inverter = case_of(site).inverters.at(0);
  EXPECT_EQ(home::effective_charge_efficiency(inverter), base::Ratio{0.9});
  EXPECT_EQ(home::effective_efficiency(inverter), base::Ratio{0.96});
}

TEST(MakeCase, NeedsNoSpotPriceForAFixedTariff) {
  home::Site site = small_site();
  site.tariff.import.fixed = 0.2_per_kwh;
  home::Outlook outlook = small_outlook();
  outlook.spot = {};
  outlook.pv = {};
  const TariffRule rule{site.tariff, base::Zone::utc()};
  const home::Case home = make_case(site, rule, outlook, {{4_kwh}}, nullptr);
  EXPECT_TRUE(home::check_case(home, "case"));
  EXPECT_DOUBLE_EQ(home.prices.import[1].value(), 0.2 + 0.1 + 0.5);  // 04:00 UTC is night here
  EXPECT_EQ(home.pv[1], Power{});
}

TEST(MakeCase, PutsPvBehindItsHybridInverter) {
  home::Site site = small_site();
  home::SiteInverter hybrid;
  hybrid.id = "hybrid";
  hybrid.ac_limit = 6_kw;
  hybrid.efficiency_pct = 96.0;
  home::SiteInverter plain = hybrid;
  plain.id = "plain";
  plain.charge_limit = 3_kw;
  site.inverters = {hybrid, plain};
  site.batteries[0].inverter = "hybrid";
  site.pv = home::SitePv{"hybrid", false};
  const home::Case home = case_of(site);
  EXPECT_EQ(home.pv, (Series<Power>{3}));
  EXPECT_FALSE(home.is_pv_curtailable);
  ASSERT_EQ(home.inverters.size(), 2U);
  EXPECT_EQ(home.inverters[0].pv, small_outlook().pv);
  EXPECT_TRUE(home.inverters[0].is_hybrid);
  EXPECT_DOUBLE_EQ(home.inverters[0].efficiency.number().value(), 0.96);
  EXPECT_FALSE(home.inverters[1].is_hybrid);
  EXPECT_EQ(home::effective_charge_limit(home.inverters[1]), 3_kw);
  EXPECT_EQ(home.batteries[0].inverter, "hybrid");
}

TEST(MakeCase, WantsOneStatePerBattery) {
  const home::Site site = small_site();
  const TariffRule rule{site.tariff, base::Zone::utc()};
  EXPECT_THROW((void)make_case(site, rule, small_outlook(), {}, nullptr), std::logic_error);
}

// Three quarters from 03:45, charging 1, 2, 3 kW.
home::Plan followed_plan() {
  home::Plan plan;
  for (int i = 0; i < 3; ++i) {
    home::PlanSlot slot;
    slot.start = at("2024-06-24T03:45:00Z") + i * 15min;
    slot.duration = 15min;
    home::BatterySlot battery;
    battery.id = "battery";
    battery.charge = Power{1.0 + i};
    battery.mode = i == 0 ? home::Mode::charge : home::Mode::self_use;
    slot.batteries.push_back(battery);
    plan.slots.push_back(slot);
  }
  return plan;
}

TEST(MakeCase, KeepsTheRestOfTheLastPlan) {
  home::Plan plan = followed_plan();
  const home::LastPlan last = case_of(small_site(), &plan).last_plan.value();
  EXPECT_EQ(last.slots.start(0), at("2024-06-24T03:52:00Z"));  // the slot that is running now
  EXPECT_EQ(last.slots.duration(0), 8min);
  EXPECT_EQ(last.slots.count(), 3U);
  ASSERT_EQ(last.batteries.size(), 1U);
  EXPECT_EQ(last.batteries[0].charge, (Series<Power>{std::vector<double>{1.0, 2.0, 3.0}}));
  EXPECT_EQ(last.batteries[0].discharge, (Series<Power>{3}));
  EXPECT_EQ(last.batteries[0].modes, (std::vector<std::string>{"charge", "self_use", "self_use"}));
  for (home::PlanSlot& slot : plan.slots) slot.start -= 15min;
  EXPECT_EQ(case_of(small_site(), &plan).last_plan->batteries.at(0).charge[0], 2_kw);
}

TEST(MakeCase, DropsALastPlanThatIsOver) {
  home::Plan plan = followed_plan();
  for (home::PlanSlot& slot : plan.slots) slot.start -= 24h;
  EXPECT_FALSE(case_of(small_site(), &plan).last_plan);
  plan = followed_plan();
  for (home::PlanSlot& slot : plan.slots) slot.batteries[0].id = "sold";
  EXPECT_TRUE(case_of(small_site(), &plan).last_plan->batteries.empty());
}

TEST(MakeCase, LeavesOutBatteries) {
  home::Site site = small_site();
  home::SiteInverter plain;
  plain.id = "plain";
  plain.ac_limit = 6_kw;
  home::SiteInverter hybrid = plain;
  hybrid.id = "hybrid";
  site.inverters = {plain, hybrid};
  site.batteries[0].inverter = "plain";
  site.pv = home::SitePv{"hybrid", true};
  const home::Plan plan = followed_plan();
  const home::Case bare = without_batteries(case_of(site, &plan));
  EXPECT_TRUE(bare.batteries.empty());
  EXPECT_FALSE(bare.last_plan);
  ASSERT_EQ(bare.inverters.size(), 1U);
  EXPECT_EQ(bare.inverters[0].id, "hybrid");
  EXPECT_TRUE(home::check_case(bare, "case"));
}

}  // namespace
}  // namespace ohmstead::plan
