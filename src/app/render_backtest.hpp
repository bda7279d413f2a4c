// A backtest as tables for people: one per strategy by month, and one that compares the totals.
// Pure function; money in the site's currency, energies as shares.
#pragma once

#include <string>

#include "ohmstead/simulate/backtest.hpp"
#include "style.hpp"

namespace ohmstead::app {

// With `has_months` false only the table of totals.
[[nodiscard]] std::string render_backtest(const simulate::BacktestResult& result, bool has_months,
                                          const Style& style);

}  // namespace ohmstead::app
