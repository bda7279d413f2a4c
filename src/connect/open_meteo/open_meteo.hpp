// Weather forecast of Open-Meteo, hourly or in quarter-hours.
// Thread rule: pure functions.
#pragma once

#include "ohmstead/connect/source.hpp"
#include "parts/settings.hpp"

namespace ohmstead::connect {

[[nodiscard]] std::unique_ptr<WeatherSource> make_open_meteo(const home::LiveWeather& live,
                                                             const Settings& settings);

}  // namespace ohmstead::connect
