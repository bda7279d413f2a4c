// Services that a site asks for prices, weather and PV forecasts while it runs.
//
// One struct per kind of answer; which keys a service uses is checked by the table in
// check_live_sources.cpp. Secrets stand in the secrets file, here only their names. Prices are per
// kWh. Thread rule: plain values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ohmstead::home {

enum class PriceService {
  nordpool,
  entsoe,
  octopus,
  tibber,
  awattar,
  energy_charts,
  energyzero,
  elering,
  akkudoktor,
  home_assistant,
  evcc,
  json,
  csv
};
constexpr auto names_of(PriceService) {
  return std::array<std::string_view, 13>{"nordpool",   "entsoe",         "octopus",    "tibber",
                                          "awattar",    "energy_charts",  "energyzero", "elering",
                                          "akkudoktor", "home_assistant", "evcc",       "json",
                                          "csv"};
}

// Where the rows of a JSON answer are: pointers (RFC 6901) such as /data/prices.
struct JsonRows {
  std::string rows;  // a list of objects, or an object of times and prices
  std::string time;  // inside a row; without rows: a list of times
  std::optional<std::string> until;
  std::string price;  // inside a row; without rows: a list of prices
};

struct LivePrices {
  PriceService service = PriceService::nordpool;
  std::string area;     // of the market: SE3, DE-LU, FR; of a supplier: a region
  std::string product;  // octopus
  std::string token;    // name in the secrets file
  std::string url;      // home_assistant, evcc, json; of another service: another address of it
  std::string home;     // tibber: which home, where there are several
  std::vector<std::string> entities;  // home_assistant
  std::string file;                   // csv
  std::string column;                 // csv; its name ends with its unit
  std::string part;                   // which of several prices an answer has
  JsonRows json;
  std::string formula;                    // of what is said, as x: "x / 1000 * 1.25 + 0.02"
  std::string currency;                   // that is asked for; empty: the site's
  std::optional<double> rate;             // the site's currency for one of it
  std::optional<double> published_at_h;   // local time at which the next day's prices are known
  std::optional<std::int64_t> every_min;  // how often to ask
};

enum class WeatherService { open_meteo, brightsky, met_norway };
constexpr auto names_of(WeatherService) {
  return std::array<std::string_view, 3>{"open_meteo", "brightsky", "met_norway"};
}

struct LiveWeather {
  WeatherService service = WeatherService::open_meteo;
  bool is_quarter_hourly = false;  // open_meteo
  std::string model;               // open_meteo
  std::string token;
  std::string url;
  std::optional<std::int64_t> every_min;
};

enum class PvService { forecast_solar, solcast, akkudoktor, home_assistant, evcc };
constexpr auto names_of(PvService) {
  return std::array<std::string_view, 5>{"forecast_solar", "solcast", "akkudoktor",
                                         "home_assistant", "evcc"};
}

struct LivePv {
  PvService service = PvService::forecast_solar;
  std::string token;
  std::string resource;               // solcast: of the rooftop
  std::vector<std::string> entities;  // home_assistant
  std::string url;
  std::optional<std::int64_t> every_min;
};

// Of each list the first that knows a time counts; the next ones fill its holes.
struct LiveSources {
  std::vector<LivePrices> prices;
  std::vector<LivePrices> export_prices;  // where feed-in has prices of its own
  // What others expect of `prices` beyond the published ones; of those that tell any rows.
  std::vector<LivePrices> price_forecasts;
  std::vector<LiveWeather> weather;
  std::vector<LivePv> pv;
};

}  // namespace ohmstead::home
