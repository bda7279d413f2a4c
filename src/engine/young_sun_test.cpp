// The sun that a home expects in its first days: little was measured, but a service or the planes
// of the roof tell what comes, and that little must not take it away.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "ohmstead/engine/live_outlook.hpp"

namespace ohmstead::engine {
namespace {

using base::Power;
using base::Time;
using std::chrono::hours;
using std::chrono::minutes;

struct ToldFeeds final : ports::Feeds {
  std::shared_ptr<ports::FeedsSnapshot> known = std::make_shared<ports::FeedsSnapshot>();
  [[nodiscard]] std::shared_ptr<const ports::FeedsSnapshot> now() const override { return known; }
};

class YoungSunTest : public ::testing::Test {
 protected:
  static constexpr double k_told_kw = 6.0;

  YoungSunTest() {
    site_.name = "Home";
    site_.timezone = "Pacific/Honolulu";
    site_.location = home::SiteLocation{21.3, -157.8};
    site_.tariff.import.fixed = base::EnergyPrice{0.3};
    site_.tariff.export_.fixed = base::EnergyPrice{0.1};
    site_.pv.emplace().planes = {{Power{8.0}, 30.0, 180.0}};
  }

  void service_tells() {
    for (Time from = begin_ - hours{24}; from < begin_ + hours{96}; from += hours{1})
      feeds_.known->pv.slots.push_back({from, from + hours{1}, Power{sun_kw(from)}, {}, {}});
  }

  void weather_tells() {
    for (Time from = begin_ - hours{24}; from < begin_ + hours{96}; from += hours{1}) {
      home::WeatherSlot slot;
      slot.from = from;
      slot.to = from + hours{1};
      slot.global = Power{0.12 * sun_kw(from)};
      slot.outdoor = base::Celsius{25.0};
      feeds_.known->weather.slots.push_back(slot);
    }
  }

  // By day from 7 to 17 h of Hawaii.
  static double sun_kw(Time time) {
    const auto hour = (time - hours{10}).time_since_epoch() % hours{24} / hours{1};
    return hour >= 7 && hour < 17 ? k_told_kw : 0.0;
  }

  // The sun expected at noon of tomorrow, after the home has lived for so long.
  double noon_kw(Time from, minutes lived, double measured_kw) {
    LiveOutlook outlooks{site_, zone_, feeds_, nullptr, from};
    Time time = from;
    while (time < from + lived) {
      (void)outlooks.outlook(time);
      const Time next = std::min(base::floor_to(time, minutes{15}) + minutes{15}, from + lived);
      home::MeasuredSlot slot;
      slot.start = time;
      slot.duration = next - time;
      slot.load = Power{0.5};
      slot.pv = Power{measured_kw};
      outlooks.learn(slot);
      time = next;
    }
    const auto outlook = outlooks.outlook(time);
    EXPECT_TRUE(outlook);
    return outlook->pv[*outlook->slots.find(begin_ + hours{24})].value();
  }

  home::Site site_;
  base::Zone zone_ = base::Zone::utc();
  ToldFeeds feeds_;
  Time begin_ = *base::parse_time("2026-11-22T22:00:00Z");  // noon
};

TEST_F(YoungSunTest, FewMinutesLeaveWhatAServiceTells) {
  service_tells();
  for (const int lived : {0, 8, 15, 23, 30, 45, 60})
    EXPECT_NEAR(noon_kw(begin_, minutes{lived}, k_told_kw), k_told_kw, 0.6) << lived;
}

TEST_F(YoungSunTest, FewMinutesBetweenTheBordersOfSlotsDoAsWell) {
  service_tells();
  for (const int lived : {4, 23, 40})
    EXPECT_NEAR(noon_kw(begin_ + minutes{7}, minutes{lived}, k_told_kw), k_told_kw, 0.6) << lived;
}

TEST_F(YoungSunTest, OneNightLeavesWhatAServiceTells) {
  service_tells();
  EXPECT_NEAR(noon_kw(begin_ + hours{8}, hours{6}, 0.0), k_told_kw, 0.6);
}

TEST_F(YoungSunTest, OneCloudyHourIsNoLimitOfTheRoof) {
  service_tells();
  EXPECT_GT(noon_kw(begin_ - hours{3}, hours{1}, 0.2), 0.8 * k_told_kw);
}

TEST_F(YoungSunTest, AServiceAloneIsBelievedWithoutPlanesAndPlace) {
  service_tells();
  site_.location.reset();
  site_.pv->planes.clear();
  for (const int lived : {0, 15, 60}) {
    EXPECT_NEAR(noon_kw(begin_, minutes{lived}, k_told_kw), k_told_kw, 0.6) << lived;
    EXPECT_GT(noon_kw(begin_ + hours{3}, minutes{lived}, 0.2), 0.8 * k_told_kw) << lived;
  }
}

TEST_F(YoungSunTest, PhysicsIsNotCappedByTheFirstHour) {
  weather_tells();
  const double before = noon_kw(begin_, minutes{0}, 0.0);
  EXPECT_GT(before, 0.5 * k_told_kw);
  EXPECT_NEAR(noon_kw(begin_, minutes{23}, before), before, 0.1 * before);
  EXPECT_NEAR(noon_kw(begin_ + hours{8}, hours{6}, 0.0), before, 0.1 * before);
  EXPECT_GT(noon_kw(begin_ - hours{3}, hours{1}, 0.2), 0.4 * before);
}

}  // namespace
}  // namespace ohmstead::engine
