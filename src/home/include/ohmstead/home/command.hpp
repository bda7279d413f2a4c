// What devices are told, in words that every brand has a way to say, and what a device can be told.
//
// Batteries: self_use follows the home, hold neither charges nor discharges, charge and discharge
// go at `power` (discharge never beyond what the home draws), export_ gives `power` whatever the
// home draws. Everything else: off, on at `power`, or automatic, by its own control (a thermostat,
// a car that charges when it is plugged in). Powers are at the home, kW, never negative; the
// direction is the verb's. Thread rule: plain values.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ohmstead/base/time.hpp"
#include "ohmstead/base/units.hpp"

namespace ohmstead::home {

enum class Verb { self_use, hold, charge, discharge, export_, automatic, off, on };
constexpr auto names_of(Verb) {
  return std::array<std::string_view, 8>{"self_use", "hold",      "charge", "discharge",
                                         "export",   "automatic", "off",    "on"};
}

// Whether the verb says how much.
constexpr bool has_power(Verb verb) {
  return verb == Verb::charge || verb == Verb::discharge || verb == Verb::export_ ||
         verb == Verb::on;
}

struct Command {
  std::string device;
  Verb verb = Verb::self_use;
  base::Power power = {};  // of verbs that have one
  std::string why = {};    // in words, for logs and people
  // What some devices are told in place of a power; absent: not known.
  std::optional<double> soc_pct = {};        // that a battery has, in whole per cent below
  std::optional<base::Celsius> target = {};  // of a verb `on`: what the room or tank shall reach
  std::optional<base::Energy> energy = {};   // of a verb that has a power: up to its order's end
};

// What a driver says that its device understands.
struct Abilities {
  std::string device;
  std::vector<Verb> verbs = {};  // the first one is what the device does when it is left alone
  base::Power least = {};        // powers above 0 that can be set
  base::Power most = {};
  base::Power step = {};               // 0: any in between; `most` alone when least == most
  bool tells_what_is_set = true;       // what holds can be read back
  base::Seconds settles_within{15};    // until a reading shows what was written
  base::Seconds least_pause{30};       // between two writes
  std::int64_t most_writes_a_day = 0;  // of a memory that wears out; 0: any
  base::Seconds refresh_every{0};      // the device forgets a command; 0: never
  bool takes_target = false;           // another target is another command

  [[nodiscard]] bool can(Verb verb) const {
    for (const Verb each : verbs) {
      if (each == verb) return true;
    }
    return false;
  }
};

}  // namespace ohmstead::home
