// What services told of prices, beside what the home pays and earns by its tariff.
// Pure functions; times are local, prices per kWh. Thread rule: any thread.
#pragma once

#include <string>

#include "ohmstead/home/site.hpp"
#include "ohmstead/plan/make_case.hpp"
#include "ohmstead/ports/feeds.hpp"

namespace ohmstead::app {

// From the hour of `now` on; one row per local hour, or per price when `is_detailed`.
[[nodiscard]] std::string render_prices(const ports::FeedsSnapshot& known,
                                        const plan::TariffRule& tariff, const std::string& currency,
                                        base::Time now, bool is_detailed);
// {"at", "currency", "health": [...], "prices": [{"from", "to", "price_per_kwh", ...}]}
[[nodiscard]] std::string write_prices(const ports::FeedsSnapshot& known,
                                       const plan::TariffRule& tariff, const std::string& currency,
                                       base::Time now);

}  // namespace ohmstead::app
