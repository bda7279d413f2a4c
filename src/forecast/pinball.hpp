// How far quantiles are from what came (pinball loss; Koenker and Bassett, Regression quantiles,
// 1978). In the unit of what is forecast. Thread rule: pure functions.
#pragma once

#include <algorithm>

namespace ohmstead::forecast {

[[nodiscard]] inline double pinball(double came, double quantile, double share) {
  return std::max(share * (came - quantile), (share - 1.0) * (came - quantile));
}

[[nodiscard]] inline double mean_pinball(double came, double p10, double p50, double p90) {
  return (pinball(came, p10, 0.1) + pinball(came, p50, 0.5) + pinball(came, p90, 0.9)) / 3.0;
}

}  // namespace ohmstead::forecast
