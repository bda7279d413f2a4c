// How opinions of a price to come are mixed: what each counts and how wide the band is, learned
// from forecasts of the last weeks and what came. Thread rule: pure functions.
#pragma once

#include <cstddef>
#include <vector>

namespace ohmstead::forecast {

// Money per kWh.
struct PriceOpinions {
  double profile = 0.0, trees = 0.0;
  double foretold = 0.0;  // by a service; NaN where it said nothing
  double spread = 0.0;    // of prices in the last weeks
  double came = 0.0;      // NaN: not yet
};

struct PriceMix {
  double trees = 0.0, foretold = 0.0;            // their weights; the rest is the profile's
  double lower = -1.3, upper = 1.3, mean = 0.0;  // in spreads, from the middle
  double error_sum = 0.0;                        // of the trials that it was learned from
  std::size_t trials = 0;

  [[nodiscard]] double middle(const PriceOpinions& opinions) const;
};

// The mix that would have been least off in `trials`; `otherwise` where these are too few.
[[nodiscard]] PriceMix learn_price_mix(const std::vector<PriceOpinions>& trials, bool has_trees,
                                       bool has_foretold, const PriceMix& otherwise);

}  // namespace ohmstead::forecast
