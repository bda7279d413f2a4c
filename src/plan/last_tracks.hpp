// What the last plan wanted of the planned devices: to begin a search with, and to keep.
//
// The action of a device in a slot is that it draws, gives or does neither, not how much. Units:
// kW. Thread rule: does not change after it is made; the case must outlive it.
//
//   const LastTracks last{home, elements.planned};
//   if (last.count_changed(tracks) == 0) ...  // the first actions are those of the last plan
#pragma once

#include <optional>
#include <vector>

#include "ohmstead/home/plan.hpp"
#include "planned_devices.hpp"

namespace ohmstead::plan {

class LastTracks {
 public:
  LastTracks(const home::Case& home, const PlannedDevices& devices);

  // Whether the last plan knows the first slot of any device.
  [[nodiscard]] bool is_there() const { return is_there_; }
  // Whether it reaches nearly as far as the case: not where prices of another day became known.
  [[nodiscard]] bool is_whole() const;
  // Whether a device's first action is not the last plan's, and how many there are.
  [[nodiscard]] bool is_changed(std::size_t device, const std::vector<Track>& tracks) const;
  [[nodiscard]] std::size_t count_changed(const std::vector<Track>& tracks) const;
  // What the last plan wants of a device in the first slot, kW; nothing when it does not say.
  [[nodiscard]] std::optional<double> first_kw(std::size_t device) const {
    return first_kw_[device];
  }
  // The last plan as far as it reaches and is possible, per element; habits where not. Completed.
  [[nodiscard]] std::vector<Track> rest() const;

 private:
  [[nodiscard]] const home::LastDevicePlan* find(const std::string& id) const;

  const home::Case* home_;
  const PlannedDevices* devices_;
  std::vector<std::optional<double>> first_kw_;  // [device]
  bool is_there_ = false;
};

// The devices' part of a last plan, from a plan's slots.
[[nodiscard]] std::vector<home::LastDevicePlan> last_device_plans(
    std::span<const home::PlanSlot> slots);

}  // namespace ohmstead::plan
