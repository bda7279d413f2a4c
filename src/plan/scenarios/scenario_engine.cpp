#include "scenario_engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "finish_plan.hpp"
#include "ohmstead/base/clock.hpp"
#include "scenario_model.hpp"
#include "search/rest_case.hpp"
#include "switched_engine.hpp"

namespace ohmstead::plan {
namespace {

// Of the time that is left; the rest is for each scenario's plan.
constexpr double k_joint_share = 0.8;
// From so many rows on an interior point beats the simplex.
constexpr std::int32_t k_many_rows = 30000;

std::unique_ptr<solve::Solver> make_joint_solver(const solve::Model& model) {
  if (model.row_count() > k_many_rows) {
    if (auto interior = solve::make_lp_solver(solve::SolverKind::highs_interior))
      return std::move(*interior);
  }
  return solve::make_lp_solver().value();
}

class JointAnswer {
 public:
  JointAnswer(const home::Case& home, const HomeElements& elements, const EngineLimits& limits)
      : home_{home},
        elements_{elements},
        limits_{limits},
        first_{home::first_stage_devices(home)},
        joint_{home} {}

  ScenarioAnswer run();

 private:
  [[nodiscard]] EngineLimits left() const;
  bool solve();
  bool take_schedule();
  [[nodiscard]] std::vector<Track> all_tracks(const std::vector<Track>& first) const;
  [[nodiscard]] double cost_of(std::size_t scenario) const;
  [[nodiscard]] EngineAnswer follow(const home::Case& then, const LinearModel& linear,
                                    std::span<const double> values) const;
  [[nodiscard]] EngineAnswer expected() const;
  [[nodiscard]] std::vector<BatteryPowers> first_actions() const;
  [[nodiscard]] EngineAnswer solve_rest(const home::Case& then) const;
  void set_values(EngineAnswer& answer) const;

