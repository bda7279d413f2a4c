#include "scenario_start.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "ohmstead/base/clock.hpp"

namespace ohmstead::plan {
namespace {

// More are nearer to all of them and take longer themselves.
constexpr std::size_t k_few = 5;

// What the load alone would cost, without a battery: enough to tell scenarios apart.
double cost_of_load(const home::Case& home) {
  const HomeElements elements{home};
  double cost = 0.0;
  for (std::size_t t = 0; t < home.slots.count(); ++t) {
    const double net_kw = home.load.raw()[t] - home.pv.raw()[t];
    const double price = net_kw > 0.0 ? elements.grid.import_price_per_kwh(t)
                                      : elements.grid.export_price_per_kwh(t);
    cost += home.slots.hours(t).value() * net_kw * price;
  }
  return cost;
}

// What devices of the first stage draw where only what is expected counts; empty where that is not
// known.
std::vector<double> drawn_as_expected(const home::Case& home, const EngineLimits& limits) {
  home::Case expected = home;
  expected.scenarios.reset();
  const HomeElements elements{expected};
  LinearEngine linear;
  const EngineAnswer answer = linear.relax(expected, elements, limits);
  if (answer.devices.empty()) return {};
  const std::set<std::string> first = home::first_stage_devices(home);
  std::vector<double> kw(home.slots.count(), 0.0);
  for (std::size_t i = 0; i < answer.tracks.size(); ++i) {
    if (!first.contains(elements.planned.device(i).id)) continue;
    for (std::size_t t = 0; t < kw.size(); ++t) kw[t] += answer.tracks[i].power_kw[t];
  }
  return kw;
}

}  // namespace

home::Case with_few_scenarios(const home::Case& home, std::size_t groups) {
  const home::ScenarioSet& set = *home.scenarios;
  const std::vector<double> weights = home::scenario_weights(set);
  std::vector<double> costs;
  costs.reserve(set.all.size());
  for (const home::Scenario& each : set.all)
    costs.push_back(cost_of_load(home::scenario_case(home, each)));
  std::vector<std::size_t> order(costs.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t s) { return costs[s]; });
  home::Case few = home;
  few.scenarios->all.clear();
  double before = 0.0;  // weight of the groups before
  for (std::size_t group = 0, next = 0; group < groups && next < order.size(); ++group) {
    const double end = static_cast<double>(group + 1) / static_cast<double>(groups);
    std::vector<std::size_t> members;
    double weight = 0.0, cost = 0.0;
    const auto belongs = [&](std::size_t s) {
      return members.empty() || group + 1 == groups || before + weight + 0.5 * weights[s] < end;
    };
    for (; next < order.size() && belongs(order[next]); ++next) {
      members.push_back(order[next]);
      weight += weights[order[next]];
      cost += weights[order[next]] * costs[order[next]];
    }
    const auto off_mean = [&](std::size_t s) { return std::abs(weight * costs[s] - cost); };
    few.scenarios->all.push_back(set.all[*std::ranges::min_element(members, {}, off_mean)]);
    few.scenarios->all.back().weight = weight;
    before += weight;
  }
  return few;
}

std::optional<solve::Point> find_start(const home::Case& home, const ScenarioModel& joint,
                                       const solve::Limits& limits) {
  if (joint.scenario_count() <= k_few) return std::nullopt;
  const base::Stopwatch watch;
  const auto left = [&] {
    return solve::Limits{.wall_s = limits.wall_s - watch.elapsed_ms() / 1000.0,
                         .stop = limits.stop};
  };
  if (limits.wall_s <= 0.0) return std::nullopt;
  if (home::first_stage_devices(home).empty())
    return joint.point_at(std::vector<double>(home.slots.count(), 0.0), left());
  const std::vector<double> drawn = drawn_as_expected(home, {left().wall_s, limits.stop});
  if (drawn.empty()) return std::nullopt;
  const home::Case fewer = with_few_scenarios(home, k_few);
  const ScenarioModel few{fewer, left().wall_s};
  if (!few.is_complete()) return std::nullopt;
  const auto begin = few.point_at(drawn, left());
  if (!begin) return std::nullopt;
  const solve::Solution solution = solve::solve_from_point(few.model(), *begin, left());
  if (!solution.has_values()) return std::nullopt;
  return joint.point_at(few.first_drawn_kw(solution.values), left());
}

}  // namespace ohmstead::plan
