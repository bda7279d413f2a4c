// What the single methods expect of a roof's cell, before they are mixed, and what its trees see.
//
// Powers among the features are shares of the highest power that was measured. The trees learn what
// is left when the base (pv_physics.hpp) is taken away. Units: kW. Thread rule: pure functions.
#pragma once

#include <array>
#include <memory>
#include <string_view>
#include <vector>

#include "mixture.hpp"
#include "pv_physics.hpp"
#include "trees.hpp"

namespace ohmstead::forecast {

inline constexpr std::array<std::string_view, 22> k_pv_feature_names{
    "lead_h",         "hour",         "base",          "physics",     "said",
    "said_before",    "said_after",   "days",          "envelope",    "day_before",
    "last_hour",      "last_3_hours", "last_24_hours", "clearness",   "outdoor_c",
    "elevation_deg",  "azimuth_deg",  "spread",        "said_around", "physics_around",
    "physics_before", "physics_after"};
inline constexpr std::size_t k_pv_features = k_pv_feature_names.size();

struct PvTrees {
  std::unique_ptr<Trees> mean = nullptr;  // all or none
  std::unique_ptr<Trees> median = nullptr;
  std::unique_ptr<Trees> p10 = nullptr;
  std::unique_ptr<Trees> p90 = nullptr;

  [[nodiscard]] bool is_ready() const { return mean && median && p10 && p90; }
};

// What is the same for all cells that are seen from one instant.
struct PvView {
  std::size_t known = 0;
  double peak_kw = 0.0;
  double last_hour = 1.0;  // measured by base
  double last_3_hours = 1.0;
  double last_24_hours = 1.0;
};
[[nodiscard]] PvView pv_view(const PvPast& past, const PvPhysics& physics, std::size_t known);

[[nodiscard]] std::array<float, k_pv_features> pv_features(const PvPast& past,
                                                           const PvPhysics& physics,
                                                           std::int64_t cell, const PvView& view);

// One entry per cell; dark cells are all 0 with no spread.
[[nodiscard]] std::vector<Opinions> ask_pv(const PvPast& past, const PvPhysics& physics,
                                           const PvTrees& trees,
                                           const std::vector<std::int64_t>& cells,
                                           std::size_t known);

}  // namespace ohmstead::forecast
