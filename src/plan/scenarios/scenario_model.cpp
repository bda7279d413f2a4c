#include "scenario_model.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "assemble.hpp"
#include "ohmstead/base/clock.hpp"
#include "ohmstead/plan/evaluate.hpp"

namespace ohmstead::plan {
namespace {

// So many columns take some 200 MB.
constexpr std::int32_t k_most_columns = 300000;

// All planned devices but `kept`.
std::set<std::string> others(const home::Case& home, const std::set<std::string>& kept) {
  std::set<std::string> ids;
  const auto add_all = [&](const auto& devices) {
    for (const auto& device : devices) {
      if (!kept.contains(device.id)) ids.insert(device.id);
    }
  };
  add_all(home.appliances);
  add_all(home.vehicles);
  add_all(home.zones);
  add_all(home.heat_sources);
  add_all(home.water_heaters);
  return ids;
}

// The devices of the first stage alone. Prices stay, because wishes without a price follow them.
home::Case only_first(const home::Case& home, const std::set<std::string>& first) {
  home::Case only = home;
  only.scenarios.reset();
  only.last_plan.reset();
  only.objective.violation_price = home::effective_violation_price(home);
  only.objective.peak_shaving_weight = {};
  only.objective.tie_break.reset();
  only.grid = {};
  only.batteries.clear();
  only.inverters.clear();
  home::remove_devices(only, others(home, first));
  home::forget_missing_devices(only);
  const std::size_t count = home.slots.count();
  only.load = base::Series<home::Power>{count};
  only.pv = base::Series<home::Power>{count};
  return only;
}

// More than any plan of the model can cost, either way.
double most_cost(const solve::Model& model) {
  double most = std::abs(model.objective_offset());
  for (std::size_t j = 0; j < model.costs().size(); ++j) {
    const double reach =
        std::max(std::abs(model.column_lower()[j]), std::abs(model.column_upper()[j]));
    if (model.costs()[j] != 0.0) most += std::abs(model.costs()[j]) * reach;
  }
  return std::isfinite(most) ? most : solve::k_infinity;
}

solve::ColumnId moved(solve::ColumnId column, std::int32_t by) { return {column.index + by}; }
solve::RowId moved(solve::RowId row, std::int32_t by) { return {row.index + by}; }

}  // namespace

ScenarioModel::FirstStage::FirstStage(home::Case only) : home{std::move(only)}, elements{home} {
  linear.build(home, elements, Exclusive::none(home));
}

home::Case ScenarioModel::second_stage(const home::Case& home, const std::set<std::string>& first) {
  home::Case second = home;
  home::remove_devices(second, first);
  home::forget_missing_devices(second);
  return second;
}

ScenarioModel::ScenarioModel(const home::Case& home, double wall_s) : home_{&home} {
  const base::Stopwatch watch;
  const home::ScenarioSet& set = *home.scenarios;
  const std::set<std::string> first = home::first_stage_devices(home);
  if (!first.empty()) {
    first_ = std::make_unique<FirstStage>(only_first(home, first));
    first_part_ = append(first_->linear.model(), "", 1.0);
    for (const Device& device : first_->elements.planned.all())
      most_drawn_kw_ += device.most_drawn_kw;
  }
  const double caution = set.cvar ? set.cvar->weight.value() : 0.0;
  if (caution > 0.0) {
    threshold_ = model_.add_column({.tag = {model_.name("scenarios.threshold"), 0},
                                    .lower = -solve::k_infinity,
                                    .upper = solve::k_infinity,
                                    .cost = caution});
  }
  const std::vector<double> weights = home::scenario_weights(set);
  LinearModel linear;
  linear.expect_drawn(most_drawn_kw_);
  double most = 0.0;
  for (std::size_t s = 0; s < set.all.size(); ++s) {
    if (watch.elapsed_ms() > 1000.0 * wall_s || model_.column_count() > k_most_columns) return;
    const home::Case then = second_stage(home::scenario_case(home, set.all[s]), first);
    const HomeElements elements{then};
    linear.build(then, elements, Exclusive::none(then));
    linear.steer(0.0);  // preferences are no costs
    parts_.push_back(
        append(linear.model(), fmt::format("{}:", s + 1), (1.0 - caution) * weights[s]));
    if (first_) link(linear, parts_.back());
    if (set.is_first_slot_shared) share_first_slot(linear, parts_.back());
    if (caution > 0.0) {
      add_excess(linear.model(), parts_.back(),
                 caution * weights[s] / (1.0 - set.cvar->alpha.value()));
      most = std::max(most, most_cost(linear.model()));
    }
  }
  is_complete_ = true;
  model_.finalise();
  if (caution > 0.0) model_.set_bounds(threshold_, {-most, most});
  if (!first_) return;
  // What the first stage draws is paid for in each scenario.
  for (std::size_t t = 0; t < home.slots.count(); ++t) {
    const LinearModel::GridColumns grid = first_->linear.grid_columns(t);
    for (const auto column : grid.in) model_.set_cost(moved(column, first_part_.column), 0.0);
    for (const auto column : grid.out) model_.set_cost(moved(column, first_part_.column), 0.0);
  }
}

ScenarioModel::Part ScenarioModel::append(const solve::Model& from, const std::string& name,
                                          double weight) {
  const Part part{
      model_.column_count(), model_.row_count(), from.column_count(), from.row_count(), {}, {}};
  std::vector<solve::NameId> names;
  names.reserve(static_cast<std::size_t>(from.name_count()));
  for (std::int32_t i = 0; i < from.name_count(); ++i)
    names.push_back(model_.name(name + from.text({i})));
  const auto tag = [&](solve::Tag old) {
    return solve::Tag{names[static_cast<std::size_t>(old.name.index)], old.slot};
  };
  for (std::size_t i = 0; i < from.row_tags().size(); ++i)
    model_.add_row({tag(from.row_tags()[i]), from.row_lower()[i], from.row_upper()[i]});
  for (std::size_t j = 0; j < from.column_tags().size(); ++j) {
    const solve::ColumnId column = model_.add_column({.tag = tag(from.column_tags()[j]),
                                                      .lower = from.column_lower()[j],
                                                      .upper = from.column_upper()[j],
                                                      .cost = weight * from.costs()[j]});
    for (auto k = from.starts()[j]; k < from.starts()[j + 1]; ++k) {
      const auto entry = static_cast<std::size_t>(k);
      model_.add({part.row + from.entry_rows()[entry]}, column, from.coefficients()[entry]);
    }
  }
  model_.add_to_objective(weight * from.objective_offset());
  return part;
}

// What the first stage draws counts as load.
void ScenarioModel::link(const LinearModel& scenario, const Part& part) {
  for (std::size_t t = 0; t < home_->slots.count(); ++t) {
    const LinearModel::GridColumns drawn = first_->linear.grid_columns(t);
    for (const LinearModel::LoadRow& load : scenario.load_rows(t)) {
      const solve::RowId row = moved(load.row, part.row);
      for (const auto column : drawn.in)
        model_.add(row, moved(column, first_part_.column), -load.sign);
      // Given power does not make the load smaller that a battery's export fee is counted from.
      if (load.sign < 0.0) continue;
      for (const auto column : drawn.out)
        model_.add(row, moved(column, first_part_.column), load.sign);
    }
  }
}

void ScenarioModel::share_first_slot(const LinearModel& scenario, const Part& part) {
  const std::span<const solve::ColumnId> powers = scenario.first_powers();
  if (shared_.empty()) {
    for (const auto column : powers) shared_.push_back(moved(column, part.column));
    return;
  }
  const auto name = model_.name(fmt::format("{}:first_slot", parts_.size()));
  for (std::size_t k = 0; k < shared_.size(); ++k) {
    model_.add_row({{name, static_cast<std::int32_t>(k)}, 0.0, 0.0},
                   {{shared_[k], 1.0}, {moved(powers[k], part.column), -1.0}});
  }
}

// excess >= cost of the scenario - z, excess >= 0.
void ScenarioModel::add_excess(const solve::Model& scenario, Part& part, double weight) {
  const auto name = model_.name(fmt::format("{}:excess", parts_.size()));
  const solve::ColumnId excess = model_.add_column(
      {.tag = {name, 0}, .lower = 0.0, .upper = 2.0 * most_cost(scenario), .cost = weight});
  const solve::RowId row =
      model_.add_row({{name, 0}, scenario.objective_offset(), solve::k_infinity},
                     {{excess, 1.0}, {threshold_, 1.0}});
  part.excess = excess;
  part.excess_row = row;
  for (std::size_t j = 0; j < scenario.costs().size(); ++j) {
    if (scenario.costs()[j] != 0.0)
      model_.add(row, {part.column + static_cast<std::int32_t>(j)}, -scenario.costs()[j]);
  }
}

std::vector<Track> ScenarioModel::first_tracks(std::span<const double> values) const {
  if (!first_) return {};
  return first_->linear.tracks(values.subspan(static_cast<std::size_t>(first_part_.column),
                                              static_cast<std::size_t>(first_part_.columns)));
}

double ScenarioModel::first_cost(const std::vector<Track>& tracks) const {
  if (!first_) return 0.0;
  std::vector<DevicePowers> powers(home_->slots.count());
  for (std::size_t t = 0; t < powers.size(); ++t) powers[t].drawn_kw = drawn_kw(tracks, t);
  const home::Plan plan = assemble_plan(first_->home, first_->elements, powers, tracks);
  const auto bill = evaluate(first_->home, plan);
  if (!bill) return solve::k_infinity;
  const home::MoneyCount& money = bill->money;
  return (money.net_cost - money.import_cost + money.export_revenue).value() -
         first_->elements.planned.start_worth();
}

std::vector<Track> ScenarioModel::keep_first(const std::vector<Track>& all,
                                             const PlannedDevices& planned) const {
  std::vector<Track> kept;
  if (!first_) return kept;
  for (const Device& device : first_->elements.planned.all()) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (planned.device(i).id == device.id) kept.push_back(all[i]);
    }
  }
  return kept;
}

