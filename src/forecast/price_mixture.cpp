#include "price_mixture.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "room_cells.hpp"

namespace ohmstead::forecast {
namespace {

constexpr std::size_t k_least_trials = 100;
constexpr int k_parts = 10;  // weights are tenths

double error_sum(const std::vector<PriceOpinions>& trials, const PriceMix& mix) {
  double sum = 0.0;
  for (const PriceOpinions& trial : trials) sum += std::abs(mix.middle(trial) - trial.came);
  return sum;
}

void find_weights(const std::vector<PriceOpinions>& trials, bool has_trees, bool has_foretold,
                  PriceMix& mix) {
  mix.error_sum = std::numeric_limits<double>::infinity();
  for (int foretold = 0; foretold <= (has_foretold ? k_parts : 0); ++foretold) {
    for (int trees = 0; trees <= (has_trees ? k_parts - foretold : 0); ++trees) {
      PriceMix tried = mix;
      tried.trees = static_cast<double>(trees) / k_parts;
      tried.foretold = static_cast<double>(foretold) / k_parts;
      tried.error_sum = error_sum(trials, tried);
      if (tried.error_sum < mix.error_sum) mix = tried;
    }
  }
}

}  // namespace

double PriceMix::middle(const PriceOpinions& opinions) const {
  const double own = trees * opinions.trees + (1.0 - trees - foretold) * opinions.profile;
  return foretold > 0.0 ? own + foretold * opinions.foretold : own;
}

PriceMix learn_price_mix(const std::vector<PriceOpinions>& trials, bool has_trees,
                         bool has_foretold, const PriceMix& otherwise) {
  if (trials.size() < k_least_trials) return otherwise;
  PriceMix mix;
  mix.trials = trials.size();
  find_weights(trials, has_trees, has_foretold, mix);
  std::vector<double> distances;
  distances.reserve(trials.size());
  double sum = 0.0;
  for (const PriceOpinions& trial : trials) {
    distances.push_back((trial.came - mix.middle(trial)) / trial.spread);
    sum += distances.back();
  }
  mix.mean = sum / static_cast<double>(distances.size());
  mix.lower = std::min(0.0, rank_of(distances, 0.1));
  mix.upper = std::max(0.0, rank_of(std::move(distances), 0.9));
  return mix;
}

}  // namespace ohmstead::forecast
