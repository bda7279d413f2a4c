// What evcc knows of prices and of the sun: GET /api/tariff/grid, feedin, planner and solar. Rows
// are named `value`, in versions before 0.203 `price`, inside `result` or not; the sun is in W.
// Thread rule: pure functions.
#pragma once

#include "ohmstead/connect/source.hpp"
#include "parts/settings.hpp"

namespace ohmstead::connect {

// `part`: which tariff; "market" is the one of the grid without fees and taxes.
[[nodiscard]] std::unique_ptr<PriceSource> make_evcc_prices(const home::LivePrices& live,
                                                            const Settings& settings);
[[nodiscard]] std::unique_ptr<PvSource> make_evcc_sun(const home::LivePv& live,
                                                      const Settings& settings);

}  // namespace ohmstead::connect
