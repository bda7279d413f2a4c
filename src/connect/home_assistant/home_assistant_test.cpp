#include "home_assistant/home_assistant.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "testing/texts.hpp"

namespace ohmstead::connect {
namespace {

using base::Power;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const Span k_day{at("2025-10-05T00:00:00Z"), at("2025-10-06T00:00:00Z")};

std::unique_ptr<PriceSource> prices(const std::string& currency = "AUD") {
  home::LivePrices live;
  live.service = home::PriceService::home_assistant;
  live.url = "http://ha.local:8123/";
  live.entities = {"sensor.price", "sensor.price_tomorrow"};
  return make_source(live, settings_in("Australia/Sydney", currency));
}

std::unique_ptr<PvSource> pv(std::vector<std::string> entities = {"sensor.a"}) {
  home::LivePv live;
  live.service = home::PvService::home_assistant;
  live.url = "http://ha.local:8123";
  live.entities = std::move(entities);
  return make_source(live, settings_in("Australia/Sydney"));
}

std::string entity(std::string_view attributes) {
  return fmt::format(R"({{"entity_id":"sensor.x","state":"0.1","attributes":{{{}}}}})", attributes);
}

std::vector<std::string> shown(const home::PriceCurve& curve) {
  std::vector<std::string> texts;
  for (const home::PriceSlot& slot : curve.slots)
    texts.push_back(fmt::format("{} {}min {:g}", base::format_time(slot.from).substr(5, 11),
                                (slot.to - slot.from).count() / 60, slot.price.value()));
  return texts;
}

TEST(HomeAssistantTest, asks_for_each_entity_with_the_token_in_a_header) {
  const auto asks = prices()->requests(k_day);
  ASSERT_EQ(asks.size(), 2U);
  EXPECT_EQ(asks[1].request.url, "http://ha.local:8123/api/states/sensor.price_tomorrow");
  EXPECT_EQ(asks[1].request.headers.at(0).second, "Bearer hush");
}

TEST(HomeAssistantTest, reads_amber_with_its_first_second) {
  EXPECT_THAT(shown(read_well(*prices(), entity(R"("unit_of_measurement":"$/kWh","forecasts":[
      {"start_time":"2025-10-05T11:00:01+00:00","end_time":"2025-10-05T11:05:00+00:00",
       "per_kwh":0.13,"spot_per_kwh":0.04},
      {"start_time":"2025-10-05T11:05:01+00:00","end_time":"2025-10-05T11:30:00+00:00",
       "per_kwh":-0.02,"spot_per_kwh":0.04}])"))),
              ElementsAre("10-05T11:00 5min 0.13", "10-05T11:05 25min -0.02"));
}

TEST(HomeAssistantTest, reads_amber2mqtt_and_its_sign_of_feed_in) {
  const std::string rows = R"("unit_of_measurement":"$/kWh","Forecasts":[
      {"start_time":"2025-10-05T11:00:01+00:00","end_time":"2025-10-05T11:05:00+00:00",
       "advanced_price_predicted":0.05}])";
  EXPECT_THAT(shown(read_well(*prices(), entity(rows))), ElementsAre("10-05T11:00 5min 0.05"));
  EXPECT_THAT(shown(read_well(*prices(), entity(R"("channel_type":"feedin",)" + rows))),
              ElementsAre("10-05T11:00 5min -0.05"));
}

TEST(HomeAssistantTest, reads_rows_whose_steps_change_on_the_way) {
  EXPECT_THAT(
      shown(read_well(*prices(), entity(R"("unit_of_measurement":"$/kWh","forecast":[
      {"time":"2026-04-19T21:55:00+10:00","value":0.1},
      {"time":"2026-04-19T22:00:00+10:00","value":0.2},
      {"time":"2026-04-19T22:30:00+10:00","value":0.3}])"))),
      ElementsAre("04-19T11:55 5min 0.1", "04-19T12:00 30min 0.2", "04-19T12:30 30min 0.3"));
  EXPECT_THAT(shown(read_well(*prices(), entity(R"("unit_of_measurement":"c/kWh","forecast":[
      {"start_time":"2025-10-05T21:00:00+10:00","end_time":"2025-10-05T21:30:00+10:00",
       "price":7.5}])"))),
              ElementsAre("10-05T11:00 30min 0.075"));
}

TEST(HomeAssistantTest, reads_nordpool_of_both_days) {
  EXPECT_THAT(shown(read_well(*prices("EUR"), entity(R"("currency":"EUR","unit":"MWh","raw_today":[
      {"start":"2025-10-05T23:45:00+02:00","end":"2025-10-06T00:00:00+02:00","value":100}],
      "raw_tomorrow":[
      {"start":"2025-10-06T00:00:00+02:00","end":"2025-10-06T00:15:00+02:00","value":80}])"))),
              ElementsAre("10-05T21:45 15min 0.1", "10-05T22:00 15min 0.08"));
}

TEST(HomeAssistantTest, reads_maps_of_times_and_emhass) {
  EXPECT_THAT(shown(read_well(*prices(), entity(R"("unit_of_measurement":"$/kWh","forecast_dict":{
      "2026-01-14 12:00:00+1100":0,"2026-01-14 12:30:00+1100":0.15})"))),
              ElementsAre("01-14T01:00 30min 0", "01-14T01:30 30min 0.15"));
  EXPECT_THAT(shown(read_well(*prices(), entity(R"("unit_of_measurement":"AUD/kWh",
      "unit_load_cost_forecasts":[{"date":"2025-10-06T00:00:00+11:00","unit_load_cost":"0.25"},
      {"date":"2025-10-06T00:30:00+11:00","unit_load_cost":"0.3"}])"))),
              ElementsAre("10-05T13:00 30min 0.25", "10-05T13:30 30min 0.3"));
}

TEST(HomeAssistantTest, local_times_without_offset_follow_the_sites_clock) {
  std::string rows;
  for (const char* hour : {"01:00", "02:00", "02:00", "03:00"})
    rows += fmt::format(R"({}{{"time":"2026-04-05T{}:00","price":0.1}})", rows.empty() ? "" : ",",
                        hour);
  EXPECT_THAT(shown(read_well(*prices(),
                              entity(R"("unit_of_measurement":"$/kWh","prices":[)" + rows + "]"))),
              ElementsAre("04-04T14:00 60min 0.1", "04-04T15:00 60min 0.1", "04-04T16:00 60min 0.1",
                          "04-04T17:00 60min 0.1"));
}

TEST(HomeAssistantTest, refuses_other_units_currencies_and_what_it_does_not_know) {
  const std::string rows = R"(,"forecast":[{"time":"2026-04-19T21:55:00+10:00","value":0.1}])";
  EXPECT_THAT(refusal(*prices(), entity(R"("unit_of_measurement":"kWh")" + rows)),
              HasSubstr("'kWh' is no unit of a price"));
  EXPECT_THAT(refusal(*prices(), entity(R"("unit_of_measurement":"NZD/kWh")" + rows)),
              HasSubstr("prices are in NZD, expected AUD"));
  EXPECT_THAT(refusal(*prices(), entity(R"("unit_of_measurement":"$/kWh")")),
              HasSubstr("none of them is a forecast"));
  EXPECT_THAT(refusal(*prices(), R"({"state":"unavailable","attributes":{}})"),
              HasSubstr("unavailable"));
  const std::string all = refusal(*prices(), entity(R"("unit_of_measurement":"$/kWh","forecast":[
      {"value":1},{"time":"never","value":1},{"time":"2026-04-19T21:55:00+10:00","value":"x"},7])"));
  EXPECT_THAT(all, HasSubstr("forecast[0]: has no time"));
  EXPECT_THAT(all, HasSubstr("forecast[1]: has no time that is one"));
  EXPECT_THAT(all, HasSubstr("forecast[2]: expected a number, got 'x'"));
  EXPECT_THAT(all, HasSubstr("forecast[3]: has no time"));
}

TEST(HomeAssistantPvTest, reads_solcast_volcast_and_open_meteo) {
  const auto solcast = read_well(*pv(), entity(R"("detailedForecast":[
      {"period_start":"2025-10-08T10:00:00+11:00","pv_estimate":2.5,"pv_estimate10":1.0,
       "pv_estimate90":3.0},
      {"period_start":"2025-10-08T10:30:00+11:00","pv_estimate":2.0,"pv_estimate10":1.0,
       "pv_estimate90":3.0}])"));
  ASSERT_EQ(solcast.slots.size(), 2U);
  EXPECT_EQ(solcast.slots[1].to - solcast.slots[1].from, std::chrono::minutes{30});
  EXPECT_EQ(solcast.slots[0].p10, Power{1.0});
  const auto volcast = read_well(*pv(), entity(R"("detailedForecast":[
      {"period_start":"2025-10-08T10:00:00+11:00","power_w":2500}])"));
  EXPECT_EQ(volcast.slots.at(0).power, Power{2.5});
  const auto open_meteo = read_well(*pv(), entity(R"("watts":{"2025-10-07T12:00:00+11:00":1500,
      "2025-10-07T12:15:00+11:00":1600})"));
  ASSERT_EQ(open_meteo.slots.size(), 2U);
  EXPECT_EQ(open_meteo.slots[0].power, Power{1.5});
  EXPECT_EQ(open_meteo.slots[1].to, at("2025-10-07T01:30:00Z"));
  const auto emhass = read_well(*pv(), entity(R"("unit_of_measurement":"W","forecasts":[
      {"date":"2025-10-06T00:00:00+11:00","p_pv_forecast":"2500.0"}])"));
  EXPECT_EQ(emhass.slots.at(0).power, Power{2.5});
}

TEST(HomeAssistantPvTest, adds_planes_and_joins_days) {
  const auto source = pv({"sensor.east_today + sensor.west_today", "sensor.both_tomorrow"});
  EXPECT_EQ(source->requests(k_day).size(), 3U);
  const auto on = [](std::string_view from, double kw) {
    return home::PvForecast{{{at(from), at(from) + std::chrono::hours{1}, Power{kw}, {}, {}}}, "x"};
  };
  const auto east = on("2025-10-05T01:00:00Z", 1.0), west = on("2025-10-05T01:00:00Z", 0.5);
  const auto tomorrow = on("2025-10-06T01:00:00Z", 3.0);
  const auto all = source->combine({east, west, tomorrow});
  ASSERT_EQ(all.slots.size(), 2U);
  EXPECT_EQ(all.slots[0].power, Power{1.5});
  EXPECT_EQ(all.slots[1].power, Power{3.0});
  const auto without_west = source->combine({east, std::nullopt, tomorrow});
  ASSERT_EQ(without_west.slots.size(), 1U) << "half a roof is no forecast";
  EXPECT_EQ(without_west.slots[0].power, Power{3.0});
}

}  // namespace
}  // namespace ohmstead::connect
