// The cheapest on/off schedule of one heat source in its room: a dynamic programme over the
// temperatures of air and mass and whether the source is on.
//
// The neighbours' temperatures are held as they are now; what the room's warmth is worth to them
// enters by its slope. Between the points of the temperature grid the value is interpolated, so the
// schedule is very good, not proven; its path is followed with exact temperatures. A start (a stop)
// is one step to where it may end. All that does not depend on prices is kept until the room's
// surroundings change. docs/math.md, Rooms. Units: kW, deg C, money. Thread rule: one thread.
//
//   RoomProgram program{heating, 0};
//   std::vector<char> on = program.cheapest(prices, blocked, heaters, temperatures_c);
#pragma once

#include <array>
#include <optional>

#include "heating.hpp"

namespace ohmstead::plan {

class RoomProgram {
 public:
  // Precondition: the source is not modulating and heats one zone. `heating` must outlive this.
  RoomProgram(const Heating& heating, std::size_t heater);

  // Periods [first, end) are decided; before and after them the source does as `now` says.
  struct Window {
    std::size_t first = 0, end = 0;
    std::span<const char> now;  // per period
  };
  // On or off per period of the source's rules, when a kWh drawn in slot t costs prices[t].
  // `blocked` periods are not on unless they must. `heaters` are the tracks of all sources and
  // `temperatures_c` what they make. Where what a window holds does not fit its
  // beginning or end the answer may break the source's rules.
  [[nodiscard]] std::vector<char> cheapest(std::span<const double> prices,
                                           std::span<const char> blocked,
                                           std::span<const Track> heaters,
                                           std::span<const double> temperatures_c,
                                           std::optional<Window> window = {});

 private:
  struct State {
    double air_c = 0.0, mass_c = 0.0;
  };
  // An affine function of the state.
  struct Plane {
    double air = 0.0, mass = 0.0, constant = 0.0;
    [[nodiscard]] double at(const State& state) const {
      return air * state.air_c + mass * state.mass_c + constant;
    }
  };
  struct SlotMap {
    Plane air, mass;                             // after the slot, source off
    double air_rise_c = 0.0, mass_rise_c = 0.0;  // when on
  };
  struct Axis {
    double low = 0.0, step = 1.0;
    std::size_t count = 2;
    [[nodiscard]] double at(std::size_t i) const { return low + step * static_cast<double>(i); }
  };
  struct Grid {
    Axis air, mass;
    [[nodiscard]] std::size_t size() const { return air.count * mass.count; }
  };
  // On or off from a period up to another one: temperatures there, and the cost on the way beside
  // electricity.
  struct Stretch {
    std::size_t until = 0;
    bool is_on = false;
    Plane air, mass;
    Plane slope_cost;          // neighbours and the end
    std::vector<Plane> slots;  // air after each slot
    std::size_t first_slot = 0;
    std::vector<float> costs;  // of the grid of its period, once asked for
  };
  // Going on off, going on on, starting, stopping.
  enum Move : std::size_t { k_stay_off, k_stay_on, k_start, k_stop, k_moves };

  void set_surroundings(std::span<const Track> heaters, std::span<const double> temperatures_c);
  void make_maps();
  void make_grids();
  [[nodiscard]] Axis make_axis(double coldest_c, double hottest_c, double step_c,
                               bool is_clipped) const;
  [[nodiscard]] Stretch make_stretch(std::size_t period, std::size_t until, bool on) const;
  void make_tables();
  void fill_costs(Stretch& stretch, const Grid& grid) const;
  void sweep(std::span<const double> on_costs, std::span<const char> blocked);
  void sweep_period(std::size_t period, std::size_t starts, std::span<const double> on_costs,
                    std::span<const char> blocked);
  void sweep_held(std::size_t period, bool on, std::size_t starts,
                  std::span<const double> on_costs);
  // Of a move that `starts` starts of the day follow.
  void value_after(std::size_t period, Move move, std::size_t starts,
                   std::span<const double> on_costs, std::vector<float>& values);
  void value_of(const Stretch& stretch, const Grid& grid, const float* next, double more,
                std::vector<float>& values) const;
  // Whether the window leaves room for all of a stretch.
  [[nodiscard]] bool fits(std::size_t period, const Stretch& stretch) const;
  [[nodiscard]] double value_at(std::size_t period, bool on, std::size_t starts,
                                const State& state) const;
  [[nodiscard]] std::vector<char> follow(std::span<const double> on_costs,
                                         std::span<const char> blocked) const;
  [[nodiscard]] double exact_cost(const Stretch& stretch, const State& state) const;
  [[nodiscard]] double electricity(std::span<const double> on_costs, std::size_t period,
                                   const Stretch& stretch) const;
  [[nodiscard]] bool is_blocked(std::span<const char> blocked, std::size_t period,
                                std::size_t until) const;
  [[nodiscard]] std::size_t starts_at(std::size_t from, std::size_t until,
                                      std::size_t starts) const;
  [[nodiscard]] const float* table(std::size_t period, bool on, std::size_t starts) const {
    return values_[(period * counts_ + starts) * 2 + (on ? 1 : 0)].data();
  }

  const Heating* heating_;
  const Heater* heater_;
  std::size_t zone_;
  std::optional<std::size_t> mass_;
  double share_;
  State start_;
  std::size_t counts_ = 1;  // starts of a day that are told apart, and 0
  std::size_t most_points_ = 64;
  std::vector<double> ambient_kw_, slopes_;  // surroundings that the tables hold for
  std::vector<SlotMap> maps_;
  std::vector<Grid> grids_;                              // [period]
  std::vector<std::array<Stretch, k_moves>> stretches_;  // [period]
  std::vector<std::vector<float>> values_;               // [period][starts][off, on]
  Window window_;                                        // of this answer
  std::array<std::vector<float>, k_moves> scratch_;
};

}  // namespace ohmstead::plan
