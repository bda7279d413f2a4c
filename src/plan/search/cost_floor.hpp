// What an element costs at least, whatever the schedules of its devices, when power has prices.
//
// An answer to prices (SwitchedDevice::respond) is a good schedule; this is the proof that none is
// much better. Where a dynamic programme has to round, its values are rounded down. Units: kW,
// money per kWh. Thread rule: one thread; the element must outlive it.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "elements/element.hpp"

namespace ohmstead::plan {

class CostFloor {
 public:
  virtual ~CostFloor() = default;

  // Tells schedules that the element's devices take at prices like those to come; they count
  // `weight`, those told before the rest. What is learnt makes a floor higher, never wrong.
  virtual void learn(std::span<const Track> tracks, double weight) {
    (void)tracks;
    (void)weight;
  }
  // From now on the parts of the element meet each other as in these schedules: rooms find the ones
  // next to them as warm as there, whatever those do. That is no floor of the element as it is, but
  // mostly a higher one. How closely it looks begins anew. False where nothing is to be held.
  virtual bool hold(std::span<const Track> tracks) {
    (void)tracks;
    return false;
  }
  // Looks closer from now on: floors are higher and take some three times as long. False where it
  // looks as closely as it can.
  virtual bool refine() { return false; }
  // Own cost and power of the cheapest schedules, at least. `prices[i][t]` is that of a kWh drawn
  // by the element's device i in slot t. Nothing when `is_over` said so before it was done.
  [[nodiscard]] virtual std::optional<double> at(std::span<const std::vector<double>> prices,
                                                 const std::function<bool()>& is_over) = 0;
};

}  // namespace ohmstead::plan
