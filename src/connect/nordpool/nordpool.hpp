// Day-ahead prices of Nord Pool's data portal, by delivery area (SE3, FI, NO1, DK1, GER...).
// Thread rule: pure functions.
#pragma once

#include "ohmstead/connect/source.hpp"
#include "parts/settings.hpp"

namespace ohmstead::connect {

[[nodiscard]] std::unique_ptr<PriceSource> make_nordpool(const home::LivePrices& live,
                                                         const Settings& settings);

}  // namespace ohmstead::connect
