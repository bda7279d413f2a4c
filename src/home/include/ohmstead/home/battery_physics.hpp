// What a battery can do in a slot, and what becomes of what it holds: stated once for planners, the
// evaluator and simulated reality.
//
// Units: kW at the terminals, kWh as stored, money. Thread rule: pure functions.
//
//   Power most = most_charge(home, battery, slot, soc, battery.capacity);
//   Energy after = next_soc(battery, soc, most, {}, home.slots.hours(slot));
#pragma once

#include <span>
#include <vector>

#include "ohmstead/home/case.hpp"

namespace ohmstead::home {

[[nodiscard]] Leg charge_leg(const Battery& battery);     // what is stored
[[nodiscard]] Leg discharge_leg(const Battery& battery);  // what is taken from the store

[[nodiscard]] Energy next_soc(const Battery& battery, Energy soc, Power charge, Power discharge,
                              base::Hours time);

struct PowerLimits {
  Power charge;
  Power discharge;
};

// The highest powers at the temperature of the slot.
[[nodiscard]] PowerLimits power_limits(const Case& home, const Battery& battery, std::size_t slot);

// No power is above at_empty_kw + per_kwh * soc, of any of the lines.
struct SocLine {
  double at_empty_kw = 0.0;
  double per_kwh = 0.0;
};
[[nodiscard]] std::vector<SocLine> charge_lines(const Battery& battery);
[[nodiscard]] std::vector<SocLine> discharge_lines(const Battery& battery);
// What the lines allow at this state; infinite where there are none.
[[nodiscard]] double line_limit_kw(std::span<const SocLine> lines, Energy soc);

// The highest power through a whole slot that starts with `soc`: by temperature, by state of
// charge, and so that it does not pass `goal` (`floor`).
[[nodiscard]] Power most_charge(const Case& home, const Battery& battery, std::size_t slot,
                                Energy soc, Energy goal);
[[nodiscard]] Power most_discharge(const Case& home, const Battery& battery, std::size_t slot,
                                   Energy soc, Energy floor);

// What wear by depth costs when the store goes from one state to another; nothing upwards.
[[nodiscard]] Money depth_wear(const Battery& battery, Energy from, Energy to);
// Price of wear of the next kWh that is discharged, per kWh at the terminals.
[[nodiscard]] EnergyPrice next_wear(const Battery& battery, Energy soc);
// Price of wear per kWh discharged, as the mean over the corridor; for estimates.
[[nodiscard]] EnergyPrice mean_wear(const Battery& battery);

}  // namespace ohmstead::home
