// A Growatt inverter with a battery behind an OpenInverterGateway at an MQTT broker.
//
// Its base topic, `theirs` of the connection's devices, tells measurements; what its broker has
// kept of them does not count. Commands go to TOPIC/command/... one at a time, each with an id that
// the answer at TOPIC/result repeats, with a pause between; what is not answered is asked again,
// and then told. A verb is reached step by step from the settings that the inverter has
// (settings.hpp), which are read again after it and every minute. Its clock, which decides when
// slots hold, is set right when it is more than half a minute off.
#pragma once

#include <chrono>
#include <memory>

#include "points/live_driver.hpp"
#include "points/make_driver.hpp"

namespace ohmstead::connect {

struct GrowattPace {
  std::chrono::milliseconds pause{1'000};    // between two commands: its bus is slow
  std::chrono::milliseconds answer{10'000};  // the first wait for an answer, then longer
  std::chrono::milliseconds longest_answer{30'000};
  int tries = 4;
  std::chrono::milliseconds farewell{8'000};     // stop() lets the last verb be reached
  std::chrono::milliseconds look_every{60'000};  // at its settings
  std::chrono::milliseconds clock_every{3'600'000};
};

// Errors: invalid_input with all that is wrong, one line each.
[[nodiscard]] base::Result<std::unique_ptr<LiveDriver>> make_growatt_driver(
    const home::Connection& connection, const DriverContext& context, GrowattPace pace = {});

}  // namespace ohmstead::connect
