// A backtest as tables for people: one per strategy by month, and one that compares the totals.
// Pure function; money in the site's currency, energies as shares.
#pragma once

#include <string>

#include "ohmstead/simulate/backtest.hpp"
#include "style.hpp"

namespace ohmstead::app {

enum class BacktestDetail { months, totals };

// `totals`: only the table that compares the strategies, without the notes on repaired data.
[[nodiscard]] std::string render_backtest(const simulate::BacktestResult& result,
                                          BacktestDetail detail, const Style& style);

}  // namespace ohmstead::app
