// An appliance: one run of a fixed profile, started in one of the slots that its window allows.
//
// Decisions: the state ("off" or "running") and the power of each slot; a run is recognised by the
// states. Linear form: one 0/1 column per possible start, x_s, and one for not running; they add up
// to 1, which is the convex hull of all runs. Units: kW, money. Thread rule: see element.hpp.
#pragma once

#include <optional>

#include "element.hpp"

namespace ohmstead::plan {

class ApplianceElement final : public Element {
 public:
  ApplianceElement(const home::Case& home, const home::Appliance& appliance);

  [[nodiscard]] std::span<const Device> devices() const override { return {&device_, 1}; }
  [[nodiscard]] LinearPart add_to(LinearHome& linear) const override;
  void complete(std::span<Track>) const override {}
  void bill(std::span<const Track> tracks, Account& account) const override;
  void check(std::span<const Track> tracks, const Refuse& refuse) const override;
  void act_by_habit(std::span<Track> tracks) const override;
  [[nodiscard]] std::vector<std::unique_ptr<SwitchedDevice>> switched() const override;
  [[nodiscard]] std::unique_ptr<CostFloor> cost_floor() const override;

  // A run that starts in slot `start`: power from there on, slot by slot.
  struct Run {
    std::size_t start = 0;
    std::vector<double> power_kw;
    double delay_cost = 0.0;
  };
  [[nodiscard]] const std::vector<Run>& runs() const { return runs_; }
  [[nodiscard]] double skip_cost() const { return skip_cost_; }
  static void write(const Run* run, Track& track);

 private:
  [[nodiscard]] std::optional<Run> make_run(const home::Appliance& appliance,
                                            std::size_t start) const;

  const home::Case* home_;
  Device device_;
  std::vector<Run> runs_;
  double energy_kwh_ = 0.0;
  double skip_cost_ = 0.0;
};

}  // namespace ohmstead::plan
