// Market prices as aWATTar tells them, and Akkudoktor after it: rows of start_timestamp,
// end_timestamp (ms since 1970), marketprice and unit, which is Eur/MWh. Thread rule: pure
// function.
#pragma once

#include <string>
#include <string_view>

#include "ohmstead/base/result.hpp"
#include "ohmstead/home/price_curve.hpp"

namespace ohmstead::connect {

// `rows` is the key of their list. Fails with every problem and its place.
[[nodiscard]] base::Result<home::PriceCurve> read_market_data(const std::string& source,
                                                              const std::string& text,
                                                              std::string_view rows);

}  // namespace ohmstead::connect
