#include "answer_replay.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "ohmstead/base/clock.hpp"
#include "ohmstead/simulate/backtest.hpp"

namespace ohmstead::app {
namespace {

using base::Result;
using simulate::BacktestStrategy;

constexpr auto k_names = names_of(BacktestStrategy{});
static_assert(k_names == api::k_replay_strategies);

std::vector<BacktestStrategy> strategies_of(const api::ReplayWish& wish) {
  std::vector<BacktestStrategy> all;
  all.reserve(wish.strategies.size());
  for (const std::string& name : wish.strategies)
    all.push_back(static_cast<BacktestStrategy>(std::find(k_names.begin(), k_names.end(), name) -
                                                k_names.begin()));
  return all;
}

}  // namespace

Result<std::string> answer_replay(const LoadedSite& loaded, base::Time now,
                                  const api::ReplayWish& wish, const std::stop_token& stop,
                                  double limit_s) {
  const base::Seconds step = std::chrono::minutes{loaded.site.planning.step_min};
  const base::Time from = base::floor_to(wish.from, step);
  const base::Time to = base::floor_to(std::min(wish.to, now), step);
  if (from >= to)
    return base::fail(
        base::ErrorKind::invalid_input,
        fmt::format("from: nothing is measured after it; now is {}", base::format_time(now)));
  const base::Stopwatch watch;
  std::stop_source ended;
  const std::stop_callback on_stop{stop, [&ended] { ended.request_stop(); }};
  simulate::BacktestOptions options;
  options.stop = ended.get_token();
  options.abandon = stop;
  options.progress = [&](const simulate::BacktestProgress&) {
    if (watch.elapsed_ms() > 1000.0 * limit_s) ended.request_stop();
  };
  const auto result =
      simulate::run_backtest(loaded.site, loaded.history, from, to, strategies_of(wish), options);
  if (!result) return tl::unexpected{result.error()};
  return simulate::write_backtest(*result);
}

}  // namespace ohmstead::app
