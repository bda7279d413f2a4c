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

// From the middle to a quantile, as far as can be said before it is judged.
double width_of(const Opinions& opinions, double quantile_kw, double middle_kw, double by_trees) {
  if (by_trees <= 0.0 || std::isnan(quantile_kw)) return opinions.spread_kw;
  const double told = std::max(0.1 * opinions.spread_kw, std::abs(middle_kw - quantile_kw));
  return (1.0 - by_trees) * opinions.spread_kw + by_trees * told;
}

struct Edge {
  double distance = 0.0;  // in widths
  double by_trees = 0.0;
};

// The edge of the band at `share`, below (sign -1) or above the middle.
Edge learn_edge(const std::vector<const Trial*>& trials, const Mixture::Weights& weights,
                double share, double sign) {
  Edge best;
  double least = HUGE_VAL;
  for (const double by_trees : {0.0, 0.5, 1.0}) {
    std::vector<double> distances, widths, errors;
    for (const Trial* trial : trials) {
      const double quantile_kw =
          sign < 0.0 ? trial->opinions.tree_p10_kw : trial->opinions.tree_p90_kw;
      if (by_trees > 0.0 && std::isnan(quantile_kw)) return best;
      const double middle = weigh(weights, trial->opinions.middle_kw);
      widths.push_back(width_of(trial->opinions, quantile_kw, middle, by_trees));
      errors.push_back(trial->came_kw - middle);
      distances.push_back(errors.back() / widths.back());
    }
    const double edge = sign * std::max(0.0, sign * quantile(distances, share));
    double loss = 0.0;
    for (std::size_t i = 0; i < errors.size(); ++i) {
      const double off = errors[i] - edge * widths[i];
      loss += off > 0.0 ? share * off : (share - 1.0) * off;
    }
    if (loss >= least) continue;
    least = loss;
    best = {edge, by_trees};
  }
  return best;
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
  const Edge lower = learn_edge(trials, learned.middle, 0.1, -1.0);
  const Edge upper = learn_edge(trials, learned.middle, 0.9, 1.0);
  learned.lower = lower.distance;
  learned.lower_by_trees = lower.by_trees;
  learned.upper = upper.distance;
  learned.upper_by_trees = upper.by_trees;
  return learned;
}

}  // namespace

const Mixture::OfLead& Mixture::at(double lead_h) const { return of_lead[lead_place(lead_h)]; }

Mixed Mixture::mix(const Opinions& opinions) const {
  const OfLead& learned = at(opinions.lead_h);
  Mixed mixed;
  mixed.expected_kw = std::max(0.0, weigh(learned.mean, opinions.mean_kw));
  mixed.p50_kw = std::max(0.0, weigh(learned.middle, opinions.middle_kw));
  mixed.p10_kw =
      std::max(0.0, mixed.p50_kw + learned.lower * width_of(opinions, opinions.tree_p10_kw,
                                                            mixed.p50_kw, learned.lower_by_trees));
  mixed.p90_kw = mixed.p50_kw + learned.upper * width_of(opinions, opinions.tree_p90_kw,
                                                         mixed.p50_kw, learned.upper_by_trees);
  return mixed;
}

std::string Mixture::save() const {
  std::vector<double> numbers;
  for (const OfLead& each : of_lead) {
    numbers.insert(numbers.end(), each.mean.begin(), each.mean.end());
    numbers.insert(numbers.end(), each.middle.begin(), each.middle.end());
    numbers.insert(numbers.end(),
                   {each.lower, each.upper, each.lower_by_trees, each.upper_by_trees});
  }
  return write_numbers(numbers);
}

bool Mixture::load(const std::string& text) {
  constexpr std::size_t k_each = 2 * k_opinions + 4;
  const auto numbers = read_numbers(text);
  if (!numbers || numbers->size() != k_leads * k_each) return false;
  const double* next = numbers->data();
  for (OfLead& each : of_lead) {
    std::copy_n(next, k_opinions, each.mean.begin());
    std::copy_n(next + k_opinions, k_opinions, each.middle.begin());
    each.lower = next[2 * k_opinions];
    each.upper = next[2 * k_opinions + 1];
    each.lower_by_trees = next[2 * k_opinions + 2];
    each.upper_by_trees = next[2 * k_opinions + 3];
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
