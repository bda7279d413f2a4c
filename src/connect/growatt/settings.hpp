// How a Growatt inverter with a battery is told what to do: priorities by time of day, and the
// single commands that lead from the settings it has to those of a verb.
//
// Battery first charges up to a stop charge, from the sun, with "AC charge" also from the grid (on
// some firmwares without it too); grid first discharges down to one; else the load comes first and
// the battery follows the home. What it does is decided by slot 1, which lasts all day. Shares in
// per cent, times in minutes of the inverter's own day. Thread rule: pure functions.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "ohmstead/base/result.hpp"
#include "ohmstead/home/command.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::connect {

struct GrowattSlot {
  int start_min = 0;
  int stop_min = 0;  // within the slot
  bool is_enabled = false;
  friend bool operator==(const GrowattSlot&, const GrowattSlot&) = default;
};

struct GrowattPriority {
  int power_rate_pct = 100;
  int stop_soc_pct = 100;
  std::array<GrowattSlot, 3> slots = {};
  friend bool operator==(const GrowattPriority&, const GrowattPriority&) = default;
};

struct GrowattSettings {
  GrowattPriority battery_first;
  bool charges_from_grid = false;
  GrowattPriority grid_first;
  friend bool operator==(const GrowattSettings&, const GrowattSettings&) = default;
};

struct GrowattAim {
  home::Verb verb = home::Verb::self_use;
  int power_rate_pct = 100;
  int stop_soc_pct = 100;
};

struct GrowattStep {
  std::string command;    // "batteryfirst/set/stopsoc"
  std::string arguments;  // members of a JSON object
  GrowattSettings after;
};

// Errors: refused (a verb that it does not know).
[[nodiscard]] base::Result<GrowattAim> growatt_aim(const home::Command& command,
                                                   const home::SiteBattery& battery,
                                                   double soc_pct);

// What is to be set next; nothing: all is as it should be. What must end ends first, and a slot
// begins when its limits stand, so that no state between is worse than the one before.
[[nodiscard]] std::optional<GrowattStep> next_growatt_step(const GrowattSettings& now,
                                                           const GrowattAim& aim);

// What these settings tell the battery to do at a minute of the day; `held_pct` is the stop charge
// of our last hold. Nothing where they contradict each other.
[[nodiscard]] std::optional<home::Command> told_by(const GrowattSettings& settings,
                                                   const home::SiteBattery& battery, double soc_pct,
                                                   int held_pct, int minute);

}  // namespace ohmstead::connect
