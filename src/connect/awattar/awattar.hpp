// Day-ahead prices of aWATTar, area DE or AT.
// Thread rule: pure functions.
#pragma once

#include "ohmstead/connect/source.hpp"
#include "parts/settings.hpp"

namespace ohmstead::connect {

[[nodiscard]] std::unique_ptr<PriceSource> make_awattar(const home::LivePrices& live,
                                                        const Settings& settings);

}  // namespace ohmstead::connect
