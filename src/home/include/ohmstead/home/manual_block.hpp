// A manual block: what people want of a device from a time to another, whatever a planner would do.
//
// Manual goes before the plan. A slot obeys the block that covers at least half of it. Of
// batteries: charge fills them at full power up to the target; export empties them at full power
// down to it, at any price (targets that are absent are those of multipass.manual); hold neither
// discharges nor buys, but stores PV surplus; self_use stores the surplus and covers the load. Of
// cars: charge draws all that the car and its charger take. Of heaters: on, off; water_heating is
// on for all water heaters. off keeps a car, a heater or an appliance from drawing. Units: per cent
// of a battery's capacity, times UTC. Thread rule: plain values.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "ohmstead/base/time.hpp"

namespace ohmstead::home {

enum class ManualKind { charge, water_heating, hold, export_, self_use, on, off };
constexpr auto names_of(ManualKind) {
  return std::array<std::string_view, 7>{
      "charge", "water_heating", "hold", "export", "self_use", "on", "off"};
}

struct ManualBlock {
  ManualKind kind = ManualKind::hold;
  std::string device;  // empty: all batteries, or all water heaters
  base::Time start;
  base::Time end;
  std::optional<double> target_soc_pct;  // of charge and export of batteries
};

}  // namespace ohmstead::home
