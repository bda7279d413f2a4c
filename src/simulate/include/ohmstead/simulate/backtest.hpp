// A backtest: what strategies would have cost in a measured past, against each other and against
// perfect foresight.
//
// Every planning.step_min each strategy plans with what was known then (known_then.hpp), its plan's
// first slot meets what was measured (execute.hpp), and the one evaluator bills what came out, for
// the whole period and for each local month. All strategies walk through time side by side, so a
// backtest that was stopped compares equal periods. self_use and no_battery need no plans; bound is
// one plan over the whole period that knows everything: no strategy can be cheaper. Stored energy
// counts at the end of each account as at its start, at one price: the end value (docs/ math.md) of
// the last day of the period. Slots without a price are left out, and said so: nothing happens in
// them. Units: kWh, money in the site's currency. Thread rule: run_backtest() uses the calling
// thread only; its callbacks come from there.
//
//   Result<BacktestResult> result = run_backtest(site, *history, from, to, strategies, {});
//   std::string json = write_backtest(*result);
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/home/bill.hpp"
#include "ohmstead/home/site.hpp"
#include "ohmstead/simulate/history.hpp"
#include "ohmstead/simulate/known_then.hpp"

namespace ohmstead::simulate {

enum class BacktestStrategy { optimal, stochastic, multipass, rules, self_use, no_battery, bound };
constexpr auto names_of(BacktestStrategy) {
  return std::array<std::string_view, 7>{"optimal",  "stochastic", "multipass", "rules",
                                         "self_use", "no_battery", "bound"};
}

// Counts of a month or of the whole period, by the evaluator; names as in home/bill.hpp.
struct Account {
  std::string month;  // "2024-06", local; "total" for the whole period
  std::int64_t slots = 0;
  base::Money net_cost;  // the figure to compare: all of the following together
  base::Money import_cost;
  base::Money export_revenue;
  base::Money wear;
  base::Money missed;  // broken limits and bounds
  base::Money stored_value_change;
  base::Money saved_to_self_use;  // net_cost of self_use less that of this strategy
  base::Money saved_to_no_battery;
  // (self_use - this) / (self_use - bound); absent without a bound, or when there is nothing to
  // gain.
  std::optional<double> bound_share_pct;
  base::Energy load;
  base::Energy grid_import;
  base::Energy grid_export;
  base::Energy pv_used;
  base::Energy pv_curtailed;
  base::Energy battery_charge;
  base::Energy battery_discharge;
  // Of the PV that was not turned down, what did not leave for the grid; absent without PV.
  std::optional<double> self_consumption_pct;
  double battery_cycles = 0.0;  // energy discharged / capacity
  // How often a day the mode planned for the coming slot was not the one planned a step before.
  double flips_per_day = 0.0;
};

struct StrategyResult {
  BacktestStrategy strategy = BacktestStrategy::optimal;
  std::vector<Account> months;
  Account total;
  std::int64_t plans = 0;
  std::int64_t plans_without_proof = 0;  // of optimal: those whose status is not `optimal`
  double mean_plan_ms = 0.0;             // time of the planner alone
};

struct BacktestResult {
  std::string schema;
  std::string site;
  std::string currency;
  std::string timezone;
  base::Time from;
  base::Time to;                           // the end of what was run
  std::optional<base::Time> stopped_at;    // when it was stopped before the wanted end: there
  base::EnergyPrice stored_value;          // of a kWh in the first battery, at the end
  std::int64_t left_out = 0;               // slots without a price
  std::vector<StrategyResult> strategies;  // as asked for
  std::vector<std::string> notes;
};

inline constexpr const char* k_backtest_schema = "ohmstead.backtest/1";

struct BacktestProgress {
  base::Time time;         // reached by all strategies
  std::int64_t done = 0;   // slots
  std::int64_t total = 0;  // slots
};

struct BacktestOptions {
  Foresight foresight = Foresight::profile;               // of all that plan
  std::function<void(const BacktestProgress&)> progress;  // after every slot
  std::stop_token stop;  // ends it early: the figures hold until there
  // Ends it without a result, as soon as it can.
  std::stop_token abandon;
  // Gets the steps as CSV: first the header line, then some lines at a time (bound last of all).
  // When it fails, the backtest fails with its error.
  std::function<base::Result<void>(std::string_view lines)> steps;
};

// `from` and `to` are borders of slots; what of [from, to) was not measured is cut off and noted.
// Fails with invalid_input when nothing of it was measured, with not_found when it has no price at
// all, with cancelled when it was abandoned, or stopped before the first slot.
[[nodiscard]] base::Result<BacktestResult> run_backtest(
    const home::Site& site, const History& history, base::Time from, base::Time to,
    std::span<const BacktestStrategy> strategies, const BacktestOptions& options);

// JSON document `ohmstead.backtest/1`.
[[nodiscard]] std::string write_backtest(const BacktestResult& result);

}  // namespace ohmstead::simulate
