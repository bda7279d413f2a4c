#include "ohmstead/plan/planner.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <exception>

#include "assemble.hpp"
#include "battery_path.hpp"
#include "engine_fault.hpp"
#include "explain.hpp"
#include "finish_plan.hpp"
#include "keep_first.hpp"
#include "keep_last.hpp"
#include "linear_instead.hpp"
#include "ohmstead/base/clock.hpp"
#include "ohmstead/plan/evaluate.hpp"
#include "optimal.hpp"
#include "scenarios/plan_scenarios.hpp"
#include "soc_target.hpp"
#include "strategies.hpp"
#include "switched_engine.hpp"

namespace ohmstead::plan {
namespace {

using home::Case;
using home::Money;
using home::Plan;
using home::PlanStatus;

// Kept of the time limit for what else could be done, which may also take this share of the time
// that the plan took, or the least time.
constexpr double k_instead_reserve = 0.05;
constexpr double k_instead_share_of_used = 0.25;
constexpr double k_instead_least_s = 1.0;
// Of the time, for the value function; the rest is for simpler plans.
constexpr double k_value_share = 0.8;
constexpr double k_value_least_s = 0.1;  // a hundred times what a home of some days takes
// Of the time, for a plan over scenarios.
constexpr double k_scenario_share = 0.7;
// An exact engine that misses its own bound by more than this has made a mistake.
constexpr double k_trusted_gap = 1e-4;

// Explains a plan of the linear engine: what else could be done as far as there is time.
void explain_linear(const Case& home, const HomeElements& elements, const PlanOptions& options,
                    const Speaker& speaker, double used_s, Plan& plan) {
  if (!options.is_explained || home.batteries.empty())
    return explain(home, elements, {}, options.is_explained ? &speaker : nullptr, plan);
  const double left_s = std::max(0.0, options.time_limit_s - used_s);
  const double wall_s =
      std::min(left_s, std::max(k_instead_least_s, k_instead_share_of_used * used_s));
  LinearInstead instead{home, elements, plan, {wall_s, options.stop}};
  explain(
      home, elements,
      [&](std::size_t slot, double battery_kw) { return instead.find(slot, battery_kw); }, &speaker,
      plan);
}

Plan make_plan_by_rule(const Case& home, Strategy strategy) {
  switch (strategy) {
    case Strategy::multipass:
      return plan_multipass(home);
    case Strategy::rules:
      return plan_rules(home);
    case Strategy::self_use:
      return plan_self_use(home);
    case Strategy::no_battery:
      return plan_no_battery(home);
    case Strategy::optimal:
      break;
  }
  return plan_self_use(home);
}

bool is_for_batteries(const Case& home, const home::ManualBlock& block) {
  if (block.device.empty()) return block.kind != home::ManualKind::water_heating;
  return std::any_of(home.batteries.begin(), home.batteries.end(),
                     [&](const home::Battery& battery) { return battery.id == block.device; });
}

// What the case asks for and this strategy does not know.
void note_what_is_not_obeyed(const Case& home, const PlanOptions& options, Plan& plan) {
  const Speaker speaker{home, options.language};
  const auto note = [&](const char* key) {
    plan.notes.push_back(
        speaker.say(Message::key_not_obeyed, {{"key", key}, {"strategy", "optimal"}}));
  };
  const bool is_optimal = options.strategy == Strategy::optimal;
  if (home.scenarios && !is_optimal) note("scenarios");
  const bool obeys_all = is_optimal || options.strategy == Strategy::multipass;
  // Rules and self-use obey those of batteries; their devices keep their habits.
  const bool obeys_batteries = options.strategy != Strategy::no_battery;
  const bool is_obeyed = std::all_of(
      home.manual_blocks.begin(), home.manual_blocks.end(), [&](const home::ManualBlock& block) {
        return obeys_all || (obeys_batteries && is_for_batteries(home, block));
      });
  if (!is_obeyed) note("manual_blocks");
}

}  // namespace

struct Planner::State {
  ValueFunction value_function;
  LinearEngine linear;
  EngineFault fault;

