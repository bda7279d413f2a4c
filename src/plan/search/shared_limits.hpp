// Shared power limits as the search sees them: looked up once, billed often.
//
// Only what planned devices draw counts here; batteries under the same limit stay with the rest of
// the home. Units: kW, money. Thread rule: does not change after it is made.
#pragma once

#include <span>
#include <vector>

#include "planned_devices.hpp"

namespace ohmstead::plan {

class SharedLimits {
 public:
  SharedLimits(const home::Case& home, const PlannedDevices& devices);

  // What exceeding them costs with these tracks of all planned devices.
  [[nodiscard]] double cost(std::span<const Track> tracks) const;
  // Slots in which the others leave less than this device's highest power, one char as bool; empty
  // when no limit names it.
  [[nodiscard]] std::vector<char> blocked(std::span<const Track> tracks, std::size_t device) const;
  [[nodiscard]] bool is_shared(std::size_t one, std::size_t other) const;
  // How many of the devices that it names fit under a limit at once, the smallest first.
  struct Places {
    std::vector<std::size_t> devices;
    std::vector<std::size_t> count;  // per slot
    // Per slot: no place is worth more, as drawing beyond the limit costs that for each device too
    // many, at least. Money per hour.
    std::vector<double> most_worth;
  };
  // Of limits that some slot has too few places under; only `devices` are counted.
  [[nodiscard]] std::vector<Places> places(std::span<const std::size_t> devices) const;
  [[nodiscard]] const std::vector<double>& most_drawn_kw() const { return most_drawn_kw_; }

 private:
  struct Limit {
    std::vector<double> limit_kw;      // per slot
    std::vector<double> price_per_kw;  // per slot: of one kW beyond it
    std::vector<std::size_t> members;  // numbers of devices
  };
  [[nodiscard]] static double drawn(const Limit& limit, std::span<const Track> tracks,
                                    std::size_t slot, std::size_t left_out);

  std::vector<Limit> limits_;
  std::vector<double> hours_;          // of each slot
  std::vector<double> most_drawn_kw_;  // of each device
};

}  // namespace ohmstead::plan
