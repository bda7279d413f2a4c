// Day-ahead prices of Elering (area ee, fi, lv, lt).
// Thread rule: pure functions.
#pragma once

#include "ohmstead/connect/source.hpp"
#include "parts/settings.hpp"

namespace ohmstead::connect {

[[nodiscard]] std::unique_ptr<PriceSource> make_elering(const home::LivePrices& live,
                                                        const Settings& settings);

}  // namespace ohmstead::connect
