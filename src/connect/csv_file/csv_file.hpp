// Prices of a CSV file that something else keeps up to date.
// Thread rule: pure functions.
#pragma once

#include "ohmstead/connect/source.hpp"
#include "parts/settings.hpp"

namespace ohmstead::connect {

[[nodiscard]] std::unique_ptr<PriceSource> make_csv_file(const home::LivePrices& live,
                                                         const Settings& settings);

}  // namespace ohmstead::connect
