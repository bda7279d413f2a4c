// Day-ahead prices of Energy-Charts (Fraunhofer ISE), by bidding zone such as DE-LU.
// Thread rule: pure functions.
#pragma once

#include "ohmstead/connect/source.hpp"
#include "parts/settings.hpp"

namespace ohmstead::connect {

[[nodiscard]] std::unique_ptr<PriceSource> make_energy_charts(const home::LivePrices& live,
                                                              const Settings& settings);

}  // namespace ohmstead::connect
