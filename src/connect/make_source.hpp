// From what a site names to who is asked. Thread rule: pure functions.
#pragma once

#include "ohmstead/connect/source.hpp"
#include "parts/settings.hpp"

namespace ohmstead::connect {

[[nodiscard]] std::unique_ptr<PriceSource> make_source(const home::LivePrices& live,
                                                       const Settings& settings);
[[nodiscard]] std::unique_ptr<WeatherSource> make_source(const home::LiveWeather& live,
                                                         const Settings& settings);
[[nodiscard]] std::unique_ptr<PvSource> make_source(const home::LivePv& live,
                                                    const Settings& settings);

}  // namespace ohmstead::connect
