// How several opinions become one forecast with bands: learned from forecasts that can be judged.
//
// Weights are shares of 1 in steps of a tenth, those with the lowest error in the trials (middle:
// absolute, mean: squared), by range of lead time. Bands are conformal: quantiles of the distance
// between what came and the middle, in units of a width: the spread, what trees that aim at the
// quantiles say, or half of each, whichever told bands of the lowest pinball loss. Units: kW, h.
// Thread rule: plain values.
//
//   Mixture mixture = learn_mixture(trials, true);
//   Mixed forecast = mixture.mix(opinions);
#pragma once

#include <array>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ohmstead::forecast {

inline constexpr std::array k_opinion_names{std::string_view{"profile"}, std::string_view{"week"},
                                            std::string_view{"trees"}};
inline constexpr std::size_t k_opinions = k_opinion_names.size();
inline constexpr std::size_t k_tree_opinion = 2;

struct Opinions {
  double lead_h = 0.0;
  double spread_kw = 0.0;
  std::array<double, k_opinions> mean_kw{};
  std::array<double, k_opinions> middle_kw{};
  double tree_p10_kw = std::numeric_limits<double>::quiet_NaN();  // NaN: no such trees
  double tree_p90_kw = std::numeric_limits<double>::quiet_NaN();
};

struct Trial {
  Opinions opinions;
  double came_kw = 0.0;
};

struct Mixed {
  double expected_kw = 0.0;
  double p10_kw = 0.0;
  double p50_kw = 0.0;
  double p90_kw = 0.0;
};

inline constexpr std::array k_lead_ends_h{1.0, 3.0, 8.0, 24.0, 1e9};
inline constexpr std::size_t k_leads = k_lead_ends_h.size();

struct Mixture {
  using Weights = std::array<double, k_opinions>;
  struct OfLead {
    Weights mean{0.6, 0.4, 0.0};
    Weights middle{0.6, 0.4, 0.0};
    double lower = -1.2;  // in widths
    double upper = 2.0;
    double lower_by_trees = 0.0;  // share of the width
    double upper_by_trees = 0.0;
  };
  std::array<OfLead, k_leads> of_lead{};

  [[nodiscard]] const OfLead& at(double lead_h) const;
  [[nodiscard]] Weights middle_weights(double lead_h) const { return at(lead_h).middle; }
  [[nodiscard]] Mixed mix(const Opinions& opinions) const;
  // Numbers in a row; load() is false, and nothing changes, when they are not as save() wrote them.
  [[nodiscard]] std::string save() const;
  [[nodiscard]] bool load(const std::string& text);
};

// What ranges have too few trials for stays as in Mixture{}.
[[nodiscard]] Mixture learn_mixture(std::span<const Trial> trials, bool has_trees);

}  // namespace ohmstead::forecast
