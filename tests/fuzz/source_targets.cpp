// Answers of services that tell prices, weather and PV forecasts.
#include "feed/cache.hpp"
#include "make_source.hpp"
#include "parts/formula.hpp"
#include "targets.hpp"

namespace ohmstead::fuzz {
namespace {

using connect::Settings;

Settings settings() {
  Settings settings;
  settings.zone = base::Zone::load("Europe/Paris").value_or(base::Zone::utc());
  settings.currency = "EUR";
  settings.planes = {{base::Power{5.0}, 30.0, 180.0}};
  return settings;
}

// What is told is in order and does not overlap.
template <class Told>
void read(const connect::Source<Told>& source, const std::string& text) {
  const connect::Span asked{base::Time{}, base::Time{std::chrono::hours{24 * 365 * 200}}};
  const auto told = source.read({200, text, asked});
  if (!told) return base::expect(!told.error().message.empty(), "a refusal says why");
  for (std::size_t i = 0; i < told->slots.size(); ++i) {
    base::expect(told->slots[i].from < told->slots[i].to, "a slot lasts");
    base::expect(i == 0 || told->slots[i - 1].to <= told->slots[i].from, "slots are in order");
  }
}

template <class Live>
std::function<void(const std::string&)> reader(Live live) {
  return [live](const std::string& text) {
    static const Settings k_settings = settings();
    read(*connect::make_source(live, k_settings), text);
  };
}

home::LivePrices prices(home::PriceService service) {
  home::LivePrices live;
  live.service = service;
  live.area = "fi";
  live.url = "https://prices.example";
  live.json = {"/data", "/start_timestamp", std::nullopt, "/marketprice"};
  return live;
}

void read_formula(const std::string& text) {
  const auto formula = connect::Formula::parse(text);
  if (formula) (void)formula->at(1.5);
}

void read_cache(const std::string& text) {
  connect::Cached<home::PriceCurve> cached;
  if (!connect::read_cache(text, "x", cached)) return;
  connect::Cached<home::PriceCurve> again;
  base::expect(connect::read_cache(connect::write_cache(cached), "x", again).has_value(),
               "a cache reads back");
}

constexpr const char* k_awattar =
    R"({"data":[{"start_timestamp":1733785200000,"end_timestamp":1733788800000,)"
    R"("marketprice":92.85,"unit":"Eur/MWh"}]})";
constexpr const char* k_entsoe =
    "<?xml version='1.0'?><Publication_MarketDocument><TimeSeries><currency_Unit.name>EUR"
    "</currency_Unit.name><price_Measure_Unit.name>MWH</price_Measure_Unit.name><curveType>A03"
    "</curveType><Period><timeInterval><start>2024-10-05T22:00Z</start><end>2024-10-06T22:00Z"
    "</end></timeInterval><resolution>PT60M</resolution><Point><position>1</position>"
    "<price.amount>67.04</price.amount></Point><Point><position>9</position><price.amount>-6"
    "</price.amount></Point></Period></TimeSeries></Publication_MarketDocument>";
constexpr const char* k_entity =
    R"({"state":"0.1","attributes":{"unit_of_measurement":"EUR/kWh","raw_today":[{"start":)"
    R"("2025-10-26T02:00:00","end":"2025-10-26T03:00:00","value":0.1},{"start":)"
    R"("2025-10-26T02:00:00+01:00","value":"0.2"}],"raw_tomorrow":[]}})";
constexpr const char* k_open_meteo =
    R"({"utc_offset_seconds":3600,"hourly_units":{"time":"iso8601","temperature_2m":"\u00b0C",)"
    R"("shortwave_radiation":"W/m\u00b2"},"hourly":{"time":["2026-03-02T00:00","2026-03-02T01:00"],)"
    R"("temperature_2m":[3.2,null],"shortwave_radiation":[0,5]}})";
constexpr const char* k_forecast_solar =
    R"({"result":{"watt_hours_period":{"2024-04-26T06:20:17+02:00":0,"2024-04-26T07:00:00":89}}})";

}  // namespace

std::vector<Target> source_targets() {
  using enum home::PriceService;
  home::LiveWeather met_norway;
  met_norway.service = home::WeatherService::met_norway;
  home::LivePv solcast;
  solcast.service = home::PvService::solcast;
  constexpr int k_rounds = 5000;
  return {
      {"awattar", reader(prices(awattar)), {k_awattar}, k_rounds},
      {"json_rows", reader(prices(json)), {k_awattar, k_entity}, k_rounds},
      {"entsoe", reader(prices(entsoe)), {k_entsoe}, k_rounds},
      {"home_assistant", reader(prices(home_assistant)), {k_entity}, k_rounds},
      {"elering",
       reader(prices(elering)),
       {R"({"success":true,"data":{"fi":[{"timestamp":1764547200,"price":10.5}]}})"},
       k_rounds},
      {"open_meteo", reader(home::LiveWeather{}), {k_open_meteo}, k_rounds},
      {"met_norway",
       reader(met_norway),
       {R"({"properties":{"meta":{"units":{"air_temperature":"celsius"}},"timeseries":[{"time":)"
        R"("2025-02-24T09:00:00Z","data":{"instant":{"details":{"air_temperature":1}}}}]}})"},
       k_rounds},
      {"forecast_solar", reader(home::LivePv{}), {k_forecast_solar}, k_rounds},
      {"solcast",
       reader(solcast),
       {R"({"forecasts":[{"pv_estimate":1.5,"period_end":"2024-12-26T17:30:00Z",)"
        R"("period":"PT30M"}]})"},
       k_rounds},
      {"formula", read_formula, {"max(x, 0) / 1000 * 1.25 + -(0.02)"}, k_rounds},
      {"feed_cache",
       read_cache,
       {R"({"schema":"ohmstead.feed/1","source":"x","fetched_at":"2024-12-26T17:30:00Z",)"
        R"("name":"y","slots":[{"from":"2024-12-26T17:30:00Z","to":"2024-12-26T18:30:00Z",)"
        R"("price_per_kwh":0.1}]})"},
       k_rounds}};
}

}  // namespace ohmstead::fuzz
