#include "check_readings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ohmstead::engine {
namespace {

using namespace std::chrono_literals;
using base::Energy;
using base::Power;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Check : public ::testing::Test {
 protected:
  Check() {
    home::SiteBattery& battery = site_.batteries.emplace_back();
    battery.id = "home";
    battery.capacity = Energy{10.0};
    battery.charge = Power{5.0};
    home::SiteVehicle& car = site_.vehicles.emplace_back();
    car.id = "car";
    car.capacity = Energy{50.0};
    expected_.batteries = {Energy{6.0}};
    expected_.devices.vehicles = {{.id = "car", .soc = Energy{33.0}}};
    told_.at = base::parse_time("2024-04-03T10:00:00Z").value();
    told_.load = Power{0.5};
    told_.batteries = {{"home", Energy{5.0}, Power{2.0}, {}, {}, {}}};
    told_.devices.vehicles = {{.id = "car", .soc = Energy{20.0}}};
  }
  // As much later as is said, with counters that go on as they should.
  CheckedReadings after(base::Seconds time) {
    told_.at += time;
    told_.counters.load += told_.load * base::hours(time);
    told_.batteries[0].charged += Power{2.0} * base::hours(time);
    return check_.check(told_, expected_);
  }
  home::Site site_;
  ReadingsCheck check_{site_};
  home::DeviceStates expected_;
  home::Readings told_;
};

TEST_F(Check, LeavesTrueReadingsAlone) {
  for (int quarter = 0; quarter < 8; ++quarter) {
    told_.batteries[0].soc += Energy{0.45};
    const CheckedReadings result = after(15min);
    EXPECT_THAT(result.faults, IsEmpty());
    EXPECT_EQ(result.readings.batteries[0].soc, told_.batteries[0].soc);
    EXPECT_TRUE(result.is_meter_good);
  }
}

TEST_F(Check, BelievesAJumpAfterAnHourAndTheWayBackAtOnce) {
  (void)after(15min);
  told_.batteries[0].soc = Energy{0.0};  // 5 kWh in a quarter, with 5 kW
  for (int quarter = 0; quarter < 3; ++quarter) {
    const CheckedReadings result = after(15min);
    EXPECT_THAT(result.faults,
                ElementsAre("home tells 0.0 kWh, which cannot be: check its battery management; "
                            "6.0 kWh as planned are assumed"))
        << quarter;
    EXPECT_EQ(result.readings.batteries[0].soc, Energy{6.0});
  }
  // An hour after it was seen at 5 kWh it may be empty.
  EXPECT_THAT(after(15min).faults, IsEmpty());
  told_.batteries[0].soc = Energy{9.0};
  EXPECT_THAT(after(1min).faults, IsEmpty());
}

TEST_F(Check, FullIsFullAndWhatWasPlannedMayBe) {
  told_.batteries[0].soc = Energy{10.04};
  expected_.batteries = {Energy{9.9}};
  const CheckedReadings full = after(15min);
  EXPECT_THAT(full.faults, IsEmpty());
  EXPECT_EQ(full.readings.batteries[0].soc, Energy{10.0});
  expected_.batteries = {Energy{3.0}};
  told_.batteries[0].soc = Energy{3.2};
  EXPECT_THAT(after(1min).faults, IsEmpty());
}

TEST_F(Check, CarsMayComeBackWithAnything) {
  (void)after(15min);
  told_.devices.vehicles[0].soc = Energy{5.0};
  EXPECT_THAT(after(1min).faults, ElementsAre(HasSubstr("car tells 5.0 kWh, which cannot be")));
  EXPECT_EQ(after(1min).readings.devices.vehicles[0].soc, Energy{33.0});
  told_.devices.vehicles[0] = {.id = "car", .is_connected = false};
  EXPECT_THAT(after(1min).faults, IsEmpty());
  told_.devices.vehicles[0] = {.id = "car", .soc = Energy{5.0}};
  EXPECT_THAT(after(1min).faults, IsEmpty());
}

TEST_F(Check, PutsBatteriesIntoTheSitesOrder) {
  site_.batteries.push_back(site_.batteries[0]);
  site_.batteries[1].id = "shed";
  expected_.batteries = {Energy{6.0}, Energy{7.0}};
  told_.batteries.push_back({"shed", Energy{1.0}, {}, {}, {}, {}});
  std::swap(told_.batteries[0], told_.batteries[1]);
  CheckedReadings result = check_.check(told_, expected_);
  EXPECT_EQ(result.readings.batteries[0].id, "home");
  EXPECT_EQ(result.readings.batteries[1].soc, Energy{1.0});
  told_.batteries.erase(told_.batteries.begin());
  result = check_.check(told_, expected_);
  EXPECT_EQ(result.readings.batteries[1].soc, Energy{7.0});
  EXPECT_THAT(result.faults, ElementsAre("shed does not answer: check its connection; 7.0 kWh as "
                                         "planned are assumed"));
}

TEST_F(Check, AnotherMeterIsBookedOnceItRises) {
  told_.counters.load = Energy{1000.0};
  (void)after(15min);
  told_.counters.load = Energy{3.0};
  EXPECT_FALSE(after(15min).is_meter_good);
  EXPECT_TRUE(after(15min).is_meter_good);
  EXPECT_TRUE(after(15min).is_meter_good);
  EXPECT_EQ(check_.jumps(), 1U);
}

}  // namespace
}  // namespace ohmstead::engine
