// Weather and PV services: what they ask, what they read.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "testing/texts.hpp"

namespace ohmstead::connect {
namespace {

using base::Celsius;
using base::Power;
using ::testing::HasSubstr;
using ::testing::Not;

const Span k_day{at("2025-02-24T00:00:00Z"), at("2025-02-26T00:00:00Z")};
constexpr base::Seconds k_hour = std::chrono::hours{1};

std::unique_ptr<WeatherSource> weather(home::WeatherService service) {
  home::LiveWeather live;
  live.service = service;
  return make_source(live, settings_in("Europe/Berlin"));
}

std::unique_ptr<PvSource> pv(home::PvService service) {
  home::LivePv live;
  live.service = service;
  live.resource = "ab-cd";
  return make_source(live, settings_in("Europe/Berlin"));
}

home::LivePrices akkudoktor_prices() {
  home::LivePrices live;
  live.service = home::PriceService::akkudoktor;
  return live;
}

TEST(OpenMeteoTest, asks_for_utc_and_the_units_it_wants) {
  home::LiveWeather live;
  live.is_quarter_hourly = true;
  const auto source = make_source(live, settings_in("Europe/Berlin"));
  const std::string url = source->requests(k_day).at(0).request.url;
  EXPECT_THAT(url, HasSubstr("latitude=52.5200&longitude=13.4050&elevation=34&minutely_15="));
  EXPECT_THAT(url, HasSubstr("&wind_speed_unit=ms&timeformat=unixtime&timezone=GMT"));
}

TEST(OpenMeteoTest, irradiance_is_of_the_hour_before_and_temperature_of_the_instant) {
  const auto told = read_well(*weather(home::WeatherService::open_meteo), R"({
    "utc_offset_seconds":0,"hourly_units":{"time":"unixtime","temperature_2m":"°C",
    "cloud_cover":"%","wind_speed_10m":"km/h","shortwave_radiation":"W/m²","snow_depth":"m",
    "direct_normal_irradiance":"W/m²"},
    "hourly":{"time":[1740384000,1740387600,1740391200],"temperature_2m":[2,4,null],
    "cloud_cover":[0,50,100],"wind_speed_10m":[3.6,3.6,3.6],"shortwave_radiation":[7,100,300],
    "snow_depth":[0.1,0.2,0.3],"direct_normal_irradiance":[0,500,null]}})");
  ASSERT_EQ(told.slots.size(), 2U);
  EXPECT_EQ(told.slots[0].from, base::Time{base::Seconds{1740384000}});
  EXPECT_EQ(told.slots[0].outdoor, Celsius{3.0});
  EXPECT_EQ(told.slots[0].global, Power{0.1});
  EXPECT_EQ(told.slots[0].direct, Power{0.5});
  EXPECT_EQ(told.slots[0].diffuse, std::nullopt);
  EXPECT_NEAR(told.slots[0].wind_m_per_s.value(), 1.0, 1e-12);
  EXPECT_EQ(told.slots[0].snow_depth_m, 0.1);
  EXPECT_EQ(told.slots[1].global, Power{0.3});
  EXPECT_EQ(told.slots[1].direct, std::nullopt);
  EXPECT_EQ(told.slots[1].outdoor, Celsius{4.0});
}

TEST(OpenMeteoTest, reads_quarter_hours_with_local_times_of_one_offset) {
  const auto told = read_well(*weather(home::WeatherService::open_meteo), R"({
    "utc_offset_seconds":3600,"minutely_15_units":{"time":"iso8601","temperature_2m":"°C",
    "shortwave_radiation_instant":"W/m²"},"minutely_15":{"time":["2025-02-24T00:00",
    "2025-02-24T00:15"],"temperature_2m":[-1,-3],"shortwave_radiation_instant":[0,40]}})");
  ASSERT_EQ(told.slots.size(), 1U);
  EXPECT_EQ(told.slots[0].from, at("2025-02-23T23:00:00Z"));
  EXPECT_EQ(told.slots[0].to - told.slots[0].from, std::chrono::minutes{15});
  EXPECT_EQ(told.slots[0].global, Power{0.02}) << "the mean of both instants";
}

