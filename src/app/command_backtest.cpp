#include <fmt/format.h>

#include <algorithm>

#include "commands.hpp"
#include "interrupt.hpp"
#include "loaded_site.hpp"
#include "output.hpp"
#include "progress_bar.hpp"
#include "render_backtest.hpp"

namespace ohmstead::app {
namespace {

using base::ErrorKind;
using base::fail;
using base::Result;
using simulate::BacktestStrategy;

Result<std::vector<BacktestStrategy>> read_strategies(std::string_view list) {
  static constexpr auto k_names = names_of(BacktestStrategy{});
  std::vector<BacktestStrategy> strategies;
  while (true) {
    const std::size_t comma = list.find(',');
    const std::string_view name = list.substr(0, comma);
    const auto found = std::find(k_names.begin(), k_names.end(), name);
    if (found == k_names.end()) {
      return fail(ErrorKind::invalid_input,
                  fmt::format("--strategy: '{}' is not one of {}", name, fmt::join(k_names, ", ")));
    }
    const auto strategy = static_cast<BacktestStrategy>(found - k_names.begin());
    if (std::find(strategies.begin(), strategies.end(), strategy) != strategies.end()) {
      return fail(ErrorKind::invalid_input,
                  fmt::format("--strategy: '{}' stands there twice", name));
    }
    strategies.push_back(strategy);
    if (comma == std::string_view::npos) return strategies;
    list.remove_prefix(comma + 1);
  }
}

struct Period {
  base::Date first;
  base::Date last;
};

Result<Period> read_period(const BacktestRequest& request) {
  const auto from = base::parse_date(request.from);
  if (!from) return tl::unexpected{base::in_context("--from", from.error())};
  const auto to = base::parse_date(request.to);
  if (!to) return tl::unexpected{base::in_context("--to", to.error())};
  if (*from > *to) {
    return fail(ErrorKind::invalid_input,
                fmt::format("--from {} is after --to {}", request.from, request.to));
  }
  return Period{*from, *to};
}

// What the terminal and the files get; a stopped backtest still shows what it has.
Result<void> write_results(const BacktestRequest& request, const simulate::BacktestResult& result,
                           const std::string& steps) {
  if (!request.steps_csv_file.empty()) {
    auto written = write_result_file(request.steps_csv_file, steps);
    if (!written) return written;
  }
  const std::string text = request.is_json
                               ? write_backtest(result) + '\n'
                               : render_backtest(result, BacktestDetail::months, find_style());
  return write_output(text);
}

}  // namespace

Result<void> command_backtest(const BacktestRequest& request) {
  const auto strategies = read_strategies(request.strategies);
  if (!strategies) return tl::unexpected{strategies.error()};
  const auto period = read_period(request);
  if (!period) return tl::unexpected{period.error()};
  const auto loaded = load_site(request.site_file);
  if (!loaded) return tl::unexpected{loaded.error()};
  const base::Zone& zone = loaded->zone;

  const Interrupt interrupt;
  std::string steps;
  simulate::BacktestOptions options;
  options.foresight = request.foresight;
  options.stop = interrupt.token();
  if (!request.steps_csv_file.empty()) {
    options.steps = [&steps](std::string_view lines) -> Result<void> {
      steps += lines;
      return {};
    };
  }
  auto result = [&] {
    ProgressBar bar{"backtest"};
    options.progress = [&](const simulate::BacktestProgress& progress) {
      bar.show(progress.done, progress.total, zone.format_short(progress.time).substr(0, 10));
    };
    return simulate::run_backtest(loaded->site, loaded->history, zone.day_start(period->first),
                                  zone.day_start(base::next_day(period->last)), *strategies,
                                  options);
  }();
  if (!result) return tl::unexpected{result.error()};
  if (auto written = write_results(request, *result, steps); !written) return written;
  if (!result->stopped_at) return {};
  return fail(ErrorKind::cancelled, fmt::format("stopped at {}; the figures hold until then",
                                                zone.format_local(*result->stopped_at)));
}

}  // namespace ohmstead::app
