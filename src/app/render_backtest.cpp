#include "render_backtest.hpp"

#include <fmt/format.h>

#include "ohmstead/base/zone.hpp"

namespace ohmstead::app {
namespace {

constexpr std::size_t k_name_width = 12;

std::string header(std::string_view first, const std::string& currency, const Style& style) {
  std::string names = pad_right(first, k_name_width), units(k_name_width, ' ');
  const auto add = [&](std::string_view name, std::string_view unit, std::size_t width) {
    names += pad_left(name, width);
    units += pad_left(unit, width);
  };
  add("net cost", currency, 10);
  add("saved to", "self_use", 10);
  add("saved to", "no battery", 12);
  add("of bound", "%", 10);
  add("own use", "%", 9);
  add("cycles", "", 8);
  add("flips", "per day", 9);
  return paint(names + '\n' + units, Ink::dim, style) + '\n';
}

std::string share_cell(const std::optional<double>& share_pct, std::size_t width) {
  return share_pct ? number_cell(*share_pct, width, 1) : pad_left("-", width);
}

std::string row(const std::string& name, const simulate::Account& account) {
  return pad_right(name, k_name_width) + number_cell(account.net_cost.value(), 10, 2) +
         number_cell(account.saved_to_self_use.value(), 10, 2) +
         number_cell(account.saved_to_no_battery.value(), 12, 2) +
         share_cell(account.bound_share_pct, 10) + share_cell(account.self_consumption_pct, 9) +
         number_cell(account.battery_cycles, 8, 1) + number_cell(account.flips_per_day, 9, 1) +
         '\n';
}

std::string_view name_of(simulate::BacktestStrategy strategy) {
  static constexpr auto k_names = names_of(simulate::BacktestStrategy{});
  return k_names[static_cast<std::size_t>(strategy)];
}

std::string render_months(const simulate::BacktestResult& result, const Style& style) {
  std::string text;
  for (const simulate::StrategyResult& strategy : result.strategies) {
    text += header(name_of(strategy.strategy), result.currency, style);
    for (const simulate::Account& month : strategy.months) text += row(month.month, month);
    text += paint(row("total", strategy.total), Ink::bold, style) + '\n';
  }
  return text;
}

}  // namespace

std::string render_backtest(const simulate::BacktestResult& result, BacktestDetail detail,
                            const Style& style) {
  const base::Zone zone = base::Zone::load(result.timezone).value_or(base::Zone::utc());
  std::string text = fmt::format("{}: {} to {}\n", printable(result.site),
                                 zone.format_local(result.from), zone.format_local(result.to));
  if (detail == BacktestDetail::months) {
    for (const std::string& note : result.notes)
      text += "note: " + fold(printable(note), style.columns, 6) + '\n';
    text += '\n' + render_months(result, style);
  }
  text += header("strategy", result.currency, style);
  for (const simulate::StrategyResult& strategy : result.strategies) {
    text += row(std::string{name_of(strategy.strategy)}, strategy.total);
  }
  for (const simulate::StrategyResult& strategy : result.strategies) {
    if (strategy.plans == 0) continue;
    text += fmt::format("{}: {} plan{}, {} ms each", name_of(strategy.strategy), strategy.plans,
                        strategy.plans == 1 ? "" : "s", number_text(strategy.mean_plan_ms, 2));
    const bool is_proof_wanted = strategy.strategy == simulate::BacktestStrategy::optimal;
    if (is_proof_wanted && strategy.plans_without_proof > 0)
      text += fmt::format(", {} without proof", strategy.plans_without_proof);
    text += '\n';
  }
  return text;
}

}  // namespace ohmstead::app
