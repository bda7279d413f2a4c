// The heat of each day of a water heater without a tank model.
//
// A day's heat comes from its midnight on, until its deadline: the next midnight and the deferral
// after it. In the deferral, what is still owed of the day before comes first; that misses least.
// A slot belongs to the local day in which it starts. docs/math.md, Hot water. Units: kWh of heat,
// money. Thread rule: does not change after it is made.
#pragma once

#include "water_need.hpp"

namespace ohmstead::plan {

class DailyNeed final : public WaterNeed {
 public:
  DailyNeed(const home::Case& home, const home::WaterHeater& heater, const WaterDevice& device);

  void add_to(LinearHome& linear, std::span<const HeatColumn> heat) const override;
  void complete(std::span<const double>, Track&) const override {}
  void bill(std::span<const double> heat_kw, Account& account) const override;
  [[nodiscard]] double cost(std::span<const double> heat_kw) const override;
  [[nodiscard]] double wish_kw(std::span<const double> heat_kw, std::size_t slot,
                               bool was_heating) const override;

  // What one slot adds to and takes from the heat that is still open.
  struct Step {
    double asked_kwh = 0.0;    // at its start: the heat of a day that begins
    double latest_kwh = 0.0;   // of its own day: what may stay open at its end without being missed
    bool is_deadline = false;  // at its end what is open above `latest_kwh` is missed
  };
  [[nodiscard]] const Step& step(std::size_t slot) const { return steps_[slot]; }
  [[nodiscard]] double price_per_kwh() const { return price_per_kwh_; }

 private:
  struct Day {
    double kwh = 0.0;
    std::size_t first = 0, end = 0;  // its own slots
    std::size_t until = 0;           // may be heated for up to here
  };
  void cut_days(const home::Case& home, const home::WaterHeater& heater);
  void make_steps();
  // Tells the slot and amount of heat that is missed, if any.
  template <class Miss>
  void follow(std::span<const double> heat_kw, Miss miss) const;

  std::string id_;
  std::vector<double> hours_;
  std::vector<Day> days_;
  std::vector<Step> steps_;
  double price_per_kwh_ = 0.0;
};

}  // namespace ohmstead::plan
