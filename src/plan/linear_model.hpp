// The home as a linear problem: one column per power and state, one row per balance.
//
// Built from the same elements as the value function. Where the relaxation would cheat (import and
// export, or charge and discharge, in one slot) a slot gets a binary; `Exclusive` says which. Names
// of columns and rows are those of docs/math.md section 3; their tags count seconds, so that a
// basis can move in time. Units: kW, kWh, money. Thread rule: one thread per object.
//
//   LinearModel linear; linear.build(home, elements, exclusive);
//   Solution s = solver.solve(linear.model()); linear.powers(s.values);
#pragma once

#include <array>
#include <string>
#include <vector>

#include "battery_reach.hpp"
#include "devices.hpp"
#include "exclusive.hpp"
#include "linear_columns.hpp"
#include "linear_home.hpp"
#include "ohmstead/home/plan.hpp"
#include "ohmstead/solve/solver.hpp"
#include "phases.hpp"

namespace ohmstead::plan {

class LinearModel {
 public:
  // `has_integers` false relaxes the on/off decisions of the planned devices.
  void build(const home::Case& home, const HomeElements& elements, const Exclusive& exclusive,
             bool has_integers = false);

  // Whether there are preferences among plans of the same cost.
  [[nodiscard]] bool has_ties() const { return !ties_.empty(); }
  // How much they count: 1 as given (so after build()), 0 not at all.
  void steer(double share);
  // What preferences count at the most, whatever the values.
  [[nodiscard]] double most_preference() const;
  // What values cost without preferences.
  [[nodiscard]] double money(std::span<const double> values) const;

  // Load that comes on top of the case's, per slot; for solving again with another one. The next
  // build() makes room for at most as much as expect_drawn() says.
  void expect_drawn(double most_kw) { expected_drawn_kw_ = most_kw; }
  void set_drawn(std::span<const double> kw);
  // Rows that count the home's load in a slot, and with which sign.
  struct LoadRow {
    solve::RowId row;
    double sign = 1.0;
  };
  [[nodiscard]] std::vector<LoadRow> load_rows(std::size_t slot) const;
  // What flows in from the grid in a slot and what flows out, each in steps.
  struct GridColumns {
    std::vector<solve::ColumnId> in, out;
  };
  [[nodiscard]] GridColumns grid_columns(std::size_t slot) const;
  // What batteries and planned devices draw and give in the first slot.
  [[nodiscard]] std::span<const solve::ColumnId> first_powers() const { return first_powers_; }
  void hold(solve::ColumnId column, double value) { model_.set_bounds(column, {value, value}); }

  [[nodiscard]] const solve::Model& model() const { return model_; }
  // Where a cold start begins: batteries rest, and the grid covers what the home lacks or has too
  // much. The steps from there to an optimum are a quarter of those from where nothing is covered.
  [[nodiscard]] solve::Basis idle_basis() const;
  [[nodiscard]] std::vector<DevicePowers> powers(std::span<const double> values) const;
  // What the planned devices do, completed. Of relaxed values: each decision as it is taken most.
  [[nodiscard]] std::vector<Track> tracks(std::span<const double> values) const;
  // Whether on/off decisions exist, relaxed or not.
  [[nodiscard]] bool has_switches() const;
  // Slots whose flows run both ways although the case forbids it.
  [[nodiscard]] Exclusive find_cheating(std::span<const double> values) const;
  // Values for a mixed-integer start: each binary on the side of the larger flow.
  [[nodiscard]] std::vector<double> rounded_start(const LinearModel& relaxed,
                                                  std::span<const double> relaxed_values) const;
  // The same from a plan of the case.
  [[nodiscard]] std::vector<double> start_of(const home::Plan& plan,
                                             const std::vector<Track>& tracks) const;
  // Worth of one more kWh at the home, per slot, and of one more kWh stored, per battery and slot.
  [[nodiscard]] std::vector<double> home_values(std::span<const double> row_duals) const;
  [[nodiscard]] std::vector<double> stored_values(std::size_t battery,
                                                  std::span<const double> row_duals) const;
  // Holds the powers of a battery in a slot, with its direction; adds what it changes to `held`,
  // for restore().
  using Held = std::vector<std::pair<solve::ColumnId, solve::Bounds>>;
  void hold(std::size_t battery, std::size_t slot, BatteryPowers powers, Held& held);
  // Holds what a planned device draws in the first slot, as near as it can; false where that is
  // more than one column's matter.
  bool hold_first(const std::string& device_id, double power_kw, Held& held);
  // Holds the grid's direction in a slot and opens those of the inverters.
  void turn(std::size_t slot, bool imports, Held& held);
  void open(solve::ColumnId binary, Held& held) { hold(binary, {0.0, 1.0}, held); }
  void restore(const Held& held);
  // The binaries that keep flows apart.
  [[nodiscard]] std::vector<solve::ColumnId> directions() const;
  // Makes the model linear: every integer stays as in `values`, but for those of planned elements
  // that are free (empty: none).
  void hold_integers(std::span<const double> values, const std::vector<char>& is_free_element = {});

 private:
  using Column = solve::ColumnId;
  using Row = solve::RowId;

