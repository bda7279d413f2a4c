// All elements of a case, and the way between their tracks and a plan's slots.
//
// Devices are numbered through all elements in a fixed order; a plan lists them in that order.
// Thread rule: does not change after it is made; the case must outlive it.
//
//   const PlannedDevices devices{home};
//   std::vector<Track> tracks = devices.make_tracks();  // decisions go here
//   devices.complete(tracks); devices.write(tracks, plan);
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "elements/account.hpp"
#include "elements/element.hpp"
#include "ohmstead/home/plan.hpp"

namespace ohmstead::plan {

class PlannedDevices {
 public:
  explicit PlannedDevices(const home::Case& home);

  [[nodiscard]] bool is_empty() const { return elements_.empty(); }
  [[nodiscard]] std::size_t device_count() const { return all_.size(); }
  [[nodiscard]] std::span<const std::shared_ptr<const Element>> elements() const {
    return elements_;
  }
  // The devices of one element among all tracks.
  template <class Tracks>
  [[nodiscard]] auto of(std::size_t element, Tracks& tracks) const {
    return std::span{tracks}.subspan(first_[element], elements_[element]->devices().size());
  }
  // Number of the element's first device among all tracks.
  [[nodiscard]] std::size_t first(std::size_t element) const { return first_[element]; }
  [[nodiscard]] const Device& device(std::size_t index) const { return all_[index]; }
  [[nodiscard]] const std::vector<Device>& all() const { return all_; }

  [[nodiscard]] std::vector<Track> make_tracks() const;
  void complete(std::vector<Track>& tracks) const;
  void act_by_habit(std::vector<Track>& tracks) const;
  void bill(const std::vector<Track>& tracks, Account& account) const;
  // `refuse` is told device numbers of all tracks.
  void check(const std::vector<Track>& tracks, const Refuse& refuse) const;
  [[nodiscard]] double start_worth() const;

  // Fills PlanSlot::devices of every slot. Precondition: completed tracks.
  void write(const std::vector<Track>& tracks, home::Plan& plan) const;
  // The decisions of a plan. Precondition: the plan lists these devices; a state without that name
  // becomes -1.
  [[nodiscard]] std::vector<Track> read(const home::Plan& plan) const;

 private:
  const home::Case* home_;
  std::vector<std::shared_ptr<const Element>> elements_;
  std::vector<std::size_t> first_;  // device number of each element's first
  std::vector<Device> all_;
};

// What all devices draw in a slot, less what they give.
[[nodiscard]] double drawn_kw(const std::vector<Track>& tracks, std::size_t slot);

}  // namespace ohmstead::plan
