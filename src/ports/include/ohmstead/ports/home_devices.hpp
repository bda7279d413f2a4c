// The devices of a home: what they measure, and what they are told.
//
// Thread rule: all calls come from one thread. Errors: unavailable, timed_out, refused.
#pragma once

#include "ohmstead/base/result.hpp"
#include "ohmstead/home/plan.hpp"
#include "ohmstead/home/readings.hpp"

namespace ohmstead::ports {

class HomeDevices {
 public:
  virtual ~HomeDevices() = default;
  [[nodiscard]] virtual base::Result<home::Readings> read() = 0;
  // What holds from now on, until another order; a slot of a plan for these devices.
  [[nodiscard]] virtual base::Result<void> follow(const home::PlanSlot& order) = 0;
};

}  // namespace ohmstead::ports
