#include "mixture.hpp"

#include <algorithm>
#include <cmath>

#include "text_parts.hpp"

namespace ohmstead::forecast {
namespace {

constexpr std::size_t k_least_trials = 40;
constexpr int k_steps = 10;

std::size_t lead_place(double lead_h) {
  const auto* found = std::upper_bound(k_lead_ends_h.begin(), k_lead_ends_h.end() - 1, lead_h);
  return static_cast<std::size_t>(found - k_lead_ends_h.begin());
}

double weigh(const Mixture::Weights& weights, const std::array<double, k_opinions>& opinions) {
  double sum = 0.0;
  for (std::size_t i = 0; i < k_opinions; ++i) sum += weights[i] * opinions[i];
  return sum;
}

template <class Loss>
Mixture::Weights best_weights(const std::vector<const Trial*>& trials, bool has_trees,
                              const Loss& loss) {
  Mixture::Weights best{};
  double least = HUGE_VAL;
  for (int trees = 0; trees <= (has_trees ? k_steps : 0); ++trees) {
    for (int week = 0; week + trees <= k_steps; ++week) {
      const Mixture::Weights weights{static_cast<double>(k_steps - week - trees) / k_steps,
                                     static_cast<double>(week) / k_steps,
                                     static_cast<double>(trees) / k_steps};
      double sum = 0.0;
      for (const Trial* trial : trials) sum += loss(*trial, weights);
      if (sum >= least) continue;
      least = sum;
      best = weights;
    }
  }
  return best;
}

// With n cases the k-th smallest, k = q (n + 1): what keeps its promise for one more case.
double quantile(std::vector<double>& values, double share) {
  const double place = share * static_cast<double>(values.size() + 1) - 1.0;
  const auto at = static_cast<std::size_t>(
      std::clamp(std::lround(place), 0L, static_cast<long>(values.size()) - 1));
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
  return values[at];
}

Mixture::OfLead learn_lead(const std::vector<const Trial*>& trials, bool has_trees) {
  Mixture::OfLead learned;
  learned.middle = best_weights(trials, has_trees, [](const Trial& trial, const auto& weights) {
    return std::abs(trial.came_kw - weigh(weights, trial.opinions.middle_kw));
  });
  learned.mean = best_weights(trials, has_trees, [](const Trial& trial, const auto& weights) {
    const double error = trial.came_kw - weigh(weights, trial.opinions.mean_kw);
    return error * error;
  });
  std::vector<double> distances;
  distances.reserve(trials.size());
  for (const Trial* trial : trials) {
    const double middle = weigh(learned.middle, trial->opinions.middle_kw);
    distances.push_back((trial->came_kw - middle) / trial->opinions.spread_kw);
  }
  learned.lower = std::min(0.0, quantile(distances, 0.1));
  learned.upper = std::max(0.0, quantile(distances, 0.9));
  return learned;
}

}  // namespace

const Mixture::OfLead& Mixture::at(double lead_h) const { return of_lead[lead_place(lead_h)]; }

Mixed Mixture::mix(const Opinions& opinions) const {
  const OfLead& learned = at(opinions.lead_h);
  Mixed mixed;
  mixed.expected_kw = std::max(0.0, weigh(learned.mean, opinions.mean_kw));
  mixed.p50_kw = std::max(0.0, weigh(learned.middle, opinions.middle_kw));
  mixed.p10_kw = std::max(0.0, mixed.p50_kw + learned.lower * opinions.spread_kw);
  mixed.p90_kw = mixed.p50_kw + learned.upper * opinions.spread_kw;
  return mixed;
}

std::string Mixture::save() const {
  std::vector<double> numbers;
  for (const OfLead& each : of_lead) {
    numbers.insert(numbers.end(), each.mean.begin(), each.mean.end());
    numbers.insert(numbers.end(), each.middle.begin(), each.middle.end());
    numbers.push_back(each.lower);
    numbers.push_back(each.upper);
  }
  return write_numbers(numbers);
}

bool Mixture::load(const std::string& text) {
  constexpr std::size_t k_each = 2 * k_opinions + 2;
  const auto numbers = read_numbers(text);
  if (!numbers || numbers->size() != k_leads * k_each) return false;
  const double* next = numbers->data();
  for (OfLead& each : of_lead) {
    std::copy_n(next, k_opinions, each.mean.begin());
    std::copy_n(next + k_opinions, k_opinions, each.middle.begin());
    each.lower = next[2 * k_opinions];
    each.upper = next[2 * k_opinions + 1];
    next += k_each;
  }
  return true;
}

Mixture learn_mixture(std::span<const Trial> trials, bool has_trees) {
  Mixture mixture;
  std::array<std::vector<const Trial*>, k_leads> of_lead;
  for (const Trial& trial : trials) of_lead[lead_place(trial.opinions.lead_h)].push_back(&trial);
  for (std::size_t lead = 0; lead < k_leads; ++lead) {
    if (of_lead[lead].size() < k_least_trials) continue;
    mixture.of_lead[lead] = learn_lead(of_lead[lead], has_trees);
  }
  return mixture;
}

}  // namespace ohmstead::forecast
