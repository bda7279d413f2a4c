// A manual block: what people want from a time to another, whatever a planner would do.
//
// Manual goes before the plan. A slot obeys the block that covers at least half of it. charge fills
// the batteries at full power up to the target; export empties them at full power down to it, at
// any price; hold neither discharges nor buys, but stores PV surplus; water_heating heats all
// water. Units: per cent of a battery's capacity, times UTC. Thread rule: plain values.
#pragma once

#include <array>
#include <optional>
#include <string_view>

#include "ohmstead/base/time.hpp"

namespace ohmstead::home {

enum class ManualKind { charge, water_heating, hold, export_ };
constexpr auto names_of(ManualKind) {
  return std::array<std::string_view, 4>{"charge", "water_heating", "hold", "export"};
}

struct ManualBlock {
  ManualKind kind = ManualKind::hold;
  base::Time start;
  base::Time end;
  std::optional<double> target_soc_pct;  // of charge and export; absent: the strategy's
};

}  // namespace ohmstead::home
