#include "site_case.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "ohmstead/plan/make_case.hpp"
#include "testing/sample_home.hpp"

namespace ohmstead::app {
namespace {

using base::Energy;

home::Site make_site() {
  home::Site site;
  site.batteries.resize(2);
  site.batteries[0].id = "cellar";
  site.batteries[0].capacity = Energy{10.0};
  site.batteries[1].id = "garage";
  site.batteries[1].capacity = Energy{4.0};
  site.batteries[1].initial_soc_pct = 25.0;
  return site;
}

TEST(Stored, MustFitTheBatteries) {
  EXPECT_EQ(*check_stored(make_site(), {10.0, 0.0}), (std::vector{Energy{10.0}, Energy{0.0}}));
  EXPECT_EQ(check_stored(make_site(), {5.0}).error().message,
            "--soc-kwh: 1 values for 2 batteries");
  EXPECT_EQ(check_stored(make_site(), {5.0, 4.1}).error().message,
            "--soc-kwh: 4.1 is not between 0 and the 4 kWh of 'garage'");
  EXPECT_FALSE(check_stored(make_site(), {std::nan(""), 1.0}));
  EXPECT_FALSE(check_stored(make_site(), {-0.1, 1.0}));
}

TEST(Stored, AssumedAsTheSiteFileSays) {
  EXPECT_EQ(assumed_stored(make_site()), (std::vector{Energy{5.0}, Energy{1.0}}));
}

TEST(Stored, PlannedBetweenTheEndsOfASlot) {
  const testing::SampleHome sample = testing::make_sample_home();
  const auto at = [&](const char* time) {
    return plan::planned_stored(sample.home, sample.plan, *base::parse_time(time));
  };
  EXPECT_EQ(at("2024-06-24T20:00:00Z"), std::vector{Energy{5.0}})
      << "the case's own state at its start";
  EXPECT_EQ(at("2024-06-24T20:15:00Z"), std::vector{Energy{4.75}});
  EXPECT_EQ(at("2024-06-24T22:00:00Z"), std::vector{Energy{6.0}});
  EXPECT_TRUE(at("2024-06-25T00:00:00Z").empty()) << "the plan ends there";
}

TEST(Moment, TimesAndLocalDays) {
  const base::Zone paris = *base::Zone::load("Europe/Paris");
  const auto read = [&](const char* text) {
    return base::format_time(*read_moment(text, paris, "--at"));
  };
  EXPECT_EQ(read("2024-06-24T10:00:00+02:00"), "2024-06-24T08:00:00Z");
  EXPECT_EQ(read("2024-06-24"), "2024-06-23T22:00:00Z");
  EXPECT_FALSE(read_moment("2024-06-24T10:00", paris, "--at"));
}

TEST(OutlookDocument, HoldsAllOfIt) {
  home::Outlook outlook;
  outlook.slots =
      base::SlotGrid::aligned(*base::parse_time("2024-06-24T10:07:00Z"),
                              *base::parse_time("2024-06-24T10:30:00Z"), std::chrono::minutes{15});
  outlook.spot = base::Series<base::EnergyPrice>{{0.1, 0.2}};
  outlook.load = base::Series<base::Power>{{1.0, 2.0}};
  outlook.pv = base::Series<base::Power>{{0.0, 0.5}};
  outlook.notes = {"something was assumed"};
  const auto document = nlohmann::json::parse(write_outlook(outlook));
  EXPECT_EQ(document["start"], "2024-06-24T10:07:00Z");
  EXPECT_EQ(document["durations_s"], (std::vector{480, 900}));
  EXPECT_EQ(document["pv_kw"], (std::vector{0.0, 0.5}));
  EXPECT_EQ(document["notes"][0], "something was assumed");
}

}  // namespace
}  // namespace ohmstead::app