std::vector<double> ScenarioModel::first_drawn_kw(std::span<const double> values) const {
  std::vector<double> kw(home_->slots.count(), 0.0);
  if (!first_) return kw;
  const auto value = [&](solve::ColumnId column) {
    return values[static_cast<std::size_t>(moved(column, first_part_.column).index)];
  };
  for (std::size_t t = 0; t < kw.size(); ++t) {
    const LinearModel::GridColumns grid = first_->linear.grid_columns(t);
    for (const auto column : grid.in) kw[t] += value(column);
    for (const auto column : grid.out) kw[t] -= value(column);
  }
  return kw;
}

void ScenarioModel::fix_drawn(std::span<const double> kw) {
  for (std::size_t t = 0; t < kw.size(); ++t) {
    const LinearModel::GridColumns grid = first_->linear.grid_columns(t);
    const double in = std::max(0.0, kw[t]), out = std::max(0.0, -kw[t]);
    model_.set_bounds(moved(grid.in.front(), first_part_.column), {in, in});
    model_.set_bounds(moved(grid.out.front(), first_part_.column), {out, out});
  }
}

// Holds what `part`, once built as `linear`, has of the first actions.
bool ScenarioModel::hold_devices(const FirstActions& first, const PlannedDevices& planned,
                                 bool is_first_stage, LinearModel& linear, const Part& part) {
  const std::set<std::string> first_stage = home::first_stage_devices(*home_);
  LinearModel::Held held;
  for (std::size_t i = 0; !is_first_stage && i < first.batteries.size(); ++i) {
    if (first.batteries[i]) linear.hold(i, 0, *first.batteries[i], held);
  }
  for (std::size_t i = 0; i < first.devices_kw.size(); ++i) {
    const std::string& id = planned.device(i).id;
    if (!first.devices_kw[i] || first_stage.contains(id) != is_first_stage) continue;
    if (!linear.hold_first(id, *first.devices_kw[i], held)) return false;
  }
  for (const auto& [column, before] : held) {
    const auto index = static_cast<std::size_t>(column.index);
    model_.set_bounds(moved(column, part.column),
                      {linear.model().column_lower()[index], linear.model().column_upper()[index]});
  }
  return true;
}

