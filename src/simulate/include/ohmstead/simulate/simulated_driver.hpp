// The simulated home as a driver of its devices: it takes commands instead of a plan's slots.
//
// Batteries understand every verb; cars, hot water and heat also go their own way, machines know no
// commands yet. What
// it was told can be read back. Units as in home/command.hpp. Thread rule: one thread.
//
//   SimulatedDriver driver{site, house};
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ohmstead/home/site.hpp"
#include "ohmstead/ports/device_driver.hpp"
#include "ohmstead/simulate/simulated_home.hpp"

namespace ohmstead::simulate {

class SimulatedDriver final : public ports::DeviceDriver {
 public:
  // Both must outlive it.
  SimulatedDriver(const home::Site& site, SimulatedHome& house);

  [[nodiscard]] std::string name() const override { return "simulated home"; }
  [[nodiscard]] std::vector<home::Abilities> abilities() const override { return abilities_; }
  [[nodiscard]] base::Result<void> read(ports::Measured& into) override;
  [[nodiscard]] base::Result<void> write(const home::Command& command) override;

 private:
  // What holds of all commands, as an order of the simulated home.
  [[nodiscard]] home::PlanSlot order() const;

  const home::Site* site_;
  SimulatedHome* house_;
  std::vector<home::Abilities> abilities_;
  std::map<std::string, home::Command> set_;  // by device
};

}  // namespace ohmstead::simulate
