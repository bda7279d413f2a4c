// An appliance that may be interrupted: on or off, or any power in between, until it has its
// energy.
//
// Decisions: the power of each slot and, where it is switched, the state ("off" or "running").
// docs/math.md, Appliances. Units: kW, h, money. Thread rule: see element.hpp.
#pragma once

#include "elements/element.hpp"
#include "load_device.hpp"

namespace ohmstead::plan {

class LoadElement final : public Element {
 public:
  LoadElement(const home::Case& home, const home::Appliance& appliance);

  [[nodiscard]] std::span<const Device> devices() const override { return {&device_, 1}; }
  [[nodiscard]] LinearPart add_to(LinearHome& linear) const override;
  void complete(std::span<Track>) const override {}
  void bill(std::span<const Track> tracks, Account& account) const override;
  void check(std::span<const Track> tracks, const Refuse& refuse) const override;
  void act_by_habit(std::span<Track> tracks) const override;
  [[nodiscard]] std::vector<std::unique_ptr<SwitchedDevice>> switched() const override;

  [[nodiscard]] const LoadDevice& load() const { return load_; }

 private:
  LoadDevice load_;
  Device device_;
};

}  // namespace ohmstead::plan
