#include <algorithm>

#include "linear_model.hpp"
#include "ohmstead/base/clock.hpp"
#include "ohmstead/solve/rounding.hpp"
#include "optimal.hpp"
#include "search/window_search.hpp"

namespace ohmstead::plan {
namespace {

constexpr double k_money_gap = 1e-6;
// What preferences among plans of the same cost may cost: a hundredth of a
// cent.
constexpr double k_steered_gap = 1e-4;
// Of the time that is left: for windows, the rest for a proof.
constexpr double k_window_share = 0.7;
// Of the time, for the whole problem before windows of it.
constexpr double k_whole_share = 0.7;
// From so many rows on a model without a basis to start from is solved faster from its inside.
constexpr std::int32_t k_interior_rows = 1000;
// However late it is.
constexpr double k_least_rounding_s = 0.2;
constexpr int k_rounds = 4;  // the last one separates the flows of every slot

// Elements of which a device is held.
std::vector<char> held_elements(const PlannedDevices& planned, const FirstActions& first) {
  std::vector<char> is_held(planned.elements().size(), 0);
  for (std::size_t e = 0; e < is_held.size(); ++e) {
    const std::size_t end = planned.first(e) + planned.elements()[e]->devices().size();
    for (std::size_t i = planned.first(e); i < std::min(end, first.devices_kw.size()); ++i)
      if (first.devices_kw[i]) is_held[e] = 1;
  }
  return is_held;
}

// False where an action is more than one column's matter.
bool hold_first(const PlannedDevices& planned, const FirstActions& first, LinearModel& model,
                LinearModel::Held& held) {
  for (std::size_t i = 0; i < first.batteries.size(); ++i) {
    if (first.batteries[i]) model.hold(i, 0, *first.batteries[i], held);
  }
  for (std::size_t i = 0; i < first.devices_kw.size(); ++i) {
    const auto kw = first.devices_kw[i];
    if (kw && !model.hold_first(planned.device(i).id, *kw, held)) return false;
  }
  return true;
}

}  // namespace

struct LinearEngine::State {
  std::unique_ptr<solve::Solver> linear_solver, cold_solver;
  std::unique_ptr<solve::Solver> integer_solver;
  LinearModel now, last;
  solve::Basis last_basis;
  bool has_last = false;

