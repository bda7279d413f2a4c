// Field tables of the services that a site asks (site_sources.hpp says what the structs mean).
#pragma once

#include "ohmstead/describe/walk.hpp"
#include "ohmstead/home/site_sources.hpp"

namespace ohmstead::home {

constexpr auto fields_of(const JsonRows*) {
  using namespace describe;
  return std::make_tuple(
      field(
          "rows", &JsonRows::rows,
          "pointer to the list of rows, or to an object of times and prices; /: the answer is the "
          "list; absent: time and price point to two lists",
          optional),
      field("time", &JsonRows::time, "pointer inside a row to its beginning", optional),
      field("until", &JsonRows::until, "pointer inside a row to its end; absent: the next row",
            optional),
      field("price", &JsonRows::price, "pointer inside a row to its price", optional));
}

constexpr auto fields_of(const LivePrices*) {
  using namespace describe;
  return std::make_tuple(
      field("service", &LivePrices::service, "who is asked"),
      field("area", &LivePrices::area, "of the market or supplier: SE3, DE-LU, FR, C...", optional),
      field("product", &LivePrices::product, "octopus: such as AGILE-24-10-01", optional),
      field("token", &LivePrices::token, "name of the token in the secrets file", optional),
      field(
          "url", &LivePrices::url,
          "home_assistant: where it is; json: what to fetch ({from}, {to}, {from_date}, {to_date} "
          "are filled in); of others: another address",
          optional),
      field("home", &LivePrices::home, "tibber: id of the home, where there are several", optional),
      field("entities", &LivePrices::entities, "home_assistant: such as sensor.nordpool", optional),
      field("file", &LivePrices::file, "csv: relative to the site file", optional),
      field("column", &LivePrices::column, "csv: its name ends with _per_mwh or _per_kwh",
            optional),
      field("part", &LivePrices::part,
            "which price: tibber total or energy; octopus without_vat; energyzero base, "
            "base_with_vat, all_in or all_in_with_vat; evcc grid, market, feedin or planner; "
            "home_assistant, json, csv: final when all "
            "fees and taxes are in",
            optional),
      field("json", &LivePrices::json, "json: where the rows are", optional),
      field("formula", &LivePrices::formula,
            "json: price per kWh of what is said, as x: x / 1000 * 1.25 + 0.02", optional),
      field("currency", &LivePrices::currency, "of its prices; absent: the site's", optional),
      field("rate", &LivePrices::rate, "what one of that currency is worth in the site's",
            above(0.0), optional),
      field("published_at_h", &LivePrices::published_at_h,
            "local hour at which the next day's prices come out; absent: as the service does",
            between(0.0, 24.0), optional),
      field("every_min", &LivePrices::every_min, "minutes between two requests, where it may be so",
            between(1.0, 1440.0), optional));
}

constexpr auto fields_of(const LiveWeather*) {
  using namespace describe;
  return std::make_tuple(
      field("service", &LiveWeather::service, "who is asked"),
      field("quarter_hourly", &LiveWeather::is_quarter_hourly,
            "open_meteo: in quarter-hours instead of hours", optional),
      field("model", &LiveWeather::model, "open_meteo: such as icon_seamless", optional),
      field("token", &LiveWeather::token, "name of the token in the secrets file", optional),
      field("url", &LiveWeather::url, "another address of the service", optional),
      field("every_min", &LiveWeather::every_min,
            "minutes between two requests, where it may be so", between(1.0, 1440.0), optional));
}

constexpr auto fields_of(const LivePv*) {
  using namespace describe;
  return std::make_tuple(
      field("service", &LivePv::service, "who is asked"),
      field("token", &LivePv::token, "name of the token in the secrets file", optional),
      field("resource", &LivePv::resource, "solcast: id of the rooftop", optional),
      field("entities", &LivePv::entities,
            "home_assistant: entities of several days; several planes are added by \"a + b\"",
            optional),
      field("url", &LivePv::url, "home_assistant: where it is; of others: another address",
            optional),
      field("every_min", &LivePv::every_min, "minutes between two requests, where it may be so",
            between(1.0, 1440.0), optional));
}

constexpr auto fields_of(const LiveSources*) {
  using namespace describe;
  return std::make_tuple(
      field("prices", &LiveSources::prices,
            "prices of a kWh from the grid; the next one fills the holes of the one before",
            optional),
      field("export_prices", &LiveSources::export_prices,
            "prices of a kWh to the grid, where they are not those of the market", optional),
      field("price_forecasts", &LiveSources::price_forecasts,
            "what a service expects of the prices beyond the published ones; helps the forecast "
            "learned here as far as it proves right",
            optional),
      field("weather", &LiveSources::weather, "weather forecasts", optional),
      field("pv", &LiveSources::pv, "forecasts of what the roof gives", optional));
}

}  // namespace ohmstead::home
