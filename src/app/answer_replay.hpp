// A backtest for the service's API: what other ways of running the home would have cost in its
// measured past, which ends now.
//
// Thread rule: pure function of its arguments; takes seconds.
#pragma once

#include <stop_token>

#include "loaded_site.hpp"
#include "ohmstead/api/api.hpp"

namespace ohmstead::app {

// The table `ohmstead.backtest/1`; when `limit_s` is over it tells, by `stopped_at`, how far it
// came. Times are rounded down to
// slots. Fails with cancelled when it was asked to stop, else as run_backtest().
[[nodiscard]] base::Result<std::string> answer_replay(const LoadedSite& loaded, base::Time now,
                                                      const api::ReplayWish& wish,
                                                      const std::stop_token& stop,
                                                      double limit_s = 60.0);

}  // namespace ohmstead::app
