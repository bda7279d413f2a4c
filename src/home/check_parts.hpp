// What the checks of several parts of a case share.
#pragma once

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <set>
#include <string>
#include <vector>

#include "ohmstead/base/series.hpp"
#include "ohmstead/describe/problems.hpp"
#include "ohmstead/home/case.hpp"

namespace ohmstead::home {

using describe::join_path;
using describe::Problems;

// One finite value per slot, in its range.
template <class Q>
void check_series(const Series<Q>& series, std::size_t count, const std::string& path,
                  Problems& problems, double lowest = -std::numeric_limits<double>::infinity(),
                  double highest = std::numeric_limits<double>::infinity()) {
  if (problems.has_about(path)) return;  // already said; this would only follow from it
  if (series.size() != count) {
    return problems.add(path, fmt::format("{} values for {} slots", series.size(), count));
  }
  for (std::size_t slot = 0; slot < count; ++slot) {
    const double value = series.raw()[slot];
    if (!std::isfinite(value)) problems.add(join_path(path, slot), "is not a finite number");
    if (value < lowest)
      problems.add(join_path(path, slot), fmt::format("{} must be at least {}", value, lowest));
    if (value > highest)
      problems.add(join_path(path, slot), fmt::format("{} must be at most {}", value, highest));
  }
}

// As check_series() where it has one value per slot; one value stands for all.
template <class Q>
void check_per_slot(const base::PerSlot<Q>& values, std::size_t count, const std::string& path,
                    Problems& problems, double lowest = 0.0) {
  const std::size_t size = values.values().size();
  check_series(values.values(), size > 1 ? count : size, path, problems, lowest);
}

inline void check_finite(double value, const std::string& path, Problems& problems) {
  if (!std::isfinite(value)) problems.add(path, "is not a finite number");
}

template <class Item>
void check_ids(const std::vector<Item>& items, const std::string& path, Problems& problems) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    const std::string id_path = join_path(join_path(path, i), "id");
    if (problems.has_about(id_path)) continue;
    if (items[i].id.empty()) problems.add(id_path, "must not be empty");
    for (std::size_t j = 0; j < i; ++j) {
      if (items[j].id == items[i].id) {
        problems.add(id_path,
                     fmt::format("'{}' is the name of {} too", items[i].id, join_path(path, j)));
        break;
      }
    }
  }
}

// A scalar in a file stands for a constant: one value per slot from here on.
template <class Q>
void spread(Series<Q>& series, std::size_t count) {
  if (series.size() == 1 && count > 1) series = Series<Q>{count, series[0]};
}

}  // namespace ohmstead::home