  const home::Case& home_;
  const HomeElements& elements_;
  const EngineLimits& limits_;
  std::set<std::string> first_;
  ScenarioModel joint_;
  std::unique_ptr<solve::Solver> solver_;
  solve::Solution solution_;
  std::vector<Track> decided_;  // one per planned device; those of the first stage count
  base::Stopwatch watch_;
};

EngineLimits JointAnswer::left() const {
  constexpr double k_least_s = 0.2;
  EngineLimits rest = limits_;
  rest.wall_s = std::max(k_least_s, limits_.wall_s - watch_.elapsed_ms() / 1000.0);
  return rest;
}

bool JointAnswer::solve() {
  if (!solver_) solver_ = make_joint_solver(joint_.model());
  const EngineLimits limits = left();
  const solve::Start start{.basis = solution_.basis};
  solution_ =
      solver_->solve(joint_.model(), {.wall_s = k_joint_share * limits.wall_s, .stop = limits.stop},
                     start.basis.is_empty() ? nullptr : &start);
  // Half a simplex is no plan, though it may have values.
  return solution_.has_values() && solution_.status == solve::SolveStatus::optimal;
}

// The tracks of the first stage at their places among those of all devices.
std::vector<Track> JointAnswer::all_tracks(const std::vector<Track>& first) const {
  std::vector<Track> tracks = elements_.planned.make_tracks();
  std::size_t next = 0;
  for (std::size_t i = 0; i < tracks.size(); ++i) {
    if (first_.contains(elements_.planned.device(i).id)) tracks[i] = first[next++];
  }
  return tracks;
}

// On/off devices take the schedule of the plan for what is expected.
bool JointAnswer::take_schedule() {
  home::Case expected = home_;
  expected.scenarios.reset();
  LinearEngine linear;
  EngineLimits limits = left();
  limits.wall_s *= 0.5;
  auto searched = SwitchedEngine{linear}.answer(expected, elements_, limits);
  if (!searched) searched = linear.answer(expected, elements_, limits);
  if (searched->devices.empty()) return false;
  decided_ = std::move(searched->tracks);
  std::vector<double> drawn(home_.slots.count(), 0.0);
  for (std::size_t i = 0; i < decided_.size(); ++i) {
    if (!first_.contains(elements_.planned.device(i).id)) continue;
    for (std::size_t t = 0; t < drawn.size(); ++t) drawn[t] += decided_[i].power_kw[t];
  }
  joint_.fix_drawn(drawn);
  return solve();
}

// What a part of the joint answer says, as an answer for its case with all devices.
EngineAnswer JointAnswer::follow(const home::Case& then, const LinearModel& linear,
                                 std::span<const double> values) const {
  if (!linear.find_cheating(values).is_empty() || linear.has_switches()) return solve_rest(then);
  EngineAnswer answer;
  answer.devices = linear.powers(values);
  answer.tracks = linear.tracks(values);
  put_back(elements_, first_, decided_, answer);
  return answer;
}

// What batteries do in the shared first slot, one way each.
std::vector<BatteryPowers> JointAnswer::first_actions() const {
  const home::Case second =
      ScenarioModel::second_stage(home::scenario_case(home_, home_.scenarios->all.front()), first_);
  const HomeElements elements{second};
  LinearModel linear;
  linear.expect_drawn(joint_.most_drawn_kw());
  linear.build(second, elements, Exclusive::none(second));
  std::vector<BatteryPowers> actions =
      linear.powers(joint_.values_of(0, solution_.values)).front().batteries;
  for (BatteryPowers& action : actions) {
    const double kw = action.charge_kw - action.discharge_kw;
    action = {std::max(0.0, kw), std::max(0.0, -kw)};
  }
  return actions;
}

// The best of what is left to decide, with its on/off decisions.
EngineAnswer JointAnswer::solve_rest(const home::Case& then) const {
  const home::Case rest = rest_case(then, first_, elements_.planned, decided_);
  const HomeElements rest_elements{rest};
  LinearEngine linear;
  EngineAnswer answer = linear.answer(rest, rest_elements, left());
  const bool is_shared = home_.scenarios->is_first_slot_shared && !home_.batteries.empty();
  if (is_shared && !answer.devices.empty())
    answer = linear.answer_with_first(rest, rest_elements, {first_actions()}, left());
  if (!answer.devices.empty()) put_back(elements_, first_, decided_, answer);
  return answer;
}

double JointAnswer::cost_of(std::size_t scenario) const {
  const home::Case then = home::scenario_case(home_, home_.scenarios->all[scenario]);
  const home::Case second = ScenarioModel::second_stage(then, first_);
  const HomeElements elements{second};
  LinearModel linear;
  linear.expect_drawn(joint_.most_drawn_kw());
  linear.build(second, elements, Exclusive::none(second));
  return objective_of(then, HomeElements{then},
                      follow(then, linear, joint_.values_of(scenario, solution_.values)));
}

// The expected case around the first stage, its first slot as in all scenarios.
EngineAnswer JointAnswer::expected() const {
  home::Case rest = rest_case(home_, first_, elements_.planned, decided_);
  const HomeElements elements{rest};
  LinearModel linear;
  linear.expect_drawn(joint_.most_drawn_kw());
  linear.build(rest, elements, Exclusive::none(rest));
  if (home_.scenarios->is_first_slot_shared) {
    const std::vector<double> powers = joint_.first_powers(solution_.values);
    for (std::size_t k = 0; k < powers.size(); ++k)
      linear.hold(linear.first_powers()[k], powers[k]);
  }
  const auto solver = solve::make_lp_solver().value();
  const EngineLimits limits = left();
  const solve::Solution solution =
      solver->solve(linear.model(), {.wall_s = limits.wall_s, .stop = limits.stop});
  if (!solution.has_values()) return solve_rest(home_);
  EngineAnswer answer = follow(home_, linear, solution.values);
  answer.solver = "scenarios+" + solution_.solver;
  if (solution.row_duals.empty() || answer.devices.empty()) return answer;
  answer.home_values = linear.home_values(solution.row_duals);
  answer.stored.resize(home_.batteries.size());
  for (std::size_t i = 0; i < home_.batteries.size(); ++i) {
    for (const double value : linear.stored_values(i, solution.row_duals))
      answer.stored[i].push_back({value, value});
  }
  set_values(answer);
  return answer;
}

// What energy is worth in the first slot is what it is worth over all scenarios.
void JointAnswer::set_values(EngineAnswer& answer) const {
  if (solution_.row_duals.empty()) return;
  double home_value = 0.0;
  std::vector<double> stored(home_.batteries.size(), 0.0);
  LinearModel linear;
  linear.expect_drawn(joint_.most_drawn_kw());
  for (std::size_t s = 0; s < joint_.scenario_count(); ++s) {
    const home::Case second =
        ScenarioModel::second_stage(home::scenario_case(home_, home_.scenarios->all[s]), first_);
    const HomeElements elements{second};
    linear.build(second, elements, Exclusive::none(second));
    const auto duals = joint_.duals_of(s, solution_.row_duals);
    home_value += linear.home_values(duals).front();
    for (std::size_t i = 0; i < stored.size(); ++i)
      stored[i] += linear.stored_values(i, duals).front();
  }
  answer.home_values.front() = home_value;
  for (std::size_t i = 0; i < stored.size(); ++i) answer.stored[i].front() = {stored[i], stored[i]};
}

ScenarioAnswer JointAnswer::run() {
  ScenarioAnswer answer;
  if (!solve()) {
    answer.expected.message = solution_.message.empty()
                                  ? std::string{solve::to_text(solution_.status)}
                                  : solution_.message;
    return answer;
  }
  answer.bound = solution_.bound;
  decided_ = all_tracks(joint_.first_tracks(solution_.values));
  if (joint_.has_switches() && !take_schedule()) {
    answer.expected.message = "no schedule of the on/off devices was found in time";
    return answer;
  }
  std::vector<double> costs;
  costs.reserve(joint_.scenario_count());
  for (std::size_t s = 0; s < joint_.scenario_count(); ++s) costs.push_back(cost_of(s));
  if (std::any_of(costs.begin(), costs.end(), [](double cost) { return !std::isfinite(cost); })) {
    answer.expected.message = "the evaluator refused the plan of a scenario";
    return answer;
  }
  answer.costs = make_scenario_costs(*home_.scenarios, costs);
  answer.expected = expected();
  return answer;
}

}  // namespace

home::ScenarioCosts make_scenario_costs(const home::ScenarioSet& scenarios,
                                        const std::vector<double>& costs) {
  const home::RiskyCost risky = home::risky_cost(scenarios, costs);
  const std::vector<double> weights = home::scenario_weights(scenarios);
  home::ScenarioCosts all;
  all.expected = home::Money{risky.expected};
  all.objective = home::Money{risky.objective};
  all.worst = home::Money{*std::max_element(costs.begin(), costs.end())};
  if (scenarios.cvar) all.cvar = home::Money{risky.cvar};
  for (std::size_t s = 0; s < costs.size(); ++s)
    all.all.push_back({scenarios.all[s].name, weights[s], home::Money{costs[s]}});
  return all;
}

ScenarioAnswer answer_over_scenarios(const home::Case& home, const HomeElements& elements,
                                     const EngineLimits& limits) {
  return JointAnswer{home, elements, limits}.run();
}

}  // namespace ohmstead::plan
