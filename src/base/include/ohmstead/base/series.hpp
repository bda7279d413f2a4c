// One quantity per slot of a grid, packed: Series<Power> is a row of kW.
//
// The grid is not repeated here; a series belongs to the grid of the struct that holds it.
// `.raw()` is the only way to the plain numbers (for solvers and files). Thread rule: plain values.
//
//   Series<Power> load{96, 0.4_kw};
//   Energy first = load[0] * grid.hours(0);
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "ohmstead/base/units.hpp"

namespace ohmstead::base {

template <class Q>
class Series {
 public:
  Series() = default;
  explicit Series(std::size_t count, Q each = Q{}) : values_(count, each.value()) {}
  explicit Series(std::vector<double> values) : values_{std::move(values)} {}

  [[nodiscard]] std::size_t size() const { return values_.size(); }
  [[nodiscard]] bool is_empty() const { return values_.empty(); }
  [[nodiscard]] Q operator[](std::size_t slot) const { return Q{values_[slot]}; }
  void set(std::size_t slot, Q value) { values_[slot] = value.value(); }
  void push_back(Q value) { values_.push_back(value.value()); }
  void reserve(std::size_t count) { values_.reserve(count); }

  [[nodiscard]] std::span<const double> raw() const { return values_; }
  [[nodiscard]] std::vector<double>& raw() { return values_; }

  friend bool operator==(const Series&, const Series&) = default;

 private:
  std::vector<double> values_;
};

}  // namespace ohmstead::base
