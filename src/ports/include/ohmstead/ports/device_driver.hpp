// One outside system with meters and devices of the home, such as an inverter or a broker.
//
// Thread rule: all calls come from one thread and return within a second or two; a driver that
// waits for its system does so on threads of its own. Errors: unavailable, timed_out, refused.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/home/command.hpp"
#include "ohmstead/home/readings.hpp"

namespace ohmstead::ports {

// What drivers have told so far of this moment; each adds what it knows. Device readings without
// anything told are not in their lists.
struct Measured {
  home::Readings now;
  bool has_grid = false;      // the power at the grid
  bool has_pv = false;        // what the roof gives
  bool has_load = false;      // else it follows from the meter, the sun and the batteries
  bool has_counters = false;  // all of `now`; else they follow from meters, or powers over time
  // What single meters count: "grid.imported", "pv.energy", "battery.charged".
  std::map<std::string, base::Energy> meters = {};
  std::vector<std::string> has_soc = {};  // ids of batteries
  std::vector<std::string> silent = {};   // devices of which something needed is not known now
  // Of these, and of grid and pv, the power is not known now.
  std::vector<std::string> silent_powers = {};
  std::vector<home::Command> set = {};  // what devices say they were told
};

class DeviceDriver {
 public:
  virtual ~DeviceDriver() = default;
  [[nodiscard]] virtual std::string name() const = 0;
  // Of the devices that it can command; the same at each call.
  [[nodiscard]] virtual std::vector<home::Abilities> abilities() const = 0;
  [[nodiscard]] virtual base::Result<void> read(Measured& into) = 0;
  // Returns when it was taken, not when it is done. Only verbs of the device's abilities.
  [[nodiscard]] virtual base::Result<void> write(const home::Command& command) = 0;
};

}  // namespace ohmstead::ports