TEST(OpenMeteoTest, refuses_other_units_and_lists_of_other_lengths) {
  const std::string all = refusal(*weather(home::WeatherService::open_meteo), R"({
    "hourly_units":{"time":"unixtime","temperature_2m":"°F","cloud_cover":"%"},
    "hourly":{"time":[1740384000,1740387600],"temperature_2m":[2,4],"cloud_cover":[0]}})");
  EXPECT_THAT(all, HasSubstr("hourly.temperature_2m: has the unit"));
  EXPECT_THAT(all, HasSubstr("hourly.cloud_cover: 1 values for 2 times"));
  EXPECT_THAT(refusal(*weather(home::WeatherService::open_meteo), R"({"hourly":{"time":["x"]}})"),
              HasSubstr("hourly_units: missing"));
}

TEST(BrightSkyTest, a_day_of_25_hours_has_25_slots) {
  std::string rows;
  for (int hour = 0; hour <= 25; ++hour) {
    // 00:00+02:00, 01:00+02:00, 02:00+02:00, 02:00+01:00, ...
    const int wall = hour <= 2 ? hour : hour - 1;
    rows += fmt::format(
        R"({}{{"timestamp":"2024-10-{}T{:02}:00:00+0{}:00","temperature":{},"cloud_cover":50,)"
        R"("wind_speed":36,"solar":{}}})",
        hour == 0 ? "" : ",", wall == 24 ? 28 : 27, wall % 24, hour <= 2 ? 2 : 1, hour,
        hour == 12 ? "0.25" : "null");
  }
  const auto source = weather(home::WeatherService::brightsky);
  const auto told = read_well(*source, R"({"weather":[)" + rows + "]}");
  ASSERT_EQ(told.slots.size(), 25U);
  for (std::size_t i = 0; i < told.slots.size(); ++i)
    EXPECT_EQ(told.slots[i].from, at("2024-10-26T22:00:00Z") + k_hour * static_cast<int>(i));
  EXPECT_EQ(told.slots[11].global, Power{0.25}) << "kWh of the hour before";
  EXPECT_EQ(told.slots[11].wind_m_per_s, 10.0);
  EXPECT_EQ(told.slots[10].global, std::nullopt);
}

TEST(MetNorwayTest, reads_instants) {
  const std::string row = R"({{"time":"{}","data":{{"instant":{{"details":
    {{"air_temperature":{},"cloud_area_fraction":100,"wind_speed":2}}}}}}}})";
  const std::string text =
      R"({"properties":{"meta":{"updated_at":"2025-02-24T08:11:00Z","units":
      {"air_temperature":"celsius","wind_speed":"m/s"}},"timeseries":[)" +
      fmt::format(fmt::runtime(row), "2025-02-24T09:00:00Z", 1) + "," +
      fmt::format(fmt::runtime(row), "2025-02-24T10:00:00Z", 3) + "]}}";
  const auto source = weather(home::WeatherService::met_norway);
  const auto told = read_well(*source, text);
  ASSERT_EQ(told.slots.size(), 1U);
  EXPECT_EQ(told.slots[0].outdoor, Celsius{2.0});
  EXPECT_EQ(told.slots[0].clouds, base::Ratio{1.0});
  EXPECT_EQ(told.issued_at, at("2025-02-24T08:11:00Z"));
  EXPECT_TRUE(source->can_read(203));
}

TEST(ForecastSolarTest, asks_for_each_plane_with_azimuths_from_south) {
  const auto source = pv(home::PvService::forecast_solar);
  const auto asks = source->requests(k_day);
  ASSERT_EQ(asks.size(), 2U);
  EXPECT_EQ(asks[0].request.url,
            "https://api.forecast.solar/hush/estimate/52.5200/13.4050/30/0/5?time=utc");
  EXPECT_EQ(asks[1].request.url,
            "https://api.forecast.solar/hush/estimate/52.5200/13.4050/20/-90/3?time=utc");
}

