// Against legionella: when a tank was hot through last, and when it must be made hot again.
//
// A run lies in the cheapest hours before it is due; the sooner it is due, the fewer are left.
// Where the tank's temperature is not known a run that was long enough counts. Units: deg C, hours,
// money per kWh, times UTC. Thread rule: one thread per object; it reads no clock.
//
//   clock.note(tank.temperature, hygiene, now);
//   if (auto run = clock.next_run(hygiene, facts, now)) ...
#pragma once

#include <optional>
#include <string>

#include "ohmstead/home/case.hpp"
#include "ohmstead/home/site_devices.hpp"

namespace ohmstead::control {

// How long the tank takes from its temperature now, with some to spare, and the hold.
[[nodiscard]] base::Seconds run_time(const home::WaterHygiene& hygiene,
                                     const home::SiteWaterHeater& heater,
                                     std::optional<base::Celsius> temperature);

class HygieneClock {
 public:
  struct State {
    base::Time hot_at;                              // it was held hot up to then
    std::optional<base::Time> hot_since;            // it is hot now
    std::optional<base::Time> run_from, run_until;  // of the run that was settled
  };
  // A tank of which nothing is known was hot when it was first seen.
  void note(std::optional<base::Celsius> temperature, const home::WaterHygiene& hygiene,
            base::Time now);
  // [from, until) of the run that is under way or comes next; nothing within the horizon. `prices`
  // may be null: then it runs when it is due.
  struct Run {
    base::Time from;
    base::Time until;
    bool is_overdue = false;
  };
  [[nodiscard]] std::optional<Run> next_run(const home::WaterHygiene& hygiene,
                                            base::Seconds run_time, const home::Case* prices,
                                            base::Time now);
  [[nodiscard]] const std::optional<State>& state() const { return state_; }
  void restore(const State& state) { state_ = state; }

 private:
  std::optional<State> state_;
};

}  // namespace ohmstead::control
