#include "switched_engine.hpp"

#include <algorithm>

#include "assemble.hpp"
#include "finish_plan.hpp"
#include "search/rest_case.hpp"
#include "search/schedule_search.hpp"

namespace ohmstead::plan {
namespace {

// What the proof may leave open: a cent, as everywhere.
constexpr double k_open_gap = 0.01;
// So little is not looked for.
constexpr double k_closed_gap = 1e-5;
// Of the time, for the search; the rest is for the proof and for planning around it. What the
// search leaves, for relaxing where prices prove nothing.
constexpr double k_search_share = 0.78;
constexpr double k_first_s = 1.0, k_later_share = 0.35;
constexpr double k_relax_share = 0.5;
// What planning around it takes; all that the search leaves where that is too little to improve in.
constexpr double k_rounding_s = 0.1;
// Of the time, for the solver where rounding left something open.
constexpr double k_exact_share = 0.3;
// In less time nobody looks for more, or for a proof.
constexpr double k_improving_s = 0.4;
constexpr double k_proving_s = 0.4;
// Of the time that the search leaves, for a bound by prices.
constexpr double k_bound_share = 0.85;
// So few devices leave so few decisions that the solver and windows find more than the search.
constexpr std::size_t k_few_devices = 2;
// Of the time, for the solver alone before windows.
constexpr double k_solver_share_of_few = 0.7;
// Left to the last steps however long the search took; and to rounding, without which all that the
// search found is lost. It takes that long on slow or busy computers only.
constexpr double k_least_s = 0.2, k_rounding_least_s = 2.0;

// Rooms and tanks are better searched: what each hour of heat does depends on all before it.
bool has_few_decisions(const home::Case& home) {
  return home.appliances.size() <= k_few_devices && home.heat_sources.empty() &&
         home.water_heaters.empty();
}

// What electricity costs where nothing better is known: nobody pays more than the mean who can
// wait.
std::vector<double> simple_prices(const home::Case& home) {
  const auto import = home.prices.import.raw();
  double mean = 0.0;
  for (const double price : import) mean += price / static_cast<double>(import.size());
  std::vector<double> prices(import.begin(), import.end());
  for (double& price : prices) price = std::min(price, mean);
  return prices;
}

// What the search gets of the time that is left.
EngineLimits searching(EngineLimits left) {
  const double first_s = std::min(left.wall_s, k_first_s);
  left.wall_s = left.wall_s < k_proving_s
                    ? std::max(0.0, left.wall_s - k_rounding_s)
                    : k_search_share * first_s + k_later_share * (left.wall_s - first_s);
  return left;
}

// Everything else, with the searched devices decided: rounded in passes, and exactly where that
// leaves something open and there is time.
EngineAnswer plan_around(const home::Case& rest, const HomeElements& elements,
                         const RestProblem& relaxed, const EngineLimits& limits) {
  const base::Stopwatch watch;
  LinearEngine engine;
  EngineLimits rounding = limits;
  rounding.wall_s = std::max(k_rounding_least_s, limits.wall_s);
  EngineAnswer rounded =
      engine.round(rest, elements, {&relaxed.model(), relaxed.basis()}, rounding);
  const double open = objective_of(rest, elements, rounded) - rounded.bound;
  EngineLimits left = limits;
  left.wall_s = limits.wall_s - watch.elapsed_ms() / 1000.0;
  if (open <= k_open_gap || (left.wall_s < k_improving_s && !rounded.devices.empty()))
    return rounded;
  left.wall_s = std::max(k_least_s, k_exact_share * left.wall_s);
  EngineAnswer exact = engine.answer(rest, elements, left);
  const bool is_better =
      objective_of(rest, elements, exact) < objective_of(rest, elements, rounded);
  return is_better || rounded.devices.empty() ? exact : rounded;
}

}  // namespace

std::optional<EngineAnswer> SwitchedEngine::answer(const home::Case& home,
                                                   const HomeElements& elements,
                                                   const EngineLimits& limits) {
  const LastTracks last{home, elements.planned};
  ScheduleSearch search{home, elements, last.is_there() ? &last : nullptr};
  if (search.is_empty()) return std::nullopt;
  const base::Stopwatch watch;
  const auto left = [&](double share) {
    EngineLimits rest = limits;
    const double left_s = limits.wall_s - watch.elapsed_ms() / 1000.0;
    rest.wall_s = std::max(k_least_s, share * left_s);
    return rest;
  };
  // The search alone weighs what the last plan wanted.
  const bool keeps_last = last.is_there() && home.objective.keep_last_plan > home::Money{};
  if (has_few_decisions(home) && !keeps_last) {
    EngineAnswer whole = linear_->answer(home, elements, left(k_solver_share_of_few));
    if (!whole.devices.empty()) return improved(home, elements, last, std::move(whole), left(1.0));
  }
  const std::vector<Track> begin = last.is_there() ? last.rest() : std::vector<Track>{};
  EngineLimits rest_of_time = limits;
  rest_of_time.wall_s = std::max(0.0, limits.wall_s - watch.elapsed_ms() / 1000.0);
  const auto found = search.run(simple_prices(home), begin, searching(rest_of_time));
  if (!found) return linear_->relax(home, elements, left(k_relax_share));
  // The prices of the search prove more than the relaxed home does, and sooner.
  ScheduleSearch::Bounds bounds{-solve::k_infinity, {}};
  if (limits.wall_s >= k_proving_s) {
    const auto by_prices = search.find_bounds(left(k_bound_share));
    bounds = by_prices ? *by_prices
                       : ScheduleSearch::Bounds{
                             linear_->relax(home, elements, left(k_relax_share)).bound, {}};
  }
  const home::Case rest = rest_case(home, search.searched(), elements.planned, found->tracks);
  const HomeElements rest_elements{rest};
  EngineAnswer answer = plan_around(rest, rest_elements, search.rest(), left(1.0));
  if (answer.devices.empty()) return answer;
  put_back(elements, search.searched(), found->tracks, answer);
  answer.bound = bounds.any;
  if (bounds.rooms_apart) answer.rooms_apart = RoomsApart{*bounds.rooms_apart, answer.tracks};
  answer.solver = "search+" + answer.solver;
  return improved(home, elements, last, std::move(answer), left(1.0));
}

// The answer, or a better one that the solver finds from there and that is worth its changed first
// actions.
EngineAnswer SwitchedEngine::improved(const home::Case& home, const HomeElements& elements,
                                      const LastTracks& last, EngineAnswer answer,
                                      const EngineLimits& limits) {
  const double objective = objective_of(home, elements, answer);
  if (objective - answer.bound <= k_closed_gap || limits.wall_s < k_improving_s) return answer;
  const home::Plan begin = assemble_plan(home, elements, answer.devices, answer.tracks);
  const bool needs_proof = objective - answer.bound > k_open_gap;
  EngineAnswer proven =
      linear_->improve(home, elements, begin, answer.tracks, answer.bound, needs_proof, limits);
  answer.bound = std::max(answer.bound, proven.bound);
  if (proven.devices.empty()) return answer;
  const auto changes = [&](const EngineAnswer& each) {
    return home.objective.keep_last_plan.value() *
           static_cast<double>(last.count_changed(each.tracks));
  };
  const double gain = objective - objective_of(home, elements, proven);
  if (gain <= changes(proven) - changes(answer) + 1e-9) return answer;
  proven.bound = answer.bound;
  proven.rooms_apart = std::move(answer.rooms_apart);
  return proven;
}

}  // namespace ohmstead::plan
