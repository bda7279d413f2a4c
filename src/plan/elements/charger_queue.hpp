// Which chargers are taken in a slot, and by whom in the slot before: gives a car its last charger
// again where it can. Thread rule: one thread; the element must outlive it.
#pragma once

#include <algorithm>

#include "vehicle.hpp"

namespace ohmstead::plan {

class ChargerQueue {
 public:
  explicit ChargerQueue(const VehicleElement& element)
      : element_{&element}, last_state_(element.cars().size(), VehicleElement::k_idle) {}

  void start_slot() { taken_.clear(); }
  // The car's state at a charger of this kind, which is taken from now on; k_idle when none is
  // left.
  int take(std::size_t car, std::size_t kind) {
    const auto& chargers = element_->kinds()[kind].chargers;
    const int last = last_state_[car];
    if (const Plug* plug = element_->plug_of(car, last); plug != nullptr && plug->kind == kind) {
      if (is_free(element_->charger_at(car, last))) return note(car, last);
    }
    for (const std::size_t charger : chargers) {
      if (is_free(charger)) return note(car, element_->state_at(car, charger));
    }
    return VehicleElement::k_idle;
  }

 private:
  [[nodiscard]] bool is_free(std::size_t charger) const {
    return std::find(taken_.begin(), taken_.end(), charger) == taken_.end();
  }
  int note(std::size_t car, int state) {
    taken_.push_back(element_->charger_at(car, state));
    last_state_[car] = state;
    return state;
  }

  const VehicleElement* element_;
  std::vector<int> last_state_;
  std::vector<std::size_t> taken_;
};

}  // namespace ohmstead::plan
