// Readings that can be true: what no device can measure is replaced, and told in plain words.
//
// A device that does not answer, numbers outside its limits, and stores that filled or emptied
// faster than they can are replaced by what was expected (the last plan, else the site file). A
// jump that lasts an hour is believed, and so is the way back. Counters of the house that
// jumped or stand still while power flows are not booked; after a jump they count from where they
// are as soon as they rise as they should. Units as in home/readings.hpp. Thread rule: one thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "held_check.hpp"
#include "ohmstead/home/readings.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::engine {

struct CheckedReadings {
  home::Readings readings;          // batteries complete, in the site's order
  std::vector<std::string> faults;  // each with what to do
  bool is_meter_good = true;        // its counters may be booked
};

class ReadingsCheck {
 public:
  // `site` must outlive it.
  explicit ReadingsCheck(const home::Site& site) : site_{&site} {}

  // `expected`: what plan or site file say of this instant; one state per battery.
  [[nodiscard]] CheckedReadings check(home::Readings told, const home::DeviceStates& expected);
  // How often the counters of the house jumped or began anew.
  [[nodiscard]] std::size_t jumps() const { return jumps_; }

 private:
  void check_batteries(CheckedReadings& result, const home::DeviceStates& expected);
  void check_vehicles(CheckedReadings& result, const home::DeviceStates& expected);
  void check_temperatures(CheckedReadings& result, const home::DeviceStates& expected);
  void check_meter(CheckedReadings& result);
  [[nodiscard]] bool may_hold_now(const home::SiteBattery& battery, base::Energy told,
                                  double most_kw, base::Energy planned, base::Time now);
  // Whether power flowed while the counter stood, so that it is the reading of then.
  [[nodiscard]] bool stands_still(const std::string& id, double power_kw, double counter_kwh,
                                  base::Time now);

  const home::Site* site_;
  HeldCheck held_;
  struct Counted {
    double power_kw = 0.0, counter_kwh = 0.0;
    base::Time since;
  };
  std::map<std::string, Counted> counted_;
  std::optional<home::Readings> meter_;         // last good one
  std::optional<home::EnergyCounters> jumped_;  // to here
  std::size_t jumps_ = 0;
};

// Where nothing at all could be read: why, and what is assumed instead.
[[nodiscard]] std::string told_of_silence(const std::string& why, bool has_plan);

}  // namespace ohmstead::engine
