#include "scenario_engine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "finish_plan.hpp"
#include "ohmstead/base/clock.hpp"
#include "scenario_model.hpp"
#include "scenario_start.hpp"
#include "search/rest_case.hpp"
#include "switched_engine.hpp"

namespace ohmstead::plan {
namespace {

// Of the time, for stating the joint problem: it is the lesser part of its solution.
constexpr double k_build_share = 0.3;
// Of the time that is left; the rest is for each scenario's plan.
constexpr double k_joint_share = 0.8;
// Of the time, for finding where to begin.
constexpr double k_begin_share = 0.4;
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
  JointAnswer(const home::Case& home, const HomeElements& elements, const EngineLimits& limits,
              const FirstActions* held, solve::Basis basis)
      : home_{home},
        elements_{elements},
        limits_{limits},
        held_{held},
        first_{home::first_stage_devices(home)},
        joint_{home, k_build_share * limits.wall_s} {
    solution_.basis = std::move(basis);
  }

  ScenarioAnswer run();

 private:
  [[nodiscard]] EngineLimits left(std::size_t steps = 1) const;
  [[nodiscard]] std::optional<solve::Point> begin() const;
  bool solve();
  bool take_schedule();
  [[nodiscard]] std::vector<Track> all_tracks(const std::vector<Track>& first) const;
  [[nodiscard]] bool needs_search() const;
  [[nodiscard]] FirstActions held_of(const PlannedDevices& some) const;
  bool search_expected();
  [[nodiscard]] double cost_of(std::size_t scenario) const;
  [[nodiscard]] EngineAnswer search_rest(const home::Case& rest, std::size_t steps) const;
  [[nodiscard]] EngineAnswer expected() const;
  void set_values(EngineAnswer& answer) const;

