// Weather of the German weather service by Bright Sky, hourly.
// Thread rule: pure functions.
#pragma once

#include "ohmstead/connect/source.hpp"
#include "parts/settings.hpp"

namespace ohmstead::connect {

[[nodiscard]] std::unique_ptr<WeatherSource> make_brightsky(const home::LiveWeather& live,
                                                            const Settings& settings);

}  // namespace ohmstead::connect