TEST(ForecastSolarTest, energy_of_uneven_periods_becomes_power) {
  const auto source = pv(home::PvService::forecast_solar);
  const auto told = read_well(*source, R"({"result":{"watts":{},"watt_hours_period":{
    "2024-04-26T04:20:00+00:00":0,"2024-04-26T05:00:00+00:00":100,
    "2024-04-26T06:00:00+00:00":376}},"message":{"code":0}})");
  ASSERT_EQ(told.slots.size(), 2U);
  EXPECT_NEAR(told.slots[0].power.value(), 0.15, 1e-12) << "100 Wh in 40 minutes";
  EXPECT_NEAR(told.slots[1].power.value(), 0.376, 1e-12);
  EXPECT_THAT(refusal(*source, R"({"result":"Rate limit for API calls reached."})"),
              HasSubstr("result: expected an object"));
  EXPECT_THAT(refusal(*source, R"({"result":{"watt_hours_period":{
    "2024-04-26T05:00:00+00:00":0,"2024-04-26T06:00:00+00:00":99000}}})"),
              HasSubstr("more than the roof can give"));
}

TEST(ForecastSolarTest, without_one_plane_nothing_is_told) {
  const auto source = pv(home::PvService::forecast_solar);
  const home::PvForecast one{{{k_day.from, k_day.to, Power{1.0}, {}, {}}}, "x"};
  EXPECT_TRUE(source->combine({one, std::nullopt}).slots.empty());
  EXPECT_EQ(source->combine({one, one}).slots.at(0).power, Power{2.0});
}

TEST(SolcastTest, reads_periods_that_are_named_by_their_end) {
  const auto source = pv(home::PvService::solcast);
  const auto told = read_well(*source, R"({"forecasts":[{"pv_estimate":1.5,"pv_estimate10":1,
    "pv_estimate90":2,"period_end":"2024-12-26T17:30:00.0000000Z","period":"PT30M"}]})");
  ASSERT_EQ(told.slots.size(), 1U);
  EXPECT_EQ(told.slots[0].from, at("2024-12-26T17:00:00Z"));
  EXPECT_EQ(told.slots[0].p90, Power{2.0});
  const auto asked = source->requests(k_day).at(0).request;
  EXPECT_THAT(asked.url, HasSubstr("/rooftop_sites/ab-cd/forecasts"));
  EXPECT_THAT(asked.url, Not(HasSubstr("hush")));
  EXPECT_GE(source->rule().shortest_gap * 10, std::chrono::hours{24}) << "ten a day";
}

TEST(EvccSunTest, reads_watts) {
  const auto source = pv(home::PvService::evcc);
  const auto told = read_well(*source, R"({"rates":[{"start":"2025-06-16T12:00:00+02:00",
    "end":"2025-06-16T12:15:00+02:00","value":2350.5}]})");
  ASSERT_EQ(told.slots.size(), 1U);
  EXPECT_EQ(told.slots[0].from, at("2025-06-16T10:00:00Z"));
  EXPECT_DOUBLE_EQ(told.slots[0].power.value(), 2.3505);
  EXPECT_THAT(source->requests(k_day).at(0).request.url, HasSubstr("/api/tariff/solar"));
}

TEST(AkkudoktorTest, adds_planes_and_takes_values_for_the_hour_before) {
  const auto source = pv(home::PvService::akkudoktor);
  const auto told = read_well(*source, R"({"values":[[{"datetime":"2024-10-06T09:00:00.000+02:00",
    "power":100}],[{"datetime":"2024-10-06T09:00:00.000+02:00","power":50}]]})");
  ASSERT_EQ(told.slots.size(), 1U);
  EXPECT_EQ(told.slots[0].from, at("2024-10-06T06:00:00Z"));
  EXPECT_DOUBLE_EQ(told.slots[0].power.value(), 0.15);
  EXPECT_THAT(source->requests(k_day).at(0).request.url,
              HasSubstr("&power=5000&azimuth=0&tilt=30&powerInverter=10000"));
  const auto prices =
      read_well(*make_source(akkudoktor_prices(), settings_in("Europe/Berlin")),
                R"({"values":[{"start_timestamp":1733785200000,"end_timestamp":1733788800000,
      "marketprice":92.85,"unit":"Eur/MWh"}]})");
  EXPECT_DOUBLE_EQ(prices.slots.at(0).price.value(), 0.09285);
}

}  // namespace
}  // namespace ohmstead::connect
