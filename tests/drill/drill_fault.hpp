// What goes wrong on bad days, and when.
//
// Thread rule: plain values.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "ohmstead/base/time.hpp"

namespace ohmstead::drill {

enum class FaultKind {
  gone,             // neither answers nor takes anything, as when its broker is down
  slow,             // tells what was 45 s ago, does what it is told 20 s later
  deaf,             // takes commands and does nothing
  lossy,            // every second command is lost
  doubled,          // each message arrives twice
  reordered,        // an older message arrives after a newer one
  lying,            // does nothing and says that it did
  frozen,           // shows the same numbers for ever
  wrong_soc,        // batteries say that they are empty
  watts,            // a meter that says watts and means kilowatts
  reversed,         // the grid meter is the wrong way round
  silent,           // does not say what it was told
  by_hand,          // somebody sets the battery to charge, once
  restarted,        // off for a while; what it was told is forgotten
  two_controllers,  // somebody else's program sets batteries to hold every five minutes
  clock_ahead,      // our clock is two hours fast
  clock_behind,     // our clock is an hour slow
  no_prices,        // nobody knows a price
  no_planner,       // the planner fails at each try
  crashed,          // the program is dead
  meter_gone,       // devices answer, no meter does
};
constexpr auto names_of(FaultKind) {
  return std::array<std::string_view, 21>{
      "gone",        "slow",         "deaf",      "lossy",      "doubled",
      "reordered",   "lying",        "frozen",    "wrong_soc",  "watts",
      "reversed",    "silent",       "by_hand",   "restarted",  "two_controllers",
      "clock_ahead", "clock_behind", "no_prices", "no_planner", "crashed",
      "meter_gone"};
}
inline constexpr int k_fault_kinds = 21;

struct Fault {
  FaultKind kind = FaultKind::gone;
  base::Time from;
  base::Time until;

  [[nodiscard]] bool is_at(base::Time now) const { return from <= now && now < until; }
};

// Whether one of `kind` is under way at `now`.
[[nodiscard]] inline bool has(const std::vector<Fault>& faults, FaultKind kind, base::Time now) {
  for (const Fault& each : faults)
    if (each.kind == kind && each.is_at(now)) return true;
  return false;
}

}  // namespace ohmstead::drill
