// The tank of a water heater: its temperature, and what that costs.
//
// In a slot of h hours T' = (C T + h (heat + loss * ambient - draw)) / (C + h loss), the implicit
// Euler step of docs/math.md, Hot water. Below the lower and above the upper bound each K costs the
// violation price of its heat per slot, below the reserve a tenth of that; below the comfort each K
// costs its price per hour. Heat at the end has a worth. Units: kW, kWh/K, deg C, money. Thread
// rule: does not change after it is made.
#pragma once

#include "water_need.hpp"

namespace ohmstead::plan {

class TankNeed final : public WaterNeed {
 public:
  TankNeed(const home::Case& home, const home::WaterHeater& heater, const WaterDevice& device);

  void add_to(LinearHome& linear, std::span<const HeatColumn> heat) const override;
  void complete(std::span<const double> heat_kw, Track& track) const override;
  void bill(std::span<const double> heat_kw, Account& account) const override;
  [[nodiscard]] double cost(std::span<const double> heat_kw) const override;
  [[nodiscard]] double start_worth() const override { return worth(start_c_); }
  [[nodiscard]] double wish_kw(std::span<const double> heat_kw, std::size_t slot,
                               bool was_heating) const override;

  [[nodiscard]] double start_c() const { return start_c_; }
  // Share of a slot's temperature that is left at its end, and K that a kW of heat adds to that.
  [[nodiscard]] double keep(std::size_t slot) const { return steps_[slot].keep; }
  [[nodiscard]] double rise_k(std::size_t slot) const { return steps_[slot].rise_k; }
  [[nodiscard]] double after(std::size_t slot, double before_c, double heat_kw) const {
    const Step& step = steps_[slot];
    return step.keep * before_c + step.rise_k * (step.forced_kw + heat_kw);
  }
  // Of a temperature at the end of `slot`: comfort, bounds (`slack_k` wider than they are) and, of
  // the last slot, the worth.
  [[nodiscard]] double slot_cost(std::size_t slot, double end_c, double slack_k = 0.0) const;
  // Temperatures at the end of each slot.
  [[nodiscard]] std::vector<double> temperatures(std::span<const double> heat_kw) const;
  // Above this heat is of no use.
  [[nodiscard]] double most_useful_c() const;

 private:
  struct Step {
    double keep = 1.0;
    double rise_k = 0.0;     // per kW of heat
    double forced_kw = 0.0;  // from the air around it, as if it were at 0 deg C, less the draw
    double hold_kw_per_k = 0.0;
    double hours = 0.0;
    double reserve_c;  // minus infinity where there is none
  };
  [[nodiscard]] double worth(double end_c) const;
  [[nodiscard]] double reserve_cost(std::size_t slot, double end_c) const;
  void add_bounds(LinearHome& linear, std::span<const LinearHome::Column> temperature,
                  std::span<const double> coldest, std::span<const double> hottest) const;
  void add_end(LinearHome& linear, LinearHome::Column temperature, double coldest,
               double hottest) const;
  void set_end(const home::Case& home, const home::WaterTank& tank, const WaterDevice& device);

  std::string id_;
  std::vector<Step> steps_;
  double loss_kw_per_k_ = 0.0;
  double start_c_ = 0.0;
  double low_c_, high_c_;  // infinite where there is none
  double comfort_c_;       // minus infinity where there is none
  double bound_price_per_k_ = 0.0;
  double comfort_price_per_k_h_ = 0.0;
  double end_low_c_;
  double end_from_c_ = 0.0;
  double end_span_k_ = 0.0;  // may be infinite
  double end_worth_per_k_ = 0.0;
  double hysteresis_k_ = 0.0;
  double most_heat_c_ = 0.0;  // of the hottest that it can get
};

}  // namespace ohmstead::plan
