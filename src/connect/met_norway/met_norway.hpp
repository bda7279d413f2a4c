// Weather forecast of MET Norway (locationforecast 2.0).
// Thread rule: pure functions.
#pragma once

#include "ohmstead/connect/source.hpp"
#include "parts/settings.hpp"

namespace ohmstead::connect {

[[nodiscard]] std::unique_ptr<WeatherSource> make_met_norway(const home::LiveWeather& live,
                                                             const Settings& settings);

}  // namespace ohmstead::connect
