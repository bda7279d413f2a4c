// How a simulated home differs from its site file, as life does, and what its meters get wrong.
//
// All of it is drawn from `seed`: the same site gives the same days. Thread rule: plain values.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ohmstead/base/time.hpp"

namespace ohmstead::home {

// missing: no reading. frozen: the reading of its beginning, again and again. zero: every number
// is 0. spike: numbers that no home has. reset: counters begin anew from 0 and go on so, also after
// the fault.
enum class FaultKind { missing, frozen, zero, spike, reset };
constexpr auto names_of(FaultKind) {
  return std::array<std::string_view, 5>{"missing", "frozen", "zero", "spike", "reset"};
}

// Of what a device tells in [from, until); the device itself goes on as it is.
struct MeterFault {
  std::string device;  // an id, "meter" (load, sun and grid), or "all"
  FaultKind kind = FaultKind::missing;
  base::Time from;
  base::Time until;
};

struct Simulation {
  std::int64_t seed = 1;
  double trip_jitter_min = 0.0;  // cars leave and come back up to this much earlier or later
  double trip_jitter_pct = 0.0;  // and drive up to this much more or less
  double draw_jitter_pct = 0.0;  // each draw of hot water takes up to this much more or less
  double noise_pct = 0.0;        // of powers as measured
  std::vector<MeterFault> faults;
};

}  // namespace ohmstead::home
