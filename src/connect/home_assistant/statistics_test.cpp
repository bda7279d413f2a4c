#include "home_assistant/statistics.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "testing/fake_home_assistant.hpp"

namespace ohmstead::connect {
namespace {

using home::PointReading;
using home::PointUnit;
using home::PointValue;
using ::testing::HasSubstr;

const base::Time k_start = *base::parse_time("2025-03-01T00:00:00Z");

// Rows of hours from `first` on; NaN: not recorded.
std::string rows(int first, std::initializer_list<double> values, const char* key = "mean") {
  std::string all;
  int hour = first;
  for (const double value : values) {
    const auto ms = (k_start.time_since_epoch().count() + std::int64_t{3600} * hour++) * 1000;
    if (std::isnan(value)) continue;
    all += fmt::format("{}{{\"start\":{},\"end\":{},\"{}\":{}}}", all.empty() ? "" : ",", ms,
                       ms + 3'600'000, key, value);
  }
  return "[" + all + "]";
}

PointReading reading(const char* of, PointValue value, const char* at) {
  PointReading point;
  point.of = of;
  point.value = value;
  point.at = at;
  return point;
}

class RecordedHomeTest : public ::testing::Test {
 protected:
  RecordedHomeTest() {
    home::Connection& hub = site_.connections.emplace_back();
    hub.id = "hub";
    hub.kind = home::ConnectionKind::home_assistant;
    hub.url = fake_.url();
    hub.token = "hub";
    hub.readings = {reading("grid", PointValue::power, "sensor.grid"),
                    reading("pv", PointValue::power, "sensor.roof"),
                    reading("battery", PointValue::power, "sensor.battery"),
                    reading("outdoor", PointValue::temperature, "sensor.air")};
    site_.secrets_file = "secrets.yaml";
    fake_.record("sensor.grid", "power", "W", rows(0, {1.0, -2.0, 0.5, k_none}));
    fake_.record("sensor.roof", "power", "W", rows(0, {0.0, 4.0, 1.0, 1.0}));
    // It came in the second hour.
    fake_.record("sensor.battery", "power", "kW", rows(1, {0.5, -1.0, 0.0}));
    fake_.record("sensor.air", "temperature", "°F", rows(1, {7.5}));
  }
  base::Result<RecordedHome> read(int hours = 24) {
    return read_recorded_home(site_, {{"hub", "good token"}}, k_start,
                              k_start + base::Seconds{3600} * hours);
  }

  static constexpr double k_none = std::numeric_limits<double>::quiet_NaN();
  FakeHomeAssistant fake_;
  home::Site site_;
};

TEST_F(RecordedHomeTest, LoadFollowsFromTheBalance) {
  const auto home = read();
  ASSERT_TRUE(home) << home.error().message;
  EXPECT_EQ(home->start, k_start);
  ASSERT_EQ(home->load_kw.size(), 3U) << "hours after the last load say nothing";
  EXPECT_NEAR(home->load_kw[0], 1.0, 1e-12);
  EXPECT_NEAR(home->load_kw[1], 1.5, 1e-12);
  EXPECT_NEAR(home->load_kw[2], 2.5, 1e-12);
  EXPECT_NEAR(home->pv_kw[1], 4.0, 1e-12);
  EXPECT_TRUE(std::isnan(home->outdoor_c[0]));
  EXPECT_NEAR(home->outdoor_c[1], 7.5, 1e-12);
}

TEST_F(RecordedHomeTest, CountersTellWhereNoPowerIsRecorded) {
  auto& readings = site_.connections[0].readings;
  readings[0] = reading("grid", PointValue::imported, "sensor.bought");
  readings.push_back(reading("grid", PointValue::exported, "sensor.sold"));
  fake_.record("sensor.bought", "energy", "kWh", rows(0, {1.0, 0.0, 0.5}, "change"));
  fake_.record("sensor.sold", "energy", "MWh", rows(0, {0.0, 2.0, 0.0}, "change"));
  const auto home = read();
  ASSERT_TRUE(home) << home.error().message;
  EXPECT_NEAR(home->load_kw[1], 1.5, 1e-12);
}

// The factor turns the sign; what Home Assistant does not convert is in the site file's unit.
TEST_F(RecordedHomeTest, SignsAndUnitsAreThoseOfTheSiteFile) {
  PointReading& grid = site_.connections[0].readings[0];
  grid.factor = -1.0;
  fake_.record("sensor.grid", "power", "W", rows(0, {-1.0, 2.0, -0.5}));
  PointReading& roof = site_.connections[0].readings[1];
  roof.unit = PointUnit::W;
  fake_.record("sensor.roof", "", "", rows(0, {0.0, 4000.0, 1000.0}));
  const auto home = read();
  ASSERT_TRUE(home) << home.error().message;
  EXPECT_NEAR(home->load_kw[1], 1.5, 1e-12);
  EXPECT_NEAR(home->pv_kw[1], 4.0, 1e-12);
}

TEST_F(RecordedHomeTest, AGapStaysAGap) {
  fake_.record("sensor.battery", "power", "kW", rows(0, {0.0, k_none, -1.0}));
  const auto home = read();
  ASSERT_TRUE(home) << home.error().message;
  EXPECT_TRUE(std::isnan(home->load_kw[1]));
  EXPECT_FALSE(std::isnan(home->load_kw[2]));
}

TEST_F(RecordedHomeTest, WhatIsToldOfTheLoadCounts) {
  site_.connections[0].readings.push_back(reading("load", PointValue::power, "sensor.house"));
  fake_.record("sensor.house", "power", "W", rows(1, {0.7, 0.8}));
  const auto home = read();
  ASSERT_TRUE(home) << home.error().message;
  EXPECT_EQ(home->start, k_start + base::Seconds{3600});
  EXPECT_NEAR(home->load_kw.at(0), 0.7, 1e-12);
}

TEST_F(RecordedHomeTest, TellsWhatIsNotThere) {
  site_.connections[0].readings.push_back(reading("car", PointValue::power, "sensor.car"));
  const auto home = read();
  ASSERT_TRUE(home) << home.error().message;
  EXPECT_THAT(home->notes, ::testing::ElementsAre(HasSubstr("of car nothing is recorded")));
  fake_.record("sensor.grid", "power", "W", "[]");
  EXPECT_THAT(read().error().message, HasSubstr("recorded nothing of the load"));
  fake_.record("sensor.grid", "power", "W", R"([{"start":"yesterday"}])");
  EXPECT_THAT(read().error().message, HasSubstr("are not understood"));
  EXPECT_THAT(read_recorded_home(site_, {{"hub", "bad"}}, k_start, k_start + base::Seconds{3600})
                  .error()
                  .message,
              HasSubstr("refused the token"));
  site_.connections.clear();
  EXPECT_THAT(read().error().message, HasSubstr("none is of kind home_assistant"));
}

// Two years are asked for in parts.
TEST_F(RecordedHomeTest, AsksForLongTimesInParts) {
  const auto home = read(24 * 130);
  ASSERT_TRUE(home) << home.error().message;
  EXPECT_EQ(home->load_kw.size(), 3U);
  EXPECT_THAT(fake_.calls(),
              ::testing::ElementsAre("recorder/statistics_during_period 2025-03-01T00:00:00Z",
                                     "recorder/statistics_during_period 2025-04-30T00:00:00Z",
                                     "recorder/statistics_during_period 2025-06-29T00:00:00Z"));
}

}  // namespace
}  // namespace ohmstead::connect
