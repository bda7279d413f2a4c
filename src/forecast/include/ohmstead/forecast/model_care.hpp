// Looks after a model week by week: trains a challenger, lets it forecast in the shadow, and lets
// it take over only when it did better than the champion on a week that neither had seen.
//
// Each call is a week's work. A candidate that is at least six days old is judged against the
// champion on the last seven days (mean pinball loss; it must be 1 % better); then the next
// candidate is trained on all that is known. The first model becomes champion at once. Drift: the
// champion's error over that of "as the week before" is a fourth worse than when it was promoted,
// or it leans to one side by more than half of its error. Figures are in the unit of what is
// forecast. Thread rule: the calling thread; seconds.
//
//   const CareReport report = care_for_model(registry, make, load, zone, now);
#pragma once

#include <functional>
#include <memory>

#include "ohmstead/forecast/model_registry.hpp"
#include "ohmstead/forecast/walk_forward.hpp"

namespace ohmstead::forecast {

struct CareReport {
  std::optional<int> champion;
  std::optional<int> promoted;  // now
  std::optional<int> retired;   // a candidate that lost
  std::optional<int> trained;
  std::optional<double> champion_pinball;  // of the last week
  std::optional<double> candidate_pinball;
  bool is_drifting = false;
  std::vector<std::string> notes;  // what was done and why, sentences
};

// How a model forecast a week, against what came.
struct ModelTrial {
  std::int64_t count = 0;  // of what was judged
  double mae = 0.0;        // of the middle
  double bias = 0.0;       // of the mean, forecast less what came
  double pinball = 0.0;    // mean over p10, p50 and p90
  double naive_mae = 0.0;  // of "as the week before"
  double coverage_pct = 0.0;
};

// What is learned, and how it is judged.
struct Course {
  std::function<std::unique_ptr<Learner>()> make;  // afresh, over the same history
  // The last week as a kept model would have forecast it. Fails where that cannot be read.
  std::function<base::Result<ModelTrial>(const std::string& model)> judge;
  const Measured* measured = nullptr;
  std::string unit = "kW";
  std::string metric_suffix = "_kw";
};

[[nodiscard]] base::Result<CareReport> care_for_model(ModelRegistry& registry, const Course& course,
                                                      base::Time now, bool is_young = false);

// A fresh predictor of power over the same history.
using MakePredictor = std::function<std::unique_ptr<Predictor>()>;

[[nodiscard]] base::Result<CareReport> care_for_model(ModelRegistry& registry,
                                                      const MakePredictor& make,
                                                      const Measured& measured,
                                                      const base::Zone& zone, base::Time now,
                                                      bool is_young = false);

// Metrics of a champion beside its figures.
inline constexpr const char* k_chosen_by_hand = "chosen_by_hand";
inline constexpr const char* k_is_drifting = "is_drifting";

}  // namespace ohmstead::forecast