  void strike(Link link) const {
    if (fault.strike) fault.strike(link);
  }
  void spoil(Link link, Plan& plan) const {
    if (fault.spoil) fault.spoil(link, plan);
  }
  // The engines in turn; none when none has a plan that the evaluator accepts.
  std::optional<Plan> try_engines(const Case& home, const HomeElements& elements,
                                  const PlanOptions& options, const Speaker& speaker,
                                  std::vector<std::string>& notes);
  // The first of the simpler plans that stands.
  Plan fall_back(const Case& home, const Speaker& speaker, std::vector<std::string>& notes) const;
  std::optional<Plan> try_value_function(const Case& home, const HomeElements& elements,
                                         const PlanOptions& options, const Speaker& speaker,
                                         std::vector<std::string>& notes);
  std::optional<Plan> try_scenarios(const Case& home, const HomeElements& elements,
                                    const PlanOptions& options, const Speaker& speaker,
                                    std::vector<std::string>& notes);
  std::optional<Plan> try_linear(const Case& home, const HomeElements& elements,
                                 const PlanOptions& options, const Speaker& speaker,
                                 std::vector<std::string>& notes);
  Plan make_optimal(const Case& home, const PlanOptions& options);
};

std::optional<Plan> Planner::State::try_value_function(const Case& home,
                                                       const HomeElements& elements,
                                                       const PlanOptions& options,
                                                       const Speaker& speaker,
                                                       std::vector<std::string>& notes) {
  const base::Stopwatch watch;
  strike(Link::value_function);
  const double wall_s = std::max(k_value_least_s, k_value_share * options.time_limit_s);
  EngineAnswer answer = answer_by_value_function(home, value_function, wall_s);
  if (answer.devices.empty()) {
    notes.push_back(speaker.say(Message::engine_failed, {{"why", "its time was over"}}));
    return std::nullopt;
  }
  BatteryPath path{home, elements, value_function, std::move(answer)};
  Plan plan = path.plan(speaker);
  spoil(Link::value_function, plan);
  if (!bill(home, speaker, plan)) {
    notes.insert(notes.end(), plan.notes.begin(), plan.notes.end());
    return std::nullopt;
  }
  plan.solver = path.answer().solver;
  set_values(path.answer(), plan);
  set_proof(path.answer().bound + path.caution(), plan);
  const double allowed = k_trusted_gap + home.objective.keep_last_plan.value();
  if (plan.gap->value() > allowed || plan.objective.value() < path.answer().bound - k_trusted_gap) {
    notes.push_back(speaker.say(Message::missed_bound));
    return std::nullopt;
  }
  Counterfactual counterfactual;
  if (options.is_explained && !home.batteries.empty()) {
    counterfactual = [&path, &watch, &options](std::size_t slot,
                                               double battery_kw) -> std::optional<Alternative> {
      if (watch.elapsed_ms() > 1000.0 * std::max(k_value_least_s, options.time_limit_s)) return {};
      const ValueFunction::Instead instead = path.instead(slot, battery_kw);
      return std::optional{Alternative{instead.battery_kw, instead.cost}};
    };
  }
  explain(home, elements, counterfactual, options.is_explained ? &speaker : nullptr, plan);
  return plan;
}

std::optional<Plan> Planner::State::try_linear(const Case& home, const HomeElements& elements,
                                               const PlanOptions& options, const Speaker& speaker,
                                               std::vector<std::string>& notes) {
  const base::Stopwatch watch;
  strike(Link::linear);
  const double reserve = options.is_explained && !home.batteries.empty() ? k_instead_reserve : 0.0;
  const EngineLimits limits{(1.0 - reserve) * options.time_limit_s, options.stop, options.is_warm};
  auto searched = SwitchedEngine{linear}.answer(home, elements, limits);
  const bool is_searched = searched.has_value();
  const EngineAnswer answer =
      is_searched ? std::move(*searched) : linear.answer(home, elements, limits);
  if (answer.devices.empty()) {
    notes.push_back(speaker.say(Message::no_linear_plan, {{"why", answer.message}}));
    return std::nullopt;
  }
  Plan plan = assemble_plan(home, elements, answer.devices, answer.tracks);
  spoil(Link::linear, plan);
  if (!bill(home, speaker, plan)) {
    notes.insert(notes.end(), plan.notes.begin(), plan.notes.end());
    return std::nullopt;
  }
  plan.solver = answer.solver;
  set_values(answer, plan);
  plan.status = PlanStatus::good;
  if (std::isfinite(answer.bound)) set_proof(answer.bound, plan);
  set_rooms_apart(home, elements, answer.rooms_apart, answer.tracks, plan);
  keep_first_actions(home, elements, linear, speaker, answer, is_searched,
                     {limits.wall_s - watch.elapsed_ms() / 1000.0, limits.stop, limits.is_warm},
                     plan);
  explain_linear(home, elements, options, speaker, watch.elapsed_ms() / 1000.0, plan);
  return plan;
}

std::optional<Plan> Planner::State::try_scenarios(const Case& home, const HomeElements& elements,
                                                  const PlanOptions& options,
                                                  const Speaker& speaker,
                                                  std::vector<std::string>& notes) {
  strike(Link::scenarios);
  // The rest of the time is for planning without them, should that become necessary.
  PlanOptions share = options;
  share.time_limit_s = k_scenario_share * options.time_limit_s;
  ScenarioPlan made = plan_over_scenarios(home, elements, share, value_function);
  if (made.plan.slots.empty()) {
    notes.push_back(speaker.say(Message::no_scenario_plan, {{"why", made.message}}));
    return std::nullopt;
  }
  Plan& plan = made.plan;
  spoil(Link::scenarios, plan);
  if (!bill(home, speaker, plan)) {
    notes.insert(notes.end(), plan.notes.begin(), plan.notes.end());
    return std::nullopt;
  }
  plan.objective = plan.scenarios->objective;
  set_proof(made.bound, plan);
  if (const auto& first = made.first)
    plan.notes.push_back(first->is_kept ? kept_note(speaker, first->ids, first->cost)
                                        : changed_note(speaker, first->ids, first->cost));
  explain(home, elements, {}, options.is_explained ? &speaker : nullptr, plan);
  return std::move(plan);
}

std::optional<Plan> Planner::State::try_engines(const Case& home, const HomeElements& elements,
                                                const PlanOptions& options, const Speaker& speaker,
                                                std::vector<std::string>& notes) {
  const base::Stopwatch watch;
  if (home.scenarios) {
    try {
      if (auto plan = try_scenarios(home, elements, options, speaker, notes)) return plan;
    } catch (const std::exception& fault_found) {
      notes.push_back(speaker.say(Message::engine_failed, {{"why", fault_found.what()}}));
    }
  }
  if (options.engine != Engine::linear && why_no_value_function(home).empty()) {
    try {
      if (auto plan = try_value_function(home, elements, options, speaker, notes)) return plan;
    } catch (const std::exception& fault_found) {
      notes.push_back(speaker.say(Message::engine_failed, {{"why", fault_found.what()}}));
    }
  }
  PlanOptions rest = options;
  rest.time_limit_s =
      std::max(0.1 * options.time_limit_s, options.time_limit_s - watch.elapsed_ms() / 1000.0);
  try {
    return try_linear(home, elements, rest, speaker, notes);
  } catch (const std::exception& fault_found) {
    notes.push_back(speaker.say(Message::engine_failed, {{"why", fault_found.what()}}));
  }
  return std::nullopt;
}

Plan Planner::State::fall_back(const Case& home, const Speaker& speaker,
                               std::vector<std::string>& notes) const {
  struct Step {
    Link link;
    Plan (*make)(const Case&);
    PlanStatus status;
    Message message;
  };
  const std::array steps{
      Step{Link::last_plan, plan_rest_of_last, PlanStatus::fallback_last_plan,
           Message::kept_last_plan},
      Step{Link::multipass, plan_multipass, PlanStatus::fallback_multipass,
           Message::fell_back_on_multipass},
      Step{Link::rules, plan_rules, PlanStatus::fallback_rules, Message::fell_back_on_rules},
      Step{Link::self_use, plan_self_use, PlanStatus::fallback_rules,
           Message::fell_back_on_self_use}};
  for (const Step& step : steps) {
    if (step.link == Link::last_plan && !home.last_plan) continue;
    const std::string name{k_link_names[static_cast<std::size_t>(step.link)]};
    try {
      strike(step.link);
      Plan plan = step.make(home);
      spoil(step.link, plan);
      if (bill(home, speaker, plan)) {
        plan.status = step.status;
        plan.solver = name;
        notes.push_back(speaker.say(step.message));
        return plan;
      }
      notes.insert(notes.end(), plan.notes.begin(), plan.notes.end());
    } catch (const std::exception& fault_found) {
      notes.push_back(
          speaker.say(Message::link_failed, {{"link", name}, {"why", fault_found.what()}}));
    }
  }
  base::expect(false, "not even self_use gave a plan");
  return {};
}

Plan Planner::State::make_optimal(const Case& home, const PlanOptions& options) {
  const HomeElements elements{home};
  const Speaker speaker{home, options.language};
  std::vector<std::string> notes;
  const std::string_view why_not = why_no_value_function(home);
  if (options.engine == Engine::value_function && !why_not.empty()) {
    notes.push_back(speaker.say(Message::no_value_function, {{"why", std::string{why_not}}}));
  }
  if (auto plan = try_engines(home, elements, options, speaker, notes)) {
    plan->notes.insert(plan->notes.begin(), notes.begin(), notes.end());
    return *plan;
  }
  Plan plan = fall_back(home, speaker, notes);
  explain(home, elements, {}, nullptr, plan);
  plan.notes.insert(plan.notes.end(), notes.begin(), notes.end());
  return plan;
}

void PlannerSeam::set_fault(Planner& planner, EngineFault fault) {
  planner.state_->fault = std::move(fault);
}

Planner::Planner() : state_{std::make_unique<State>()} {}
Planner::~Planner() = default;
Planner::Planner(Planner&&) noexcept = default;
Planner& Planner::operator=(Planner&&) noexcept = default;

Plan Planner::make_plan(const Case& home, const PlanOptions& options) {
  const base::Stopwatch watch;
  const auto check = check_case(home, "case");
  base::expect(check.has_value(), check ? "" : check.error().message);
  Plan plan;
  if (options.strategy == Strategy::optimal) {
    plan = state_->make_optimal(home, options);
  } else {
    plan = make_plan_by_rule(home, options.strategy);
    (void)bill(home, Speaker{home, options.language}, plan);
    plan.status = PlanStatus::good;
    explain(home, HomeElements{home}, {}, nullptr, plan);
  }
  note_what_is_not_obeyed(home, options, plan);
  set_soc_targets(home, plan);
  plan.language = options.language;
  plan.strategy = k_strategy_names[static_cast<std::size_t>(options.strategy)];
  plan.solve_ms = watch.elapsed_ms();
  return plan;
}

}  // namespace ohmstead::plan
