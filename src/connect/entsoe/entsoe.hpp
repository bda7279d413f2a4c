// Day-ahead prices of ENTSO-E's transparency platform (document A44), by bidding zone or EIC code.
// Thread rule: pure functions.
#pragma once

#include "ohmstead/connect/source.hpp"
#include "parts/settings.hpp"

namespace ohmstead::connect {

[[nodiscard]] std::unique_ptr<PriceSource> make_entsoe(const home::LivePrices& live,
                                                       const Settings& settings);

}  // namespace ohmstead::connect