  void find_cheating(std::span<const double> values, std::size_t battery, std::size_t slot,
                     Exclusive& found) const;
  void hold(Column column, solve::Bounds bounds, Held& held);
  // The integers of a battery that does this.
  void set_battery(std::size_t battery, std::size_t slot, BatteryPowers powers, double soc_kwh,
                   std::vector<double>& start) const;
  void start(const home::Case& home, const HomeElements& elements);
  void add_balance();
  void add_grid(const Exclusive& exclusive);
  [[nodiscard]] double import_kw_in(std::size_t slot) const;
  [[nodiscard]] double export_kw_in(std::size_t slot) const;
  void add_power_limits();
  void add_peaks();
  void add_peak(const home::PeakCharge& peak, const std::string& name);
  void add_pv();
  void add_inverter(std::size_t index, const Exclusive& exclusive);
  // DC power that the steps of an inverter in this use lose and its legs would not.
  [[nodiscard]] double lost_kw(std::span<const double> values, std::size_t inverter,
                               std::size_t slot) const;
  void find_inverter_cheating(std::span<const double> values, std::size_t slot,
                              Exclusive& found) const;
  // The integers of an inverter that takes (`ac_kw` > 0) or gives so much.
  void set_inverter(std::size_t inverter, std::size_t slot, double ac_kw,
                    std::vector<double>& start) const;
  void add_battery(std::size_t index, const Exclusive& exclusive);
  void add_battery_powers(std::size_t index, BatteryColumns& columns);
  void add_battery_states(std::size_t index, BatteryColumns& columns);
  void add_state_costs(std::size_t index, const BatteryColumns& columns);
  void add_depth_wear(std::size_t index, const std::vector<char>& whole, BatteryColumns& columns);
  void find_depth_cheating(std::span<const double> values, std::size_t battery,
                           Exclusive& found) const;
  void add_lines(std::size_t index);
  void add_line(const home::SocLine& line, solve::NameId name, std::size_t index, bool is_charge);
  // Binaries that say which steps are full, [step][slot]; unset where `whole` does not ask for it.
  std::vector<std::vector<Column>> add_order(const StepNames& names,
                                             const std::vector<std::vector<Column>>& steps,
                                             const std::vector<char>& whole);
  void add_end_value(std::size_t index, const BatteryColumns& columns);
  void add_demand(std::size_t index, const std::vector<char>& whole, BatteryColumns& columns);
  void add_filling(std::size_t index, const BatteryColumns& columns);
  void add_filling(std::size_t index, std::size_t slot, const BatteryColumns& columns,
                   DemandFilling& filling);
  void add_no_giving(std::size_t index, std::size_t slot, const BatteryColumns& columns);
  void add_give(std::size_t index, const std::vector<char>& whole, BatteryColumns& columns);
  void add_min_charge(std::size_t index, const std::vector<char>& whole, BatteryColumns& columns);
  void add_phases();
  void count_phases(const PhaseShares& shares);
  void add_unbalance(const std::array<std::vector<Column>, 4>& flows);
  void add_export_fees();
  void add_grid_rules();
  void add_grid_rule(std::size_t index, bool is_charge);
  void add_tie_break();
  void prefer(Column column, double cost);
  void add_planned(bool has_integers);
  void find_first_powers(std::size_t first_planned);
  Column add_direction(const std::string& name, std::size_t slot, std::span<const Column> forward,
                       double forward_kw, std::span<const Column> backward, double backward_kw);
  [[nodiscard]] solve::Tag tag(solve::NameId name, std::size_t slot) const {
    return slot_tag(*home_, name, slot);
  }
  [[nodiscard]] double load_kw(std::size_t slot) const {
    return model_.row_lower()[static_cast<std::size_t>(balance_[slot].index)];
  }
  [[nodiscard]] double hours(std::size_t slot) const { return home_->slots.hours(slot).value(); }
  [[nodiscard]] std::size_t count() const { return home_->slots.count(); }

  const home::Case* home_ = nullptr;
  const HomeElements* elements_ = nullptr;
  solve::Model model_;
  std::vector<Row> balance_, beyond_load_;
  std::vector<std::vector<Row>> limit_rows_;  // [power limit][slot]
  CountingRowsOf counting_;                   // refers to limit_rows_
  FirstDraws first_draws_;
  std::vector<std::vector<Column>> import_, export_;  // [step][slot]
  std::vector<Column> pv_, grid_direction_;
  std::vector<BatteryColumns> batteries_;
  std::vector<BatteryReach> reach_;
  std::vector<InverterColumns> inverters_;
  std::vector<LinearPart> parts_;  // of the planned elements
  // Where the columns of each planned element begin, and where those of the last one end.
  std::vector<std::size_t> part_columns_;
  std::vector<Column> first_powers_;
  // What a column costs without and by preferences among plans of the same cost.
  struct Tie {
    Column column;
    double money = 0.0;
    double preference = 0.0;
  };
  std::vector<Tie> ties_;
  double expected_drawn_kw_ = 0.0;
  double most_import_kw_ = 0.0;
  double most_export_kw_ = 0.0;
  std::array<std::vector<Row>, 3> phase_rows_;
};

}  // namespace ohmstead::plan
