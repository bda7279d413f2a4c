// Which integer columns of a point are not whole, after those were moved that cost and bend
// nothing: of a car that charges with 3 of at most 11 kW, any share of "on" from 3/11 to 1 is as
// good, and 1 is whole.
//
// Thread rule: one object per thread; the model outlives it.
//
//   Settling settling{model};
//   for (const Broken& each : settling.settle(values, is_decided)) ...
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ohmstead/solve/model.hpp"

namespace ohmstead::solve {

struct Broken {
  std::int32_t column = 0;
  double to = 0.0;     // the whole number that bends the rows less
  double other = 0.0;  // the one on the other side
  double bend = 0.0;   // what the column's rows are bent more by when it alone is moved there
};

class Settling {
 public:
  explicit Settling(const Model& model) : model_{&model} {}

  // Moves `values` where that is free; what stays broken is returned, what bends least first.
  // Columns with a mark in `is_decided` (empty, or one per column) are left alone.
  [[nodiscard]] std::vector<Broken> settle(std::vector<double>& values,
                                           std::span<const char> is_decided = {});

 private:
  void add_to_sums(std::int32_t column, double change);
  [[nodiscard]] double bend(std::int32_t column, double change) const;

  const Model* model_;
  std::vector<double> sums_;  // of the rows
};

}  // namespace ohmstead::solve