bool ScenarioModel::hold_first(const FirstActions& first, const PlannedDevices& planned) {
  if (first_ && !hold_devices(first, planned, true, first_->linear, first_part_)) return false;
  if (!home_->scenarios->is_first_slot_shared) return true;
  const home::Case then = second_stage(home::scenario_case(*home_, home_->scenarios->all.front()),
                                       home::first_stage_devices(*home_));
  const HomeElements elements{then};
  LinearModel linear;
  linear.expect_drawn(most_drawn_kw_);
  linear.build(then, elements, Exclusive::none(then));
  return hold_devices(first, planned, false, linear, parts_.front());
}

std::vector<double> ScenarioModel::first_powers(std::span<const double> values) const {
  std::vector<double> powers;
  powers.reserve(shared_.size());
  for (const solve::ColumnId column : shared_)
    powers.push_back(values[static_cast<std::size_t>(column.index)]);
  return powers;
}

std::span<const double> ScenarioModel::values_of(std::size_t scenario,
                                                 std::span<const double> values) const {
  const Part& part = parts_[scenario];
  return values.subspan(static_cast<std::size_t>(part.column),
                        static_cast<std::size_t>(part.columns));
}

std::span<const double> ScenarioModel::duals_of(std::size_t scenario,
                                                std::span<const double> duals) const {
  const Part& part = parts_[scenario];
  return duals.subspan(static_cast<std::size_t>(part.row), static_cast<std::size_t>(part.rows));
}

}  // namespace ohmstead::plan
