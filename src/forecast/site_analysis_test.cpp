#include "ohmstead/forecast/site_analysis.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "testing/sample_load.hpp"

namespace ohmstead::forecast {
namespace {

using namespace std::chrono_literals;
using testing::at;

// Hours from Monday 1 January 2024: 0.2 kW always, 1.2 kW at 18:00; sun 2 kW at noon.
SiteMeasured sample_site(std::size_t days) {
  SiteMeasured site{
      {at("2024-01-01T00:00:00Z"), 3600s, {}, {}}, {}, {}, {}, base::Zone::utc(), {}, {}};
  site.pv = site.outdoor = site.load;
  for (std::size_t hour = 0; hour < 24 * days; ++hour) {
    site.load.values.push_back(hour % 24 == 18 ? 1.2 : 0.2);
    site.pv.values.push_back(hour % 24 == 12 ? 2.0 : 0.0);
    site.outdoor.values.push_back(static_cast<double>(hour / 24));
  }
  site.from = site.load.start;
  site.to = site.load.slot_start(24 * days);
  return site;
}

TEST(SiteAnalysis, FindsWhatIsAlwaysThereAndHowDaysRun) {
  const SiteAnalysis found = analyze_site(sample_site(70));
  ASSERT_EQ(found.days.size(), 70U);
  EXPECT_NEAR(found.days[3].load_kwh, 23 * 0.2 + 1.2, 1e-9);
  EXPECT_NEAR(found.days[3].pv_kwh, 2.0, 1e-9);
  EXPECT_NEAR(found.days[3].base_kw, 0.2, 1e-12);
  EXPECT_NEAR(found.base_share_pct, 100.0 * 24 * 0.2 / 5.8, 1e-9);
  EXPECT_NEAR(found.load_mean_kw, 5.8 / 24, 1e-12);
  // January and February are winter, March is spring; workdays and free days.
  ASSERT_EQ(found.load_shapes.size(), 4U);
  EXPECT_EQ(found.load_shapes[0].name, "winter workdays");
  EXPECT_NEAR(found.load_shapes[0].kw[18], 1.2, 1e-12);
  EXPECT_EQ(found.load_shapes[0].days + found.load_shapes[1].days, 60U);
  ASSERT_EQ(found.pv_shapes.size(), 2U);
  EXPECT_NEAR(found.pv->peak_kw, 2.0, 1e-12);
  EXPECT_NEAR(found.pv->energy_kwh, 140.0, 1e-9);
  EXPECT_FALSE(found.load_outdoor_correlation) << "every day is the same";
}

TEST(SiteAnalysis, TellsWhereWhatIsMissing) {
  SiteMeasured site = sample_site(20);
  for (std::size_t hour = 100; hour < 130; ++hour) site.load.values[hour] = NAN;
  site.load.values[200] = NAN;
  const SiteAnalysis found = analyze_site(site);
  const SeriesQuality& load = found.quality[0];
  EXPECT_EQ(load.records, 480U);
  EXPECT_EQ(load.missing, 31U);
  EXPECT_NEAR(load.missing_pct(), 100.0 * 31 / 480, 1e-12);
  EXPECT_EQ(load.gap_count, 2U);
  EXPECT_EQ(load.longest_gaps[0].from, site.load.slot_start(100));
  EXPECT_EQ(load.longest_gaps[0].to, site.load.slot_start(130));
  EXPECT_TRUE(std::isnan(found.days[4].load_kwh)) << "more than a tenth of the day is missing";
}

TEST(SiteAnalysis, CountsDaysWithoutSunAmongSunnyOnes) {
  SiteMeasured site = sample_site(30);
  site.pv.values[10 * 24 + 12] = 0.0;
  EXPECT_EQ(analyze_site(site).pv->dark_days, 1U);
}

TEST(SiteAnalysis, KeepsToThePeriodThatIsAsked) {
  SiteMeasured site = sample_site(30);
  site.from = at("2024-01-05T00:00:00Z");
  site.to = at("2024-01-08T00:00:00Z");
  const SiteAnalysis found = analyze_site(site);
  EXPECT_EQ(found.days.size(), 3U);
  EXPECT_EQ(found.quality[0].records, 72U);
  EXPECT_EQ(found.base_kw.size(), 72U);
}

TEST(SiteAnalysis, SeesALinkBetweenColdAndLoad) {
  SiteMeasured site = sample_site(30);
  for (std::size_t hour = 0; hour < site.load.size(); ++hour)
    site.load.values[hour] += 0.1 * (30.0 - site.outdoor.values[hour]);
  EXPECT_NEAR(analyze_site(site).load_outdoor_correlation.value(), -1.0, 1e-9);
}

}  // namespace
}  // namespace ohmstead::forecast
