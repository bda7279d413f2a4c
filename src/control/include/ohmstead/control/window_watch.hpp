// Notices an open window by the air of a room that falls quickly, so that nobody heats the garden.
//
// After the pause, or as soon as the air warms up again by half of the fall, heating goes on.
// Units: deg C, times UTC. Thread rule: one thread per object; it reads no clock.
//
//   if (watch.is_open(rule, room.temperature, now)) ...
#pragma once

#include <deque>
#include <optional>

#include "ohmstead/home/site_devices.hpp"

namespace ohmstead::control {

class WindowWatch {
 public:
  // To be asked at each reading.
  [[nodiscard]] bool is_open(const home::OpenWindow& rule, std::optional<base::Celsius> temperature,
                             base::Time now);
  [[nodiscard]] std::optional<base::Time> until() const { return until_; }

 private:
  struct Seen {
    base::Time at;
    double c = 0.0;
  };
  std::deque<Seen> seen_;  // of the last `within_min`
  std::optional<base::Time> until_;
  double coldest_c_ = 0.0;
};

}  // namespace ohmstead::control
