// What the single methods expect of a cell, before they are mixed.
//
// Units: kW. Thread rule: pure functions.
#pragma once

#include <memory>
#include <vector>

#include "mixture.hpp"
#include "ohmstead/forecast/load_past.hpp"
#include "trees.hpp"

namespace ohmstead::forecast {

struct LoadTrees {
  std::unique_ptr<Trees> mean = nullptr;  // both or none
  std::unique_ptr<Trees> median = nullptr;

  [[nodiscard]] bool is_ready() const { return mean && median; }
};

// One entry per cell, as seen when `known` cells are complete; empty when nothing was measured.
[[nodiscard]] std::vector<Opinions> ask(const LoadPast& past, const LoadTrees& trees,
                                        const std::vector<std::int64_t>& cells, std::size_t known);

}  // namespace ohmstead::forecast