  base::Stopwatch watch_;
  const home::Case& home_;
  const HomeElements& elements_;
  const EngineLimits& limits_;
  const FirstActions* held_;
  std::set<std::string> first_;
  ScenarioModel joint_;
  solve::Solution solution_;    // at first only where to begin
  std::vector<Track> decided_;  // one per planned device; those of the first stage count
  // Where the joint answer is not possible as it is: that of the rest of the home as expected.
  std::optional<EngineAnswer> searched_;
};

// The time for each of so many steps that are still to come.
EngineLimits JointAnswer::left(std::size_t steps) const {
  constexpr double k_least_s = 0.02;
  EngineLimits rest = limits_;
  const double left_s = limits_.wall_s - watch_.elapsed_ms() / 1000.0;
  rest.wall_s = std::max(k_least_s, left_s / static_cast<double>(steps));
  return rest;
}

// None where something is held or fixed: what it is found from knows nothing of that.
std::optional<solve::Point> JointAnswer::begin() const {
  if (held_ != nullptr || !decided_.empty()) return std::nullopt;
  const EngineLimits limits = left();
  return find_start(home_, joint_, {.wall_s = k_begin_share * limits.wall_s, .stop = limits.stop});
}

bool JointAnswer::solve() {
  const EngineLimits limits = left();
  const solve::Limits rest{.wall_s = k_joint_share * limits.wall_s, .stop = limits.stop};
  const solve::Start start{.basis = solution_.basis};
  if (!start.basis.is_empty()) {
    solution_ = solve::make_lp_solver().value()->solve(joint_.model(), rest, &start);
  } else if (const auto point = begin()) {
    const double left_s = k_joint_share * left().wall_s;
    solution_ =
        solve::solve_from_point(joint_.model(), *point, {.wall_s = left_s, .stop = limits.stop});
  } else {
    const double left_s = k_joint_share * left().wall_s;
    solution_ = make_joint_solver(joint_.model())
                    ->solve(joint_.model(), {.wall_s = left_s, .stop = limits.stop});
  }
  // Half a simplex is no plan, though it may have values.
  constexpr double k_whole_gap = 0.001;
  return solution_.has_values() && solution_.gap <= k_whole_gap;
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

// Whether some scenario's part runs flows both ways or takes an on/off decision by halves.
bool JointAnswer::needs_search() const {
  LinearModel linear;
  linear.expect_drawn(joint_.most_drawn_kw());
  for (std::size_t s = 0; s < joint_.scenario_count(); ++s) {
    const home::Case second =
        ScenarioModel::second_stage(home::scenario_case(home_, home_.scenarios->all[s]), first_);
    const HomeElements elements{second};
    linear.build(second, elements, Exclusive::none(second));
    const auto values = joint_.values_of(s, solution_.values);
    if (linear.has_switches() || !linear.find_cheating(values).is_empty()) return true;
  }
  return false;
}

// What is held of these devices, which are some of the home's.
FirstActions JointAnswer::held_of(const PlannedDevices& some) const {
  FirstActions held;
  held.batteries = held_->batteries;
  for (const Device& device : some.all()) {
    auto& kw = held.devices_kw.emplace_back();
    for (std::size_t i = 0; i < held_->devices_kw.size(); ++i) {
      if (elements_.planned.device(i).id == device.id) kw = held_->devices_kw[i];
    }
  }
  return held;
}

// Then the first slot of what is expected is that of all scenarios.
bool JointAnswer::search_expected() {
  const home::Case rest = rest_case(home_, first_, elements_.planned, decided_);
  const HomeElements elements{rest};
  LinearEngine linear;
  EngineAnswer answer = linear.answer(rest, elements, left(2));
  if (held_ != nullptr && home_.scenarios->is_first_slot_shared && !answer.devices.empty())
    answer = linear.answer_with_first(rest, elements, held_of(elements.planned), left(2));
  if (answer.devices.empty()) return false;
  searched_ = std::move(answer);
  return true;
}

// The rest of a scenario with its on/off decisions, a shared first slot as found for what is
// expected.
EngineAnswer JointAnswer::search_rest(const home::Case& rest, std::size_t steps) const {
  const HomeElements elements{rest};
  LinearEngine linear;
  EngineAnswer answer = linear.answer(rest, elements, left(2 * steps));
  if (!home_.scenarios->is_first_slot_shared || answer.devices.empty()) return answer;
  FirstActions first;
  for (const BatteryPowers& powers : searched_->devices.front().batteries)
    first.batteries.emplace_back(powers);
  for (const Track& track : searched_->tracks) first.devices_kw.emplace_back(track.power_kw[0]);
  return linear.answer_with_first(rest, elements, first, left(2 * steps - 1));
}

double JointAnswer::cost_of(std::size_t scenario) const {
  const home::Case then = home::scenario_case(home_, home_.scenarios->all[scenario]);
  const home::Case rest = rest_case(then, first_, elements_.planned, decided_);
  const HomeElements elements{rest};
  if (searched_)
    return objective_of(rest, elements, search_rest(rest, joint_.scenario_count() - scenario));
  const home::Case second = ScenarioModel::second_stage(then, first_);
  const HomeElements second_elements{second};
  LinearModel linear;
  linear.expect_drawn(joint_.most_drawn_kw());
  linear.build(second, second_elements, Exclusive::none(second));
  const auto values = joint_.values_of(scenario, solution_.values);
  EngineAnswer answer;
  answer.devices = linear.powers(values);
  answer.tracks = linear.tracks(values);
  put_back(elements, {}, answer.tracks, answer);
  return objective_of(rest, elements, answer);
}

// The expected case around the first stage, its first slot as in all scenarios.
EngineAnswer JointAnswer::expected() const {
  EngineAnswer answer;
  if (searched_) {
    answer = *searched_;
    answer.solver = "scenarios+" + answer.solver;
    put_back(elements_, first_, decided_, answer);
    return answer;
  }
  const home::Case rest = rest_case(home_, first_, elements_.planned, decided_);
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
  const bool is_possible = solution.has_values() &&
                           solution.status == solve::SolveStatus::optimal &&
                           linear.find_cheating(solution.values).is_empty();
  if (!is_possible) {
    answer.message = "what is expected could not be planned around the common decisions";
    return answer;
  }
  answer.devices = linear.powers(solution.values);
  answer.tracks = linear.tracks(solution.values);
  put_back(elements_, first_, decided_, answer);
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
  if (!joint_.is_complete()) {
    answer.expected.message = "they are too many";
    return answer;
  }
  if (held_ != nullptr && !joint_.hold_first(*held_, elements_.planned)) {
    answer.expected.message = "the first actions cannot be held";
    return answer;
  }
  if (!solve()) {
    answer.expected.message =
        solution_.message.empty() ? "no plan was found in time" : solution_.message;
    return answer;
  }
  answer.bound = solution_.bound;
  answer.basis = solution_.basis;
  decided_ = all_tracks(joint_.first_tracks(solution_.values));
  if (joint_.has_switches() && !take_schedule()) {
    answer.expected.message = "no schedule of the on/off devices was found in time";
    return answer;
  }
  if (needs_search() && !search_expected()) {
    answer.expected.message = "what is expected was not planned in time";
    return answer;
  }
  const double first_cost = joint_.first_cost(joint_.keep_first(decided_, elements_.planned));
  std::vector<double> costs;
  costs.reserve(joint_.scenario_count());
  for (std::size_t s = 0; s < joint_.scenario_count(); ++s) {
    const bool is_late = watch_.elapsed_ms() / 1000.0 > limits_.wall_s;
    costs.push_back(is_late ? solve::k_infinity : first_cost + cost_of(s));
    if (std::isfinite(costs.back())) continue;
    answer.expected.message = fmt::format("no plan for the scenario '{}' was found in time",
                                          home_.scenarios->all[s].name);
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
                                     const EngineLimits& limits, const FirstActions* held,
                                     solve::Basis basis) {
  return JointAnswer{home, elements, limits, held, std::move(basis)}.run();
}

}  // namespace ohmstead::plan
