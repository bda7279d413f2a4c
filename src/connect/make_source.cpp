#include "make_source.hpp"

#include "akkudoktor/akkudoktor.hpp"
#include "awattar/awattar.hpp"
#include "brightsky/brightsky.hpp"
#include "csv_file/csv_file.hpp"
#include "elering/elering.hpp"
#include "energy_charts/energy_charts.hpp"
#include "energyzero/energyzero.hpp"
#include "entsoe/entsoe.hpp"
#include "evcc/tariffs.hpp"
#include "forecast_solar/forecast_solar.hpp"
#include "home_assistant/home_assistant.hpp"
#include "json_rows/json_rows.hpp"
#include "met_norway/met_norway.hpp"
#include "nordpool/nordpool.hpp"
#include "octopus/octopus.hpp"
#include "open_meteo/open_meteo.hpp"
#include "solcast/solcast.hpp"
#include "tibber/tibber.hpp"

namespace ohmstead::connect {

std::unique_ptr<PriceSource> make_source(const home::LivePrices& live, const Settings& settings) {
  using enum home::PriceService;
  switch (live.service) {
    case nordpool:
      return make_nordpool(live, settings);
    case entsoe:
      return make_entsoe(live, settings);
    case octopus:
      return make_octopus(live, settings);
    case tibber:
      return make_tibber(live, settings);
    case awattar:
      return make_awattar(live, settings);
    case energy_charts:
      return make_energy_charts(live, settings);
    case energyzero:
      return make_energyzero(live, settings);
    case elering:
      return make_elering(live, settings);
    case akkudoktor:
      return make_akkudoktor(live, settings);
    case home_assistant:
      return make_home_assistant(live, settings);
    case evcc:
      return make_evcc_prices(live, settings);
    case json:
      return make_json_rows(live, settings);
    case csv:
      break;
  }
  return make_csv_file(live, settings);
}

std::unique_ptr<WeatherSource> make_source(const home::LiveWeather& live,
                                           const Settings& settings) {
  using enum home::WeatherService;
  switch (live.service) {
    case open_meteo:
      return make_open_meteo(live, settings);
    case brightsky:
      return make_brightsky(live, settings);
    case met_norway:
      break;
  }
  return make_met_norway(live, settings);
}

std::unique_ptr<PvSource> make_source(const home::LivePv& live, const Settings& settings) {
  using enum home::PvService;
  switch (live.service) {
    case forecast_solar:
      return make_forecast_solar(live, settings);
    case solcast:
      return make_solcast(live, settings);
    case akkudoktor:
      return make_akkudoktor_pv(live, settings);
    case evcc:
      return make_evcc_sun(live, settings);
    case home_assistant:
      break;
  }
  return make_home_assistant_pv(live, settings);
}

}  // namespace ohmstead::connect
