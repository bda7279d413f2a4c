// Day-ahead prices of EnergyZero (Netherlands), in quarter-hours, by local day.
// Thread rule: pure functions.
#pragma once

#include "ohmstead/connect/source.hpp"
#include "parts/settings.hpp"

namespace ohmstead::connect {

[[nodiscard]] std::unique_ptr<PriceSource> make_energyzero(const home::LivePrices& live,
                                                           const Settings& settings);

}  // namespace ohmstead::connect
