#include "load_opinions.hpp"

#include <algorithm>
#include <cmath>

#include "load_features.hpp"

namespace ohmstead::forecast {
namespace {

constexpr double k_surprise_trust = 0.75;
constexpr double k_surprise_half_life_h = 1.0;
constexpr double k_surprise_end_h = 8.0;

}  // namespace

std::vector<Opinions> ask(const LoadPast& past, const LoadTrees& trees,
                          const std::vector<std::int64_t>& cells, std::size_t known) {
  const auto level = level_kw(past, known);
  if (!level || cells.empty()) return {};
  const double surprise = surprise_kw(past, known);
  const double cell_h = base::hours(past.step()).value();
  FeatureTable table{k_load_features, {}};
  table.values.reserve(cells.size() * k_load_features);
  std::vector<Opinions> all(cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto row = load_features(past, cells[i], known, *level, surprise);
    table.values.insert(table.values.end(), row.begin(), row.end());
    const std::int64_t index = past.index(cells[i]);
    Opinions& each = all[i];
    each.lead_h = static_cast<double>(cells[i] - static_cast<std::int64_t>(known)) * cell_h;
    const double profile = past.profile_kw(index, known);
    double kw = std::isnan(profile) ? *level : profile;
    each.spread_kw = spread_kw(past, index, known, kw, *level);
    const double week = past.week_kw(index, known);
    const double ahead_h = std::max(0.0, each.lead_h + 0.5 * cell_h);
    if (ahead_h < k_surprise_end_h) {
      kw += k_surprise_trust * surprise * std::exp2(-ahead_h / k_surprise_half_life_h);
    }
    const double profile_kw = std::max(0.0, kw);
    const double week_kw = std::isnan(week) ? profile_kw : week;
    each.mean_kw = {profile_kw, week_kw, profile_kw};
    each.middle_kw = each.mean_kw;
  }
  if (!trees.is_ready()) return all;
  const std::vector<float> means = trees.mean->predict(table);
  const std::vector<float> medians = trees.median->predict(table);
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i].mean_kw[k_tree_opinion] = std::max(0.0, static_cast<double>(means[i]) * *level);
    all[i].middle_kw[k_tree_opinion] = std::max(0.0, static_cast<double>(medians[i]) * *level);
  }
  return all;
}

}  // namespace ohmstead::forecast
