// All rooms of a case and their heat sources as one element: heat flows between them.
//
// Devices: the zones (their power is 0, their temperatures are consequences), then the heat sources
// (decisions: power and, where they are switched, state). Linear form: one column per temperature
// and slot; on/off decisions are shared by the slots of a period. docs/math.md, Rooms. Units: kW,
// deg C, money. Thread rule: see element.hpp.
#pragma once

#include "heating.hpp"

namespace ohmstead::plan {

class ZonesElement final : public Element {
 public:
  explicit ZonesElement(const home::Case& home);

  [[nodiscard]] std::span<const Device> devices() const override { return devices_; }
  [[nodiscard]] LinearPart add_to(LinearHome& linear) const override;
  void complete(std::span<Track> tracks) const override;
  void bill(std::span<const Track> tracks, Account& account) const override;
  void check(std::span<const Track> tracks, const Refuse& refuse) const override;
  void act_by_habit(std::span<Track> tracks) const override;
  [[nodiscard]] std::vector<std::unique_ptr<SwitchedDevice>> switched() const override;
  [[nodiscard]] std::unique_ptr<CostFloor> cost_floor() const override;
  [[nodiscard]] double start_worth() const override;

  [[nodiscard]] const Heating& heating() const { return heating_; }
  // The tracks of the heat sources among those of the element.
  template <class T>
  [[nodiscard]] std::span<T> heaters_of(std::span<T> tracks) const {
    return tracks.subspan(heating_.network().zone_count());
  }

 private:
  void check_heater(std::size_t heater, const Track& track, const Refuse& refuse) const;

  Heating heating_;
  std::vector<Device> devices_;
};

}  // namespace ohmstead::plan
