// An appliance that may be interrupted, in plain numbers: where it may run and how much it needs.
//
// Needs count in hours at full power. A load that is only on or off is planned to the second: its
// need is rounded to whole seconds, and the most that it runs is what it needs and what is left of
// its last slot. A run that is too short for `min_on` at the end of the horizon counts as long
// enough; at the end of its window it does not. Units: kW, h, s, money. Thread rule: plain values.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "elements/element.hpp"

namespace ohmstead::plan {

struct LoadDevice {
  LoadDevice(const home::Case& home, const home::Appliance& appliance);

  std::string id;
  double power_kw = 0.0;
  double least_share = 1.0;    // of power_kw, where it runs
  bool is_modulating = false;  // any share from least_share to 1
  bool is_switched = false;    // it is on or off; otherwise any share from 0 to 1
  bool has_starts = false;     // starts cost or are limited, or a run has a least length

  std::size_t first = 0, end = 0;  // slots of its window
  std::vector<double> hours;       // of each slot
  std::vector<std::int64_t> seconds;
  double wanted_h = 0.0;        // at full power, of what its window can hold
  double out_of_reach_h = 0.0;  // needed beyond that
  double most_h = 0.0;
  double price_per_h = 0.0;  // of hours at full power left out

  double start_cost = 0.0;
  std::optional<std::size_t> most_starts;
  std::size_t bound_until = 0;  // a run from before the first slot goes on up to here
  bool begins_on = false;
  // The slot in which a run that starts in `slot` may end; nothing where none may start.
  [[nodiscard]] std::optional<std::size_t> on_until(std::size_t slot) const;

  [[nodiscard]] bool is_in_window(std::size_t slot) const { return slot >= first && slot < end; }
  // Hours at full power of a track.
  [[nodiscard]] double used_h(const Track& track) const;
  // Its own cost beside its power, from what it uses and how often it starts.
  [[nodiscard]] double missed_h(double used_h) const;
  [[nodiscard]] double cost(const Track& track) const;
  [[nodiscard]] std::size_t starts(const Track& track) const;
  // The track of an on/off load.
  [[nodiscard]] Track track_of(std::vector<int> states) const;

  // Reports the slots of `states` (0 or 1) that break a rule; whether there is none.
  using Report = std::function<void(std::size_t slot, const std::string& message)>;
  void find_problems(std::span<const int> states, const Report& report) const;
  [[nodiscard]] bool is_allowed(std::span<const int> states) const;

 private:
  void set_window(const home::Case& home, const home::Appliance& appliance);
  void set_need(const home::Appliance& appliance);
  void set_runs(const home::Case& home, const home::Appliance& appliance);

  std::vector<std::size_t> on_until_;  // of each slot; 0: no start
};

}  // namespace ohmstead::plan
