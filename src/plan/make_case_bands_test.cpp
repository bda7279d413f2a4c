#include <gtest/gtest.h>

#include "ohmstead/plan/make_case.hpp"

namespace ohmstead::plan {
namespace {

using namespace base::literals;
using namespace std::chrono_literals;
using base::Power;
using base::Series;
using base::SlotGrid;

home::Case case_of(const home::Site& site, const home::Outlook& outlook) {
  const TariffRule rule{site.tariff, base::Zone::load(site.timezone).value()};
  home::Case home = make_case(site, rule, outlook, {}, nullptr);
  const auto checked = home::check_case(home, "case");
  EXPECT_TRUE(checked) << checked.error().message;
  return home;
}

TEST(MakeCase, TakesBandsOfLoadAndOfAllRoofs) {
  home::Site site;
  site.timezone = "Europe/Paris";
  site.tariff.import.fixed = 0.3_per_kwh;
  home::Outlook outlook;
  outlook.slots = SlotGrid::uniform(base::parse_time("2024-06-24T04:00:00Z").value(), 15min, 3);
  outlook.load = Series<Power>{3, 0.5_kw};
  outlook.pv = Series<Power>{3, 1_kw};
  EXPECT_FALSE(case_of(site, outlook).bands);
  outlook.load_band = {Series<Power>{3, 0.3_kw}, Series<Power>{3, 0.9_kw}};
  outlook.pv_band = {Series<Power>{3, 0_kw}, Series<Power>{3, 2_kw}};
  const home::Case home = case_of(site, outlook);
  ASSERT_TRUE(home.bands);
  EXPECT_EQ(home.bands->load_p90, outlook.load_band.p90);
  EXPECT_EQ(home.bands->pv_p10, outlook.pv_band.p10);
  EXPECT_EQ(home.bands->pv_p90, outlook.pv_band.p90);
  site.planning.heeds_bands = false;
  EXPECT_FALSE(case_of(site, outlook).bands);
  site.planning.heeds_bands = true;
  site.inverters.emplace_back();
  site.inverters[0].id = "hybrid";
  site.pv = home::SitePv{"hybrid", false};
  EXPECT_EQ(case_of(site, outlook).bands->pv_p90, outlook.pv_band.p90);
}

}  // namespace
}  // namespace ohmstead::plan
