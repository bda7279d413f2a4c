// Prices of any JSON answer: pointers to its rows, and a formula for the price.
// Thread rule: pure functions.
#pragma once

#include "ohmstead/connect/source.hpp"
#include "parts/settings.hpp"

namespace ohmstead::connect {

[[nodiscard]] std::unique_ptr<PriceSource> make_json_rows(const home::LivePrices& live,
                                                          const Settings& settings);

}  // namespace ohmstead::connect
