// The cheapest on/off schedule of a water heater at given prices: dynamic programmes over time.
//
// States are slots in which it may be switched, on or off, the starts left in the day, and one
// number for the heat. For a tank that number is z = (T - T_free) / kept share, with T_free the
// temperature without any heating: off keeps z, so that rounding to a grid happens only while
// heating. For the heat of each day it is what is still open, kept exactly. The path is followed
// with exact numbers, so that its cost is what complete() and bill() say. Units: kWh, deg C, money.
// Thread rule: one thread; the element must outlive it.
#pragma once

#include <memory>

#include "daily_need.hpp"
#include "tank_need.hpp"
#include "water_heater.hpp"

namespace ohmstead::plan {

class WaterProgramme {
 public:
  virtual ~WaterProgramme() = default;
  // States (0 off, 1 on) of the cheapest schedule, when having it on in slot t costs `on_costs[t]`.
  [[nodiscard]] virtual std::vector<int> cheapest(std::span<const double> on_costs) = 0;
};

[[nodiscard]] std::unique_ptr<WaterProgramme> make_programme(const WaterHeaterElement& element);

// The cheapest schedule when a kWh drawn in slot t costs prices[t], not drawing where `blocked`
// says so (empty: nowhere) unless a run from before the first slot has to go on.
[[nodiscard]] Track best_schedule(const WaterHeaterElement& element, WaterProgramme& programme,
                                  std::span<const double> prices, std::span<const char> blocked);

// As make_programme() for each of the two needs.
[[nodiscard]] std::unique_ptr<WaterProgramme> make_tank_programme(const WaterDevice& heater,
                                                                  const TankNeed& tank);
[[nodiscard]] std::unique_ptr<WaterProgramme> make_daily_programme(const WaterDevice& heater,
                                                                   const DailyNeed& daily);

// So small that it only decides between schedules of the same cost: those with fewer starts win.
inline constexpr double k_start_hair = 1e-7;

}  // namespace ohmstead::plan