  solve::Solution solve_linear(const EngineLimits& limits, double used_s);
  solve::Solution solve_integer(const EngineLimits& limits, double used_s,
                                std::vector<double> start);
  // Rounded; exactly where only that can tell whether there is one that is good enough.
  solve::Solution solve_with_first(const FirstActions& first, const EngineLimits& limits);
  // Half of the time for the whole, the rest for windows of it where the whole stays open.
  solve::Solution solve_decisions(const home::Case& home, const EngineLimits& limits, double used_s,
                                  std::vector<double> start);
  // No values when no window gave a solution; the bound is none.
  solve::Solution improve_in_windows(const home::Case& home, const EngineLimits& limits,
                                     const std::vector<double>& start);
  // Replaces an answer that preferences steered by one that costs less, if
  // there is one, and returns what no plan can cost less than.
  double prove_money(const EngineLimits& limits, double used_s, solve::Solution& solution);
  static EngineAnswer to_answer(const LinearModel& linear, const home::Case& home,
                                const solve::Solution& solution);
};

solve::Solution LinearEngine::State::solve_linear(const EngineLimits& limits, double used_s) {
  const solve::Limits rest{.wall_s = std::max(0.05, limits.wall_s - used_s), .stop = limits.stop};
  if (!has_last && now.model().row_count() >= k_interior_rows) {
    if (!cold_solver) cold_solver = solve::make_lp_solver(solve::SolverKind::interior).value();
    return cold_solver->solve(now.model(), rest);
  }
  if (!linear_solver) linear_solver = solve::make_lp_solver().value();
  const solve::Start start{.basis = has_last
                                        ? solve::shift(last_basis, last.model(), now.model(), 0)
                                        : now.idle_basis()};
  return linear_solver->solve(now.model(), rest, &start);
}

solve::Solution LinearEngine::State::solve_integer(const EngineLimits& limits, double used_s,
                                                   std::vector<double> start_values) {
  if (!integer_solver) integer_solver = solve::make_mip_solver().value();
  solve::Start start{.values = std::move(start_values)};
  if (has_last) start.basis = solve::shift(last_basis, last.model(), now.model(), 0);
  return integer_solver->solve(now.model(),
                               {.wall_s = std::max(0.1, limits.wall_s - used_s),
                                .absolute_gap = k_money_gap,
                                .stop = limits.stop},
                               &start);
}

solve::Solution LinearEngine::State::solve_with_first(const FirstActions& first,
                                                      const EngineLimits& limits) {
  const base::Stopwatch watch;
  const auto solver = solve::make_lp_solver(solve::SolverKind::clp_kept).value();
  solve::Basis basis;
  if (has_last) basis = solve::shift(last_basis, last.model(), now.model(), 0);
  solve::Solution rounded = solve::round_in_passes(
      now.model(), *solver,
      {.wall_s = std::max(k_least_rounding_s, limits.wall_s), .stop = limits.stop},
      std::move(basis));
  const bool is_decided =
      rounded.has_values() && (rounded.objective <= first.enough || rounded.bound > first.enough);
  const double used_s = watch.elapsed_ms() / 1000.0;
  if (is_decided || used_s >= limits.wall_s) return rounded;
  solve::Solution exact = solve_integer(limits, used_s, rounded.values);
  return exact.has_values() ? exact : rounded;
}

solve::Solution LinearEngine::State::improve_in_windows(const home::Case& home,
                                                        const EngineLimits& limits,
                                                        const std::vector<double>& start) {
  if (!integer_solver) integer_solver = solve::make_mip_solver().value();
  auto found = search_windows(home, now.model(), start, *integer_solver, limits);
  if (!found) return {};
  found->bound = -solve::k_infinity;  // its own is that of its window
  return std::move(*found);
}

solve::Solution LinearEngine::State::solve_decisions(const home::Case& home,
                                                     const EngineLimits& limits, double used_s,
                                                     std::vector<double> start) {
  if (!now.has_switches()) return solve_integer(limits, used_s, std::move(start));
  const base::Stopwatch watch;
  EngineLimits part = limits;
  part.wall_s = used_s + k_whole_share * (limits.wall_s - used_s);
  solve::Solution whole = solve_integer(part, used_s, start);
  if (!whole.has_values())
    return solve_integer(limits, used_s + watch.elapsed_ms() / 1000.0, std::move(start));
  const bool is_open = whole.has_values() && whole.objective - whole.bound > k_steered_gap;
  part.wall_s = limits.wall_s - used_s - watch.elapsed_ms() / 1000.0;
  if (!is_open || part.wall_s <= 0.0) return whole;
  solve::Solution better = improve_in_windows(home, part, whole.values);
  if (!better.has_values() || better.objective >= whole.objective) return whole;
  better.bound = whole.bound;
  return better;
}

double LinearEngine::State::prove_money(const EngineLimits& limits, double used_s,
                                        solve::Solution& solution) {
  const double least = solution.bound - now.most_preference();
  if (now.money(solution.values) - least <= k_steered_gap) return least;
  now.steer(0.0);
  const bool has_integers = now.model().integer_count() > 0;
  solve::Solution plain =
      has_integers ? solve_integer(limits, used_s, solution.values) : solve_linear(limits, used_s);
  const bool is_better = plain.has_values() && !now.find_cheating(plain.values).is_forbidden() &&
                         now.money(plain.values) < now.money(solution.values) - k_steered_gap;
  now.steer(1.0);
  const double bound = plain.bound;
  if (is_better) solution = std::move(plain);
  return bound;
}

EngineAnswer LinearEngine::State::to_answer(const LinearModel& linear, const home::Case& home,
                                            const solve::Solution& solution) {
  EngineAnswer answer;
  answer.solver = solution.solver;
  answer.message = solution.message;
  answer.bound = solution.bound;
  if (!solution.has_values()) {
    if (answer.message.empty()) answer.message = std::string{solve::to_text(solution.status)};
    return answer;
  }
  answer.devices = linear.powers(solution.values);
  answer.tracks = linear.tracks(solution.values);
  for (std::size_t t = 0; t < answer.devices.size(); ++t)
    answer.devices[t].drawn_kw = drawn_kw(answer.tracks, t);
  answer.stored.resize(home.batteries.size());
  if (solution.row_duals.empty()) return answer;
  answer.home_values = linear.home_values(solution.row_duals);
  for (std::size_t i = 0; i < home.batteries.size(); ++i) {
    for (const double value : linear.stored_values(i, solution.row_duals)) {
      answer.stored[i].push_back({value, value});
    }
  }
  return answer;
}

LinearEngine::LinearEngine() : state_{std::make_unique<State>()} {}
LinearEngine::~LinearEngine() = default;
LinearEngine::LinearEngine(LinearEngine&&) noexcept = default;
LinearEngine& LinearEngine::operator=(LinearEngine&&) noexcept = default;

EngineAnswer LinearEngine::answer(const home::Case& home, const HomeElements& elements,
                                  const EngineLimits& limits) {
  const base::Stopwatch watch;
  Exclusive exclusive = Exclusive::none(home);
  state_->now.build(home, elements, exclusive);
  if (!limits.is_warm) state_->has_last = false;
  solve::Solution solution = state_->solve_linear(limits, 0.0);
  if (!solution.has_values()) return State::to_answer(state_->now, home, solution);
  state_->last_basis = solution.basis;
  Exclusive cheating = state_->now.find_cheating(solution.values);
  state_->last = state_->now;
  state_->has_last = !solution.basis.is_empty();
  const bool has_switches = state_->now.has_switches();
  double bound = solution.bound;
  if (!cheating.is_empty() || has_switches) {
    // The relaxation cheats: binaries where the prices invite it and where it
    // was seen.
    if (!cheating.is_empty()) exclusive.merge(slots_that_may_cheat(home, elements));
    exclusive.merge(cheating);
    LinearModel relaxed = state_->now;
    std::vector<double> relaxed_values = solution.values;
    for (int round = 1; round <= k_rounds; ++round) {
      if (round == k_rounds) exclusive.merge(all_slots(home, elements));
      widen_rules(exclusive);
      state_->now.build(home, elements, exclusive, has_switches);
      solution = state_->solve_decisions(home, limits, watch.elapsed_ms() / 1000.0,
                                         state_->now.rounded_start(relaxed, relaxed_values));
      if (!solution.has_values()) break;
      relaxed = state_->now;
      relaxed_values = solution.values;
      cheating = state_->now.find_cheating(solution.values);
      if (!exclusive.merge(cheating)) break;
    }
    if (solution.has_values() && state_->now.find_cheating(solution.values).is_forbidden()) {
      solution.values.clear();
      solution.message = "flows kept running both ways after all rounds";
    }
    bound = std::max(bound, solution.bound);
  }
  if (state_->now.has_ties() && solution.has_values())
    bound = state_->prove_money(limits, watch.elapsed_ms() / 1000.0, solution);
  EngineAnswer answer = State::to_answer(state_->now, home, solution);
  answer.bound = bound;
  return answer;
}

EngineAnswer LinearEngine::relax(const home::Case& home, const HomeElements& elements,
                                 const EngineLimits& limits) {
  state_->now.build(home, elements, Exclusive::none(home));
  state_->now.steer(0.0);
  if (!limits.is_warm) state_->has_last = false;
  const solve::Solution solution = state_->solve_linear(limits, 0.0);
  if (solution.has_values()) {
    state_->last_basis = solution.basis;
    state_->last = state_->now;
    state_->has_last = !solution.basis.is_empty();
  }
  return State::to_answer(state_->now, home, solution);
}

EngineAnswer LinearEngine::round(const home::Case& home, const HomeElements& elements,
                                 const Known& known, const EngineLimits& limits) {
  const base::Stopwatch watch;
  const auto solver = solve::make_lp_solver(solve::SolverKind::clp_kept).value();
  Exclusive exclusive = slots_that_may_cheat(home, elements);
  solve::Solution solution;
  for (int round = 0; round < k_rounds; ++round) {
    widen_rules(exclusive);
    state_->now.build(home, elements, exclusive, true);
    const double left_s = limits.wall_s - watch.elapsed_ms() / 1000.0;
    const solve::Model& model = state_->now.model();
    solve::Basis basis;
    if (known.model != nullptr && !known.basis.is_empty())
      basis = solve::shift(known.basis, *known.model, model, 0);
    solution = solve::round_in_passes(model, *solver, {.wall_s = left_s, .stop = limits.stop},
                                      std::move(basis));
    if (!solution.has_values()) break;
    if (!exclusive.merge(state_->now.find_cheating(solution.values))) break;
  }
  // What bounds money and preferences together bounds neither.
  if (state_->now.has_ties()) solution.bound = -solve::k_infinity;
  EngineAnswer answer = State::to_answer(state_->now, home, solution);
  if (solution.has_values() && state_->now.find_cheating(solution.values).is_forbidden())
    answer.devices.clear();
  return answer;
}

EngineAnswer LinearEngine::improve(const home::Case& home, const HomeElements& elements,
                                   const home::Plan& known, const std::vector<Track>& tracks,
                                   double bound, bool needs_proof, const EngineLimits& limits) {
  const base::Stopwatch watch;
  Exclusive exclusive = slots_that_may_cheat(home, elements);
  state_->now.build(home, elements, exclusive, true);
  state_->now.steer(0.0);
  EngineLimits part = limits;
  if (needs_proof) part.wall_s = k_window_share * limits.wall_s;
  std::vector<double> start = state_->now.start_of(known, tracks);
  solve::Solution solution = state_->improve_in_windows(home, part, start);
  if (!solution.has_values() || needs_proof) {
    if (solution.has_values()) start = solution.values;
    solve::Solution whole = state_->solve_integer(limits, watch.elapsed_ms() / 1000.0, start);
    bound = std::max(bound, whole.bound);
    if (whole.has_values() && whole.objective < solution.objective) solution = std::move(whole);
  }
  // Flows are separated where the prices invite cheating, and then where it was seen.
  for (int round = 1; round < k_rounds && solution.has_values(); ++round) {
    if (!exclusive.merge(state_->now.find_cheating(solution.values))) break;
    const LinearModel before = state_->now;
    state_->now.build(home, elements, exclusive, true);
    state_->now.steer(0.0);
    solution = state_->solve_integer(limits, watch.elapsed_ms() / 1000.0,
                                     state_->now.rounded_start(before, solution.values));
  }
  solution.bound = bound;
  EngineAnswer answer = State::to_answer(state_->now, home, solution);
  if (solution.has_values() && state_->now.find_cheating(solution.values).is_forbidden())
    answer.devices.clear();
  return answer;
}

EngineAnswer LinearEngine::answer_with_first(const home::Case& home, const HomeElements& elements,
                                             const FirstActions& first,
                                             const EngineLimits& limits) {
  const base::Stopwatch watch;
  LinearModel& now = state_->now;
  // After a search the model is another one, or the relaxed one.
  if (first.plan != nullptr && !limits.is_warm) state_->has_last = false;
  if (first.plan != nullptr || (now.has_switches() && now.model().integer_count() == 0)) {
    now.build(home, elements, slots_that_may_cheat(home, elements), true);
    now.steer(0.0);
  }
  if (first.plan != nullptr) {
    now.hold_integers(now.start_of(*first.plan, *first.tracks),
                      held_elements(elements.planned, first));
  }
  LinearModel::Held held;
  if (!hold_first(elements.planned, first, now, held)) {
    now.restore(held);
    return {};
  }
  const bool has_integers = now.model().integer_count() > 0;
  solve::Solution solution =
      has_integers ? state_->solve_with_first(first, limits) : state_->solve_linear(limits, 0.0);
  const bool is_free = first.plan == nullptr;
  if (is_free && solution.has_values() && !now.find_cheating(solution.values).is_empty()) {
    // Another first action may make other slots cheat: now all are kept apart.
    Exclusive exclusive = all_slots(home, elements);
    widen_rules(exclusive);
    now.build(home, elements, exclusive, true);
    held.clear();
    (void)hold_first(elements.planned, first, now, held);
    solution = state_->solve_integer(limits, watch.elapsed_ms() / 1000.0, {});
  }
  EngineAnswer answer = State::to_answer(now, home, solution);
  if (!answer.devices.empty() && now.find_cheating(solution.values).is_forbidden())
    answer.devices.clear();
  now.restore(held);
  return answer;
}

}  // namespace ohmstead::plan
