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
// Of the time, for the search; the rest is for planning around it and for the proof.
constexpr double k_search_share = 0.5;
// So few devices leave so few decisions that the solver and windows find more than the search.
constexpr std::size_t k_few_devices = 2;
// Of the time, for the solver alone before windows.
constexpr double k_solver_share_of_few = 0.2;
// Left to the last steps however long the search took.
constexpr double k_least_s = 0.2;

// Rooms and tanks are better searched: what each hour of heat does depends on all before it.
bool has_few_decisions(const home::Case& home) {
  return home.appliances.size() <= k_few_devices && home.heat_sources.empty() &&
         home.water_heaters.empty();
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
  EngineAnswer relaxed = linear_->relax(home, elements, left(k_search_share));
  if (relaxed.home_values.empty()) return relaxed;
  const std::vector<Track> begin = last.is_there() ? last.rest() : std::vector<Track>{};
  const auto found = search.run(relaxed.home_values, begin, left(k_search_share));
  if (!found) return relaxed;
  const home::Case rest = rest_case(home, search.searched(), elements.planned, found->tracks);
  const HomeElements rest_elements{rest};
  LinearEngine around;
  EngineAnswer answer = around.answer(rest, rest_elements, left(k_search_share));
  if (answer.devices.empty()) return answer;
  put_back(elements, search.searched(), found->tracks, answer);
  answer.bound = relaxed.bound;
  answer.solver = "search+" + answer.solver;
  return improved(home, elements, last, std::move(answer), left(1.0));
}

// The answer, or a better one that the solver finds from there and that is worth its changed first
// actions.
EngineAnswer SwitchedEngine::improved(const home::Case& home, const HomeElements& elements,
                                      const LastTracks& last, EngineAnswer answer,
                                      const EngineLimits& limits) {
  const double objective = objective_of(home, elements, answer);
  if (objective - answer.bound <= k_closed_gap || limits.wall_s <= k_least_s) return answer;
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
  return proven;
}

}  // namespace ohmstead::plan
