// Prices of Tibber's GraphQL interface for one home, today and tomorrow.
// Thread rule: pure functions.
#pragma once

#include "ohmstead/connect/source.hpp"
#include "parts/settings.hpp"

namespace ohmstead::connect {

[[nodiscard]] std::unique_ptr<PriceSource> make_tibber(const home::LivePrices& live,
                                                       const Settings& settings);

}  // namespace ohmstead::connect
