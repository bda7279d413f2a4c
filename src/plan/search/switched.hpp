// A device that is switched on and off, as the search over schedules sees it.
//
// A schedule is a Track of the device; what it costs beside its power is own_cost(). An element
// gives one SwitchedDevice per device that can be searched (Element::switched()); devices of one
// element may hang together (rooms), so each answer depends on the element's other tracks. Units:
// kW, money per kWh. Thread rule: one thread; the element must outlive it.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "elements/element.hpp"

namespace ohmstead::plan {

// Slots [first, end).
struct SlotRange {
  std::size_t first = 0, end = 0;
  [[nodiscard]] bool contains(std::size_t slot) const { return slot >= first && slot < end; }
};

class SwitchedDevice {
 public:
  virtual ~SwitchedDevice() = default;

  // Its number among the element's devices.
  [[nodiscard]] virtual std::size_t device() const = 0;
  // Whether it draws its highest power whenever it draws.
  [[nodiscard]] virtual bool has_one_power() const { return true; }
  // The cheapest schedule found when a kWh drawn in slot t costs prices[t], with the element's
  // other devices as in `tracks`, and never drawing where `blocked` says so (empty: nowhere
  // blocked).
  [[nodiscard]] virtual Track respond(std::span<const double> prices, std::span<const char> blocked,
                                      std::span<const Track> tracks) = 0;
  // The same with what is on and off outside `window` as it is in `tracks`, as far as it can stay.
  [[nodiscard]] virtual Track respond_within(SlotRange window, std::span<const double> prices,
                                             std::span<const char> blocked,
                                             std::span<const Track> tracks);
  // Offers schedules near the one in `tracks`, all of them allowed by the device's own rules.
  using Visit = std::function<void(const Track& candidate)>;
  virtual void visit_neighbours(std::span<const Track> tracks, const Visit& visit) = 0;
  // What the whole element costs beside the power it draws. `tracks` are those of the element; only
  // their decisions are read.
  [[nodiscard]] virtual double own_cost(std::span<const Track> tracks) = 0;
};

}  // namespace ohmstead::plan
