// Homes with whole decisions or many scenarios, planned from nothing in this process without
// reasons: families C and E and the cases of other planners. Yardstick is the library alone, with
// its own settings, on a model that we made.
#include <fmt/format.h>

#include <map>

#include "families.hpp"
#include "figures.hpp"
#include "ohmstead/plan/planner.hpp"
#include "plain_milp.hpp"
#include "plan_cases.hpp"

namespace ohmstead::bench {
namespace {

constexpr int k_repeats = 3;
constexpr double k_limit_s = 10.0;

// What a group's cases should take, milliseconds.
const std::map<std::string, double>& targets_ms() {
  static const std::map<std::string, double> targets{{"family C", 40.0}, {"family E", 1000.0},
                                                     {"evcc", 20.0},     {"evcc stress", 200.0},
                                                     {"haeo", 20.0},     {"emhass", 50.0}};
  return targets;
}

void run_case(benchmark::State& state, const PlanCase& each) {
  const auto home = read_plan_case(each);
  if (!home) return state.SkipWithError(home.error().message.c_str());
  Samples ours, library;
  double gap = 0.0;
  for (auto _ : state) {
    plan::Planner planner;
    const CpuStopwatch watch;
    const home::Plan plan =
        planner.make_plan(*home, {.time_limit_s = k_limit_s, .is_explained = false});
    ours.add(watch.elapsed_ms());
    gap = plan.gap ? plan.gap->value() : 0.0;
  }
  const CpuStopwatch watch;
  benchmark::DoNotOptimize(solve_plainly(*home, k_limit_s));
  library.add(watch.elapsed_ms());
  state.counters["gap"] = gap;
  publish(state,
          {.what = fmt::format("{}, {}, gap {:.4f}", each.group, each.name.substr(0, 32), gap),
           .times = ours,
           .yardstick = library,
           .yardstick_name = "library",
           .at_most = targets_ms().at(each.group)});
}

}  // namespace

void register_decisions() {
  for (const PlanCase& each : find_plan_cases()) {
    if (!targets_ms().contains(each.group)) continue;
    std::string name = fmt::format("decisions/{}/{}", each.group, each.name);
    std::replace(name.begin(), name.end(), ' ', '_');
    benchmark::RegisterBenchmark(name.c_str(), run_case, each)
        ->Iterations(k_repeats)
        ->Unit(benchmark::kMillisecond);
  }
}

}  // namespace ohmstead::bench
