// The devices of a home: what they measure, and what they are told.
//
// Thread rule: all calls come from one thread. Errors: unavailable, timed_out, refused.
#pragma once

#include <string>
#include <vector>

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
  // Every few seconds, after read(): what an order needs between two cycles.
  virtual void keep_up() {}
  // No order holds any more: each device goes its own way.
  virtual void release() {}
  // What the last read() did not get, a sentence each.
  [[nodiscard]] virtual std::vector<std::string> read_faults() const { return {}; }
  // What ails commands now, a sentence each.
  [[nodiscard]] virtual std::vector<std::string> faults() const { return {}; }
};

}  // namespace ohmstead::ports
