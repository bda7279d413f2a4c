#include "render_backtest.hpp"

#include <gtest/gtest.h>

namespace ohmstead::app {
namespace {

using base::Money;
using simulate::Account;
using simulate::BacktestStrategy;
using simulate::StrategyResult;

Account make_account(const char* month, double net_cost, double saved) {
  Account account;
  account.month = month;
  account.net_cost = Money{net_cost};
  account.saved_to_self_use = Money{saved};
  account.saved_to_no_battery = Money{saved + 10.0};
  account.battery_cycles = 12.34;
  account.flips_per_day = 0.5;
  return account;
}

simulate::BacktestResult make_result() {
  simulate::BacktestResult result;
  result.site = "Home";
  result.currency = "EUR";
  result.timezone = "Europe/Paris";
  result.from = *base::parse_time("2024-05-31T22:00:00Z");
  result.to = *base::parse_time("2024-06-30T22:00:00Z");
  result.notes = {"3 slots without a price were left out"};
  StrategyResult optimal;
  optimal.months = {make_account("2024-06", -1.5, 4.0)};
  optimal.total = make_account("total", -1.5, 4.0);
  optimal.total.bound_share_pct = 75.25;
  optimal.total.self_consumption_pct = 60.0;
  optimal.plans = 2880;
  optimal.plans_without_proof = 2;
  optimal.mean_plan_ms = 0.125;
  result.strategies = {optimal};
  return result;
}

TEST(Backtest, TotalsOnly) {
  EXPECT_EQ(render_backtest(make_result(), BacktestDetail::totals, {}),
            "Home: 2024-06-01T00:00:00+02:00 to 2024-07-01T00:00:00+02:00\n"
            "strategy      net cost  saved to    saved to  of bound  own use  cycles    flips\n"
            "                   EUR  self_use  no battery         %        %          per day\n"
            "optimal          -1.50      4.00       14.00      75.2     60.0    12.3      0.5\n"
            "optimal: 2880 plans, 0.12 ms each, 2 without proof\n");
}

TEST(Backtest, MonthsAndNotes) {
  const std::string text = render_backtest(make_result(), BacktestDetail::months, {});
  EXPECT_NE(text.find("note: 3 slots without a price were left out\n\noptimal "), std::string::npos)
      << text;
  EXPECT_NE(
      text.find(
          "\n2024-06          -1.50      4.00       14.00         -        -    12.3      0.5\n"),
      std::string::npos)
      << text;
}

}  // namespace
}  // namespace ohmstead::app
