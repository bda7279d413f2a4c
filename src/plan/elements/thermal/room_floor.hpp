// What a room with one on/off heat source costs at least, whatever its schedule: a dynamic
// programme whose values are never above the true ones.
//
// Values stand at the points of a grid over the two ways in which a room cools: fast as its air,
// slow as its mass. A slot shrinks each axis and turns none, so the grid travels along and meets
// that of the next period only at its end. Between points straight lines may lie above the true
// value where that bends upwards; points are lowered by as much as they could (above_kinks.hpp).
// Heat from neighbours is traded (heat_trade.hpp). Limits on the starts of a day are left out,
// which costs less, never more. docs/math.md 3.5. Units: kW, deg C, money. Thread rule: one thread.
#pragma once

#include <functional>
#include <optional>

#include "heat_trade.hpp"
#include "heating.hpp"

namespace ohmstead::plan {

class RoomFloor {
 public:
  // Nothing when the room is not one that it knows: another source heats it too, or this one
  // another room.
  [[nodiscard]] static std::optional<RoomFloor> make(const Heating& heating, std::size_t heater);

  // How far points are apart, in the two ways.
  struct Steps {
    double fast_c = 0.12, slow_c = 0.12;
  };
  void set_steps(Steps steps) { steps_ = steps; }
  // Comfort, electricity and trade of the cheapest schedule less what is stored at the end, at
  // least. `on_costs` per period of the source's rules, `trades` per slot. Nothing when `is_over`.
  [[nodiscard]] std::optional<double> at(std::span<const double> on_costs,
                                         std::span<const HeatTrade> trades,
                                         const std::function<bool()>& is_over);

  [[nodiscard]] std::size_t zone() const { return zone_; }
  // Per slot: heat that moves the room by one point of the fast axis.
  [[nodiscard]] std::vector<double> steps_kw() const;

 private:
  struct Pair {
    double fast = 0.0, slow = 0.0;
  };
  struct Slot {
    Pair keep;    // share of a K that is left at its end
    Pair off_c;   // what its end adds without heat from the source or trade
    Pair rise_c;  // what the source adds
    Pair per_kw;  // what a kW into the air adds
  };
  struct Axis {
    double low = 0.0, step = 1.0;
    std::size_t count = 2;
    [[nodiscard]] double at(std::size_t i) const { return low + step * static_cast<double>(i); }
  };
  struct Grid {
    Axis fast, slow;
    [[nodiscard]] std::size_t size() const { return fast.count * slow.count; }
  };
  using Values = std::vector<double>;  // [fast][slow]

  RoomFloor(const Heating& heating, std::size_t heater);
  [[nodiscard]] bool find_ways();
  void make_slots(std::span<const HeatTrade> trades);
  void make_grids(std::span<const HeatTrade> trades);
  void sweep(std::size_t period, double on_cost, std::span<const HeatTrade> trades);
  // Where the points of a period's grid are at the end of each of its slots, and what those cost.
  void go_through(std::size_t period, bool on, std::span<const HeatTrade> trades);
  // Values at its start, of those at its end (null: nothing comes after it).
  [[nodiscard]] Values spend(std::size_t period, const Values* next,
                             std::span<const HeatTrade> trades);
  [[nodiscard]] std::vector<Values> spend(std::size_t period, bool on,
                                          const std::vector<Values>& next,
                                          std::span<const HeatTrade> trades);
  [[nodiscard]] double start_value(const Values& values) const;
  // The steps of spend(), in room_floor_slots.cpp.
  void carry(const Grid& from, const Grid& to, const Values& next, Values& values);
  void find_costs(std::size_t slot, const Grid& grid, const HeatTrade& trade, Values& costs) const;
  void take_heat(std::size_t slot, const Grid& grid, const HeatTrade& trade, Values& values);
  void find_bends(const Grid& grid, std::size_t reach, const Values& values);

  const Heating* heating_;
  const Heater* heater_;
  std::size_t zone_;
  std::optional<std::size_t> mass_;
  double fast_mass_ = 0.0, slow_mass_ = 0.0;  // K of the mass per K of the air, in each way
  Steps steps_;
  Pair rate_;                        // 1/h
  Pair per_air_kwh_, per_mass_kwh_;  // K per kWh
  Pair start_;
  std::size_t on_levels_ = 1, off_levels_ = 1;  // periods that a run (pause) may be bound for
  std::vector<Slot> slots_;
  std::vector<Grid> grids_;       // [period]
  std::vector<Values> off_, on_;  // [bound periods] at the period that was swept last
  std::vector<Grid> at_end_;      // of go_through()
  std::vector<Values> costs_;
  Values bends_, turns_, spare_, best_;  // of take_heat()
};

}  // namespace ohmstead::plan
