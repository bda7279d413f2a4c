// What a water heater heats for: the heat of each day, or a tank. The element of water heaters asks
// here for everything but the switching.
//
// Heat is in kW, one value per slot. Thread rule: does not change after it is made.
#pragma once

#include <span>
#include <vector>

#include "elements/element.hpp"
#include "linear_home.hpp"
#include "water_rules.hpp"

namespace ohmstead::plan {

// The heater itself in plain numbers.
struct WaterDevice {
  WaterDevice(const home::Case& home, const home::WaterHeater& heater);

  // Heat of a track.
  [[nodiscard]] std::vector<double> heat_kw(const Track& track) const;

  std::string id;
  double power_kw = 0.0;
  bool is_modulating = false;
  bool is_switched = true;
  std::vector<double> cop;
  std::vector<double> hours;
  WaterRules rules;
};

// A column whose unit gives `kw` of heat, and the most heat that it gives.
struct HeatColumn {
  LinearHome::Column column;
  double kw = 0.0;
  double most_kw = 0.0;
};

class WaterNeed {
 public:
  virtual ~WaterNeed() = default;

  // One heat column per slot.
  virtual void add_to(LinearHome& linear, std::span<const HeatColumn> heat) const = 0;
  virtual void complete(std::span<const double> heat_kw, Track& track) const = 0;
  virtual void bill(std::span<const double> heat_kw, Account& account) const = 0;
  // The total of bill(), fast.
  [[nodiscard]] virtual double cost(std::span<const double> heat_kw) const = 0;
  [[nodiscard]] virtual double start_worth() const { return 0.0; }
  // Heat that a home without a planner wants in `slot`, after the heat of the slots before it: as
  // much as it takes to be satisfied, which may be more than the heater gives; 0: none.
  // `was_heating` tells about the slot before.
  [[nodiscard]] virtual double wish_kw(std::span<const double> heat_kw, std::size_t slot,
                                       bool was_heating) const = 0;
};

}  // namespace ohmstead::plan
