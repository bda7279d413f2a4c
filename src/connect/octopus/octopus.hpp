// Unit rates of Octopus Energy (Great Britain), of any product and region, in half-hours.
// Thread rule: pure functions.
#pragma once

#include "ohmstead/connect/source.hpp"
#include "parts/settings.hpp"

namespace ohmstead::connect {

[[nodiscard]] std::unique_ptr<PriceSource> make_octopus(const home::LivePrices& live,
                                                        const Settings& settings);

}  // namespace ohmstead::connect
