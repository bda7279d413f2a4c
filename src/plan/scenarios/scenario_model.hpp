// All scenarios in one linear problem: devices of the first stage once, everything else once per
// scenario.
//
// Built from the linear models of the parts. The first stage is a home of its own without batteries
// and prices; what it draws in a slot is one column that counts as load in every scenario. Costs of
// a scenario weigh (1 - v) w_s, and with a Cvar v / (1 - alpha) w_s for what they are above z
// (docs/math.md, "Scenarios", with the same symbols). On/off decisions are relaxed. Units: kW,
// kWh, money. Thread rule: one thread per object.
//
//   ScenarioModel joint{home, 3.0};
//   Solution s = solver.solve(joint.model());
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "linear_model.hpp"
#include "ohmstead/home/case.hpp"
#include "ohmstead/solve/from_point.hpp"
#include "optimal.hpp"

namespace ohmstead::plan {

class ScenarioModel {
 public:
  // `home` must outlive this. Precondition: it has scenarios. Stops building after
  // `wall_s`, and where it would take more memory than a small computer has.
  ScenarioModel(const home::Case& home, double wall_s);

  // Whether it was built; nothing else may be asked before.
  [[nodiscard]] bool is_complete() const { return is_complete_; }

  [[nodiscard]] const solve::Model& model() const { return model_; }
  [[nodiscard]] std::size_t scenario_count() const { return parts_.size(); }
  // Whether on/off decisions of the first stage were relaxed.
  [[nodiscard]] bool has_switches() const { return first_ && first_->linear.has_switches(); }

  // Devices of the first stage, in the order of the home's planned devices.
  [[nodiscard]] std::vector<Track> first_tracks(std::span<const double> values) const;
  // What the first stage costs beside its power, by the evaluator; its tracks, completed.
  [[nodiscard]] double first_cost(const std::vector<Track>& tracks) const;
  // The tracks of the first stage among those of all devices.
  [[nodiscard]] std::vector<Track> keep_first(const std::vector<Track>& all,
                                              const PlannedDevices& planned) const;
  // What the first stage draws, per slot.
  [[nodiscard]] std::vector<double> first_drawn_kw(std::span<const double> values) const;
  // Makes the first stage draw this much; one value per slot.
  void fix_drawn(std::span<const double> kw);
  // Holds first actions of the home: in the first stage, and in the second where its first slot is
  // shared. False where one is more than one column's matter.
  bool hold_first(const FirstActions& first, const PlannedDevices& planned);
  // What batteries and planned devices do in the shared first slot, in the order of
  // LinearModel::first_powers().
  [[nodiscard]] std::vector<double> first_powers(std::span<const double> values) const;
  // The values of one scenario's part, and the shadow prices of its rows.
  [[nodiscard]] std::span<const double> values_of(std::size_t scenario,
                                                  std::span<const double> values) const;
  [[nodiscard]] std::span<const double> duals_of(std::size_t scenario,
                                                 std::span<const double> duals) const;

  // Where the first stage draws this much, one value per slot: what it does then, and what each
  // scenario makes of it, all in their best way. None where that is impossible or the time over.
  [[nodiscard]] std::optional<solve::Point> point_at(std::span<const double> drawn_kw,
                                                     const solve::Limits& limits) const;

  // The home without the first stage.
  [[nodiscard]] static home::Case second_stage(const home::Case& home,
                                               const std::set<std::string>& first);
  // The most that the first stage can draw.
  [[nodiscard]] double most_drawn_kw() const { return most_drawn_kw_; }

 private:
  // The first stage as a home.
  struct FirstStage {
    home::Case home;
    HomeElements elements;
    LinearModel linear;
    explicit FirstStage(home::Case only);
  };
  // Where a model lies inside this one.
  struct Part {
    std::int32_t column = 0;
    std::int32_t row = 0;
    std::int32_t columns = 0;
    std::int32_t rows = 0;
    solve::ColumnId excess;  // of a Cvar
    solve::RowId excess_row;
  };

  Part append(const solve::Model& from, const std::string& name, double weight);
  void link(const LinearModel& scenario, const Part& part);
  void share_first_slot(const LinearModel& scenario, const Part& part);
  bool hold_devices(const FirstActions& first, const PlannedDevices& planned, bool is_first_stage,
                    LinearModel& linear, const Part& part);
  void add_excess(const solve::Model& scenario, Part& part, double weight);
  [[nodiscard]] solve::Solution solve_first(std::span<const double> drawn_kw,
                                            const solve::Limits& limits) const;
  void put_excess(const std::vector<double>& costs, solve::Point& point) const;

  const home::Case* home_;
  std::unique_ptr<FirstStage> first_;
  Part first_part_;
  double most_drawn_kw_ = 0.0;
  bool is_complete_ = false;
  solve::Model model_;
  std::vector<Part> parts_;
  solve::ColumnId threshold_;            // z of the Cvar
  std::vector<solve::ColumnId> shared_;  // of the first scenario
};

}  // namespace ohmstead::plan
