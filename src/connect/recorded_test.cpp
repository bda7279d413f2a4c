// The readers over recorded answers that are not part of the project; skipped where they are
// absent.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "testing/texts.hpp"

namespace ohmstead::connect {
namespace {

using home::LivePrices;
using home::PriceService;

#define OHMSTEAD_RECORDED(text, name)                           \
  const std::string text = recorded(OHMSTEAD_SOURCE_DIR, name); \
  if ((text).empty()) GTEST_SKIP() << "the recorded answer " << (name) << " is not here"

home::PriceCurve prices(PriceService service, const std::string& area, const std::string& zone_name,
                        const std::string& text, const std::string& currency = "EUR",
                        Span asked = {}) {
  LivePrices live;
  live.service = service;
  live.area = area;
  live.entities = {"sensor.x"};
  return read_well(*make_source(live, settings_in(zone_name, currency)), text, asked);
}

// Slots follow each other without a hole.
void expect_whole(const home::PriceCurve& curve, std::size_t count) {
  ASSERT_EQ(curve.slots.size(), count);
  for (std::size_t i = 1; i < count; ++i)
    EXPECT_EQ(curve.slots[i].from, curve.slots[i - 1].to) << base::format_time(curve.slots[i].from);
}

// The part of a text that stands behind "response": in a recording of its test.
std::string response_of(const std::string& text) {
  const std::size_t begin = text.find("\"response\":") + 11;
  return text.substr(begin, text.rfind('}') - begin);
}

TEST(RecordedTest, nordpool) {
  OHMSTEAD_RECORDED(day, "nordpool/dayahead_prices_2024-11-05_SE3_EUR_hourly.json");
  const auto hourly = prices(PriceService::nordpool, "SE3", "Europe/Stockholm", day, "EUR",
                             {at("2024-11-04T23:00:00Z"), at("2024-11-05T23:00:00Z")});
  expect_whole(hourly, 24);
  double sum = 0.0;
  for (const home::PriceSlot& slot : hourly.slots) sum += slot.price.value() * 1000.0 / 24.0;
  EXPECT_NEAR(sum, 77.38, 0.01) << "the average that the answer itself states";
  OHMSTEAD_RECORDED(quarters, "nordpool/price_indices_single_area_15min.json");
  expect_whole(prices(PriceService::nordpool, "FI", "Europe/Helsinki", response_of(quarters)), 96);
  OHMSTEAD_RECORDED(nothing, "nordpool/price_indices_prices_not_available.json");
  expect_whole(prices(PriceService::nordpool, "FI", "Europe/Helsinki", response_of(nothing)), 0);
}

TEST(RecordedTest, entsoe) {
  OHMSTEAD_RECORDED(plain, "entsoe/A44_dayahead_BE_60M.xml");
  expect_whole(prices(PriceService::entsoe, "BE", "Europe/Brussels", plain), 24);
  OHMSTEAD_RECORDED(mix, "entsoe/A44_dayahead_BE_60M_15M_mix.xml");
  expect_whole(prices(PriceService::entsoe, "BE", "Europe/Brussels", mix), 96 * 2 + 24);
  OHMSTEAD_RECORDED(overlap, "entsoe/A44_dayahead_DE_60M_15M_overlap.xml");
  const auto curve = prices(PriceService::entsoe, "DE-LU", "Europe/Berlin", overlap);
  expect_whole(curve, 48);
  EXPECT_DOUBLE_EQ(curve.slots[0].price.value(), 0.06704) << "the first auction";
}

TEST(RecordedTest, suppliers) {
  OHMSTEAD_RECORDED(octopus, "octopus/standard_unit_rates_agile_2022-10.json");
  LivePrices live;
  live.service = PriceService::octopus;
  const auto agile = read_well(*make_source(live, settings_in("Europe/London", "GBP")), octopus,
                               {at("2022-10-20T00:00:00Z"), at("2022-10-23T00:00:00Z")});
  expect_whole(agile, 96);
  EXPECT_DOUBLE_EQ(agile.slots.back().price.value(), 0.160965);
  OHMSTEAD_RECORDED(tibber, "tibber/graphql_priceinfo_quarter_hourly_2025-09-19.json");
  expect_whole(prices(PriceService::tibber, "", "Europe/Berlin", tibber), 192);
  OHMSTEAD_RECORDED(awattar, "awattar/marketdata_de_2021-09-23_0.json");
  const auto german = prices(PriceService::awattar, "DE", "Europe/Berlin", awattar);
  expect_whole(german, german.slots.size());
  EXPECT_GE(german.slots.size(), 10U);
  OHMSTEAD_RECORDED(energyzero, "energyzero/rest_electricity_quarter_response.json");
  expect_whole(prices(PriceService::energyzero, "", "Europe/Amsterdam", energyzero), 288);
  OHMSTEAD_RECORDED(akkudoktor, "akkudoktor/price_2024-12-10_2024-12-11.json");
  expect_whole(prices(PriceService::akkudoktor, "", "Europe/Berlin", akkudoktor), 48);
}

TEST(RecordedTest, a_page_of_prices_by_pointers) {
  OHMSTEAD_RECORDED(text, "sahkotin/prices_2025-12-26.json");
  LivePrices live;
  live.service = PriceService::json;
  live.url = "https://prices.example/";
  live.json = {"/prices", "/date", std::nullopt, "/value"};
  live.formula = "x / 100";
  const auto curve = read_well(*make_source(live, settings_in("Europe/Helsinki")), text);
  expect_whole(curve, 23);
  EXPECT_DOUBLE_EQ(curve.slots[0].price.value(), 0.02093);
}

TEST(RecordedTest, home_assistant) {
  OHMSTEAD_RECORDED(all, "home-assistant/states_scenario6_2026-04-19.json");
  std::size_t read = 0;
  for (const char* name : {"states_scenario1_2025-10-05", "states_scenario4_2025-10-06",
                           "states_scenario6_2026-04-19"}) {
    const std::string text =
        recorded(OHMSTEAD_SOURCE_DIR, fmt::format("home-assistant/{}.json", name));
    // Entity by entity, as the interface answers.
    std::size_t begin = text.find("{");
    for (int depth = 0; begin != std::string::npos; begin = text.find('{', begin)) {
      std::size_t end = begin;
      do {
        if (text[end] == '{') ++depth;
        if (text[end] == '}') --depth;
        ++end;
      } while (depth > 0 && end < text.size());
      const std::string entity = text.substr(begin, end - begin);
      begin = end;
      if (entity.find("_price\"") != std::string::npos &&
          entity.find("\"forecast\"") != std::string::npos) {
        const auto curve =
            prices(PriceService::home_assistant, "", "Australia/Sydney", entity, "AUD");
        expect_whole(curve, 66);
        ++read;
      } else if (entity.find("\"forecasts\"") != std::string::npos) {
        const auto curve =
            prices(PriceService::home_assistant, "", "Australia/Sydney", entity, "AUD");
        expect_whole(curve, curve.slots.size());
        EXPECT_GE(curve.slots.size(), 54U);
        ++read;
      } else if (entity.find("\"watts\"") != std::string::npos ||
                 entity.find("\"detailedForecast\"") != std::string::npos) {
        home::LivePv live;
        live.service = home::PvService::home_assistant;
        Settings settings = settings_in("Australia/Sydney");
        settings.planes.clear();
        const auto forecast = read_well(*make_source(live, settings), entity);
        EXPECT_TRUE(forecast.slots.size() == 96 || forecast.slots.size() == 48)
            << forecast.slots.size();
        ++read;
      }
    }
  }
  EXPECT_EQ(read, 73U) << "all forecasts of the three homes";
}

TEST(RecordedTest, weather_and_pv) {
  OHMSTEAD_RECORDED(hourly, "open-meteo/forecast_hourly_irradiance.json");
  const auto open_meteo = make_source(home::LiveWeather{}, settings_in("Europe/Berlin"));
  EXPECT_GE(read_well(*open_meteo, hourly).slots.size(), 47U);
  OHMSTEAD_RECORDED(quarters, "open-meteo/forecast_emhass.json");
  EXPECT_GE(read_well(*open_meteo, quarters).slots.size(), 95U);
  OHMSTEAD_RECORDED(dwd, "brightsky/weather_2024-10-26.json");
  home::LiveWeather live;
  live.service = home::WeatherService::brightsky;
  const auto days = read_well(*make_source(live, settings_in("Europe/Berlin")), dwd);
  EXPECT_EQ(days.slots.size(), 49U) << "24 and 25 hours";
  OHMSTEAD_RECORDED(planes, "akkudoktor/pv_forecast_4planes.json");
  Settings settings = settings_in("Europe/Berlin");
  settings.planes.clear();
  home::LivePv pv;
  pv.service = home::PvService::akkudoktor;
  EXPECT_GE(read_well(*make_source(pv, settings), planes).slots.size(), 200U);
  pv.service = home::PvService::forecast_solar;
  OHMSTEAD_RECORDED(solar, "forecast-solar/forecast.json");
  const auto told = read_well(*make_source(pv, settings), solar);
  double kwh = 0.0;
  for (const home::PvSlot& slot : told.slots)
    kwh += (slot.power * base::hours(slot.to - slot.from)).value();
  EXPECT_NEAR(kwh, 12.6, 1.0);
  OHMSTEAD_RECORDED(limit, "forecast-solar/ratelimit.json");
  EXPECT_NE(refusal(*make_source(pv, settings), limit), "");
  pv.service = home::PvService::solcast;
  OHMSTEAD_RECORDED(rooftop, "solcast/rooftop_forecasts_multiday.json");
  EXPECT_GE(read_well(*make_source(pv, settings), rooftop).slots.size(), 80U);
}

}  // namespace
}  // namespace ohmstead::connect
