// How good forecasts would have been: a walk through a measured past, always looking ahead only.
//
// Several times a day a forecast is made from what was known then, and compared with what came.
// Yardsticks are persistence (the same time of the last day that was known) and the seasonal naive
// forecast (the same time a week before); all are judged on the same slots. Units: kW; errors are
// forecast less measured; lead is from the instant of the forecast to the middle of a slot. Thread
// rule: the calling thread.
//
//   WalkResult result = walk_forward(predictor, measured, zone, {.from = from, .to = to});
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "ohmstead/base/zone.hpp"
#include "ohmstead/forecast/measured.hpp"
#include "ohmstead/forecast/predictor.hpp"

namespace ohmstead::forecast {

struct WalkOptions {
  base::Time from{};  // the first forecast; starts of local days
  base::Time to{};    // no slot after it is judged
  std::int64_t forecasts_a_day = 4;
  std::int64_t days_between_training = 28;
  double horizon_h = 48.0;
  std::function<void(std::int64_t done, std::int64_t total)> progress = {};  // in days
  std::stop_token stop = {};
};

// Of all slots in a range of lead times.
struct LeadFigures {
  double from_h = 0.0;
  double to_h = 0.0;
  std::int64_t count = 0;
  double mean_kw = 0.0;  // measured
  double mae_kw = 0.0;   // of p50
  double rmse_kw = 0.0;  // of the expected power
  double bias_kw = 0.0;  // of the expected power
  double persistence_mae_kw = 0.0;
  double naive_mae_kw = 0.0;
  double naive_rmse_kw = 0.0;
  double pinball_kw = 0.0;    // mean over p10, p50 and p90
  double coverage_pct = 0.0;  // of p10 to p90, where there is anything to be unsure of

  // 1 - mae / that of the yardstick, in percent; 0 where there is none.
  [[nodiscard]] double skill_to_naive_pct() const;
  [[nodiscard]] double skill_to_persistence_pct() const;
};

struct WalkResult {
  std::string name;
  base::Time from{};
  base::Time to{};
  LeadFigures total;
  std::vector<LeadFigures> by_lead;
  std::int64_t days = 0;        // whole days that were forecast at their beginning
  double daily_mape_pct = 0.0;  // of their energy
  double naive_daily_mape_pct = 0.0;
  double training_s = 0.0;                                 // longest, of the clock
  double forecast_ms = 0.0;                                // mean
  std::vector<std::pair<std::string, double>> importance;  // at the end
  bool is_stopped = false;
};

[[nodiscard]] WalkResult walk_forward(Predictor& predictor, const Measured& measured,
                                      const base::Zone& zone, const WalkOptions& options);

}  // namespace ohmstead::forecast
