#include "switched_engine.hpp"

#include <algorithm>

#include "assemble.hpp"
#include "ohmstead/plan/evaluate.hpp"
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

// What the searched devices draw of a shared limit is no longer there for the others.
void lower_limits(const home::Case& home, const std::set<std::string>& searched,
                  const PlannedDevices& planned, const std::vector<Track>& tracks,
                  home::Case& rest) {
  for (std::size_t l = 0; l < home.power_limits.size(); ++l) {
    const home::PowerLimit& limit = home.power_limits[l];
    base::Series<home::Power> left{home.slots.count()};
    for (std::size_t t = 0; t < home.slots.count(); ++t) {
      double kw = limit.limit[t].value();
      for (std::size_t i = 0; i < tracks.size(); ++i) {
        const std::string& id = planned.device(i).id;
        const bool is_listed =
            std::find(limit.devices.begin(), limit.devices.end(), id) != limit.devices.end();
        if (is_listed && searched.contains(id)) kw -= std::max(0.0, tracks[i].power_kw[t]);
      }
      left.set(t, home::Power{std::max(0.0, kw)});
    }
    rest.power_limits[l].limit = left;
  }
}

// The home with the searched devices' draw as fixed load.
home::Case rest_of(const home::Case& home, const std::set<std::string>& searched,
                   const PlannedDevices& planned, const std::vector<Track>& tracks) {
  home::Case rest = home;
  lower_limits(home, searched, planned, tracks, rest);
  home::remove_devices(rest, searched);
  for (std::size_t t = 0; t < home.slots.count(); ++t) {
    double kw = home.load.raw()[t];
    for (std::size_t i = 0; i < tracks.size(); ++i) {
      if (searched.contains(planned.device(i).id)) kw += tracks[i].power_kw[t];
    }
    rest.load.set(t, home::Power{kw});
  }
  return rest;
}

// Puts the searched tracks back among those of the rest.
void merge(const HomeElements& elements, const std::set<std::string>& searched,
           const std::vector<Track>& found, EngineAnswer& answer) {
  std::vector<Track> all;
  std::size_t next = 0;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const bool is_found = searched.contains(elements.planned.device(i).id);
    all.push_back(is_found ? found[i] : answer.tracks[next++]);
  }
  answer.tracks = std::move(all);
  for (std::size_t t = 0; t < answer.devices.size(); ++t)
    answer.devices[t].drawn_kw = drawn_kw(answer.tracks, t);
}

// Objective of an answer by the evaluator; infinite when it refuses.
double objective_of(const home::Case& home, const HomeElements& elements,
                    const EngineAnswer& answer) {
  if (answer.devices.empty()) return solve::k_infinity;
  const auto bill = evaluate(home, assemble_plan(home, elements, answer.devices, answer.tracks));
  if (!bill) return solve::k_infinity;
  double start = elements.planned.start_worth();
  for (const home::Battery& battery : home.batteries)
    start += end_value(home, battery, battery.soc).value();
  return (bill->money.net_cost + bill->money.weights).value() - start;
}

}  // namespace

std::optional<EngineAnswer> SwitchedEngine::answer(const home::Case& home,
                                                   const HomeElements& elements,
                                                   const EngineLimits& limits) {
  ScheduleSearch search{home, elements};
  if (search.is_empty()) return std::nullopt;
  const base::Stopwatch watch;
  const auto left = [&](double share) {
    EngineLimits rest = limits;
    const double left_s = limits.wall_s - watch.elapsed_ms() / 1000.0;
    rest.wall_s = std::max(k_least_s, share * left_s);
    return rest;
  };
  if (has_few_decisions(home)) {
    EngineAnswer whole = linear_->answer(home, elements, left(k_solver_share_of_few));
    if (!whole.devices.empty()) return improved(home, elements, std::move(whole), left(1.0));
  }
  EngineAnswer relaxed = linear_->relax(home, elements, left(k_search_share));
  if (relaxed.home_values.empty()) return relaxed;
  const auto found = search.run(relaxed.home_values, {}, left(k_search_share));
  if (!found) return relaxed;
  const home::Case rest = rest_of(home, search.searched(), elements.planned, found->tracks);
  const HomeElements rest_elements{rest};
  LinearEngine around;
  EngineAnswer answer = around.answer(rest, rest_elements, left(k_search_share));
  if (answer.devices.empty()) return answer;
  merge(elements, search.searched(), found->tracks, answer);
  answer.bound = relaxed.bound;
  answer.solver = "search+" + answer.solver;
  return improved(home, elements, std::move(answer), left(1.0));
}

// The answer, or a better one that the solver finds from there.
EngineAnswer SwitchedEngine::improved(const home::Case& home, const HomeElements& elements,
                                      EngineAnswer answer, const EngineLimits& limits) {
  const double objective = objective_of(home, elements, answer);
  if (objective - answer.bound <= k_closed_gap || limits.wall_s <= k_least_s) return answer;
  const home::Plan begin = assemble_plan(home, elements, answer.devices, answer.tracks);
  const bool needs_proof = objective - answer.bound > k_open_gap;
  EngineAnswer proven =
      linear_->improve(home, elements, begin, answer.tracks, answer.bound, needs_proof, limits);
  answer.bound = std::max(answer.bound, proven.bound);
  if (objective_of(home, elements, proven) >= objective - 1e-9) return answer;
  proven.bound = answer.bound;
  return proven;
}

}  // namespace ohmstead::plan
