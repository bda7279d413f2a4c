// A number that may differ from slot to slot: absent, the same in all slots, or one per slot.
//
// For limits and prices that are usually constant. Converts from a plain quantity, so that
// `grid.import_limit = 6_kw` reads as it should. Thread rule: plain values.
//
//   PerSlot<Power> limit = 6_kw;
//   if (limit) excess = drawn - limit[slot];
#pragma once

#include <algorithm>
#include <optional>

#include "ohmstead/base/series.hpp"

namespace ohmstead::base {

template <class Q>
class PerSlot {
 public:
  PerSlot() = default;
  PerSlot(Q each) : values_{1, each} {}  // NOLINT(google-explicit-constructor)
  PerSlot(std::optional<Q> each) {       // NOLINT(google-explicit-constructor)
    if (each) values_.push_back(*each);
  }
  PerSlot(Series<Q> values) : values_{std::move(values)} {}  // NOLINT(google-explicit-constructor)

  [[nodiscard]] bool has_value() const { return !values_.is_empty(); }
  explicit operator bool() const { return has_value(); }
  void reset() { values_ = {}; }

  // Precondition: has_value().
  [[nodiscard]] Q operator[](std::size_t slot) const {
    return values_[values_.size() == 1 ? 0 : slot];
  }
  [[nodiscard]] std::optional<Q> at(std::size_t slot) const {
    return has_value() ? std::optional<Q>{(*this)[slot]} : std::nullopt;
  }
  [[nodiscard]] std::optional<Q> highest() const {
    if (!has_value()) return std::nullopt;
    const auto values = values_.raw();
    return Q{*std::max_element(values.begin(), values.end())};
  }
  [[nodiscard]] const Series<Q>& values() const { return values_; }
  [[nodiscard]] Series<Q>& values() { return values_; }

  friend bool operator==(const PerSlot&, const PerSlot&) = default;

 private:
  Series<Q> values_;
};

}  // namespace ohmstead::base
