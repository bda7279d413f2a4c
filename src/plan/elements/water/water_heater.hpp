// A heater of hot water: on/off at its power, or any power up to it, for a tank or for the heat of
// each day.
//
// Decisions: power and, where it is switched, the state ("off" or "on"). Consequences: heat and the
// temperature of a tank. Linear form: a column on_t (0/1) where it is switched and start columns
// u_t >= on_t - on_{t-1} where rules need them; docs/math.md, Hot water. Units: kW, deg C, money.
// Thread rule: see element.hpp.
#pragma once

#include "water_need.hpp"

namespace ohmstead::plan {

class TankNeed;
class DailyNeed;

class WaterHeaterElement final : public Element {
 public:
  WaterHeaterElement(const home::Case& home, const home::WaterHeater& heater);
  ~WaterHeaterElement() override;

  [[nodiscard]] std::span<const Device> devices() const override { return {&device_, 1}; }
  [[nodiscard]] LinearPart add_to(LinearHome& linear) const override;
  void complete(std::span<Track> tracks) const override;
  void bill(std::span<const Track> tracks, Account& account) const override;
  void check(std::span<const Track> tracks, const Refuse& refuse) const override;
  void act_by_habit(std::span<Track> tracks) const override;
  [[nodiscard]] std::vector<std::unique_ptr<SwitchedDevice>> switched() const override;
  [[nodiscard]] std::unique_ptr<CostFloor> cost_floor() const override;
  [[nodiscard]] double start_worth() const override { return need_->start_worth(); }

  [[nodiscard]] const WaterDevice& heater() const { return heater_; }
  [[nodiscard]] const WaterNeed& need() const { return *need_; }
  // One of the two; null: the other.
  [[nodiscard]] const TankNeed* tank() const { return tank_; }
  [[nodiscard]] const DailyNeed* daily() const { return daily_; }
  // The track of an on/off heater with these states.
  [[nodiscard]] Track track_of(std::vector<int> states) const;

 private:
  using Columns = std::vector<LinearHome::Column>;
  [[nodiscard]] Columns add_switches(LinearHome& linear, Columns& starts) const;
  void add_rules(LinearHome& linear, const Columns& on, const Columns& starts) const;
  void add_day_limits(LinearHome& linear, const Columns& on, const Columns& starts) const;
  void take(std::span<const double> values, const Columns& power, const Columns& on,
            Track& track) const;

  WaterDevice heater_;
  Device device_;
  std::unique_ptr<const WaterNeed> need_;
  const TankNeed* tank_ = nullptr;
  const DailyNeed* daily_ = nullptr;
};

}  // namespace ohmstead::plan
