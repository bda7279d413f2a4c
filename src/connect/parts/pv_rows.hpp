// Rows of a PV forecast: sorted, without overlap, and refused when no roof gives that much.
//
// Thread rule: one thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ohmstead/describe/problems.hpp"
#include "ohmstead/home/price_curve.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::connect {

// The peak of all planes; nothing when they are not known.
[[nodiscard]] std::optional<base::Power> peak_of(const std::vector<home::PvPlane>& planes);

class PvRows {
 public:
  void add(home::PvSlot slot, std::string path) { rows_.push_back({slot, std::move(path)}); }
  // `peak` of the roof, if it is known: twice as much is taken for a mistake of units.
  [[nodiscard]] home::PvForecast finish(std::string source, std::optional<base::Power> peak,
                                        describe::Problems& problems);

 private:
  struct Row {
    home::PvSlot slot;
    std::string path;
  };
  std::vector<Row> rows_;
};

// Slot by slot where all are known; a time that one of them does not know is a hole.
[[nodiscard]] home::PvForecast sum_of(const std::vector<home::PvForecast>& parts);

}  // namespace ohmstead::connect
