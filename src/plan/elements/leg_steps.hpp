// Power of a device in steps, each with a price and with what its kW do inside the device: pieces
// of a leg (home/efficiency.hpp), cut further where wear changes its price.
//
// Units: kW on the home's side, money per kWh there. Thread rule: plain values.
#pragma once

#include <vector>

#include "ohmstead/home/battery.hpp"

namespace ohmstead::plan {

// The next `width_kw`. Prices do not fall; the share of the inside may rise and fall.
struct LegStep {
  double width_kw = 0.0;
  double price_per_kwh = 0.0;
  double inside_per_kw = 1.0;
};

// Of every kWh, whatever the power.
struct BaseWear {
  double per_kwh = 0.0;         // on the home's side
  double per_stored_kwh = 0.0;  // inside
};

// Together `power_kw` wide, and at least one.
[[nodiscard]] std::vector<LegStep> leg_steps(const std::vector<home::WearStep>& wear, BaseWear base,
                                             const home::Leg& leg, double power_kw);

// Whether some step loses less than the one before it: gets more inwards, takes less outwards.
[[nodiscard]] bool gains_rise(const std::vector<LegStep>& inward);
[[nodiscard]] bool needs_fall(const std::vector<LegStep>& outward);
// The step in which the power lies, seen from below or from above where it is at an edge.
[[nodiscard]] const LegStep& step_below(const std::vector<LegStep>& steps, double power_kw);
[[nodiscard]] const LegStep& step_above(const std::vector<LegStep>& steps, double power_kw);

}  // namespace ohmstead::plan
