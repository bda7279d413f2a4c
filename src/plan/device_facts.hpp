// What a reason needs to know of a planned device beside the plan: its kind, its deadlines, when it
// can run at all, and whether it is as cold as it may get. Thread rule: the case must outlive it.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "explain_devices.hpp"

namespace ohmstead::plan {

struct DeviceFacts {
  DeviceKind kind = DeviceKind::other;
  std::vector<base::Time> deadlines;  // rising
  std::function<bool(std::size_t slot)> can_draw = [](std::size_t) { return true; };
  std::function<bool(const home::Plan& plan, std::size_t slot)> is_at_edge =
      [](const home::Plan&, std::size_t) { return false; };

  [[nodiscard]] std::optional<base::Time> next_deadline(base::Time now) const;
};

// Nothing for a device that never draws or gives power, such as a room. `device` is its place in
// each slot of the plan.
[[nodiscard]] std::optional<DeviceFacts> find_device_facts(const home::Case& home,
                                                           const home::Plan& plan,
                                                           std::size_t device);

}  // namespace ohmstead::plan
