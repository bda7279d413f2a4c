// Akkudoktor's interface: day-ahead prices of Germany, and PV forecasts of all planes of a roof.
// Thread rule: pure functions.
#pragma once

#include "ohmstead/connect/source.hpp"
#include "parts/settings.hpp"

namespace ohmstead::connect {

[[nodiscard]] std::unique_ptr<PriceSource> make_akkudoktor(const home::LivePrices& live,
                                                           const Settings& settings);
[[nodiscard]] std::unique_ptr<PvSource> make_akkudoktor_pv(const home::LivePv& live,
                                                           const Settings& settings);

}  // namespace ohmstead::connect
