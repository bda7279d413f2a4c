// PV forecast of Forecast.Solar, one request per plane.
// Thread rule: pure functions.
#pragma once

#include "ohmstead/connect/source.hpp"
#include "parts/settings.hpp"

namespace ohmstead::connect {

[[nodiscard]] std::unique_ptr<PvSource> make_forecast_solar(const home::LivePv& live,
                                                            const Settings& settings);

}  // namespace ohmstead::connect
