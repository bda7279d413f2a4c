// Whether devices do what they are told, by what is measured of them: how far off, how fast, how
// often they are switched.
//
// A battery that says that it obeys and for a minute never did is doubted, of a device that settles
// slowly for longer; near full and near empty it may do less. Cars and heat may do less at any
// time; when they go on for some minutes beyond what they were told, they are doubted too. Units:
// kW, s. Thread rule: one thread.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ohmstead/control/limits.hpp"
#include "ohmstead/home/readings.hpp"
#include "ohmstead/ports/home_devices.hpp"

namespace ohmstead::engine {

class SetPoints {
 public:
  explicit SetPoints(std::vector<control::BatteryLimits> batteries)
      : batteries_{std::move(batteries)} {}

  // Until what it is told can be measured of it; else what drivers assume.
  void settles(const std::string& device, base::Seconds within) { settles_[device] = within; }
  // A write that was taken.
  void note(const home::Command& write, base::Time now);
  // At each reading; `silent` devices tell nothing. Returns the devices that are doubted from now
  // on.
  [[nodiscard]] std::vector<std::string> look(const home::Readings& now);
  // A sentence where the device does not do what it says; else empty.
  [[nodiscard]] std::string fault_of(const std::string& device) const;
  [[nodiscard]] std::vector<ports::CommandEffort> take();

 private:
  struct Told {
    home::Command command;
    base::Time at;
    bool is_answered = false;  // was measured to do it
    bool is_doubted = false;
    base::Power measured = {};
  };
  [[nodiscard]] base::Seconds doubted_after(const std::string& device) const;
  // It may do otherwise than it was told for a good reason.
  [[nodiscard]] bool is_excused(const Told& told, const home::Readings& now) const;

  std::vector<control::BatteryLimits> batteries_;
  std::map<std::string, base::Seconds> settles_;
  std::map<std::string, Told> told_;
  std::map<std::string, ports::CommandEffort> efforts_;
  std::optional<base::Time> looked_at_;
};

}  // namespace ohmstead::engine
