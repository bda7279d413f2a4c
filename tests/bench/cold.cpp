// Family A, cold: one plan from nothing, beside the plain library solver on the same linear model.
#include <fmt/format.h>

#include <cmath>
#include <memory>

#include "elements/home_elements.hpp"
#include "families.hpp"
#include "figures.hpp"
#include "homes.hpp"
#include "linear_model.hpp"
#include "ohmstead/plan/planner.hpp"
#include "plain_clp.hpp"
#include "value_function.hpp"

namespace ohmstead::bench {
namespace {

constexpr int k_repeats = 25;
constexpr double k_agreement = 1e-6;

struct ColdTimes {
  Samples solver, plan, unexplained, linear, clp;
};

// One home in both forms: the case, and the linear model of it.
struct ColdHome {
  explicit ColdHome(int number) : home{load_home(number)}, elements{home} {
    linear.build(home, elements, plan::Exclusive::none(home));
  }

  home::Case home;
  plan::HomeElements elements;
  plan::LinearModel linear;
};

double time_plan(plan::Planner& planner, const home::Case& home, const plan::PlanOptions& options) {
  const CpuStopwatch watch;
  const home::Plan plan = planner.make_plan(home, options);
  benchmark::DoNotOptimize(plan.objective);
  return watch.elapsed_ms();
}

double time_value_function(const home::Case& home, double& optimum) {
  const CpuStopwatch watch;
  plan::ValueFunction program;
  program.solve(home);
  optimum = program.bound();
  return watch.elapsed_ms();
}

// Times everything once; false when the two answers differ.
bool run_once(const ColdHome& cold, ColdTimes& times) {
  double optimum = 0.0;
  times.solver.add(time_value_function(cold.home, optimum));
  const PlainAnswer plain = solve_by_plain_clp(cold.linear.model());
  times.clp.add(plain.solve_ms);
  plan::Planner planner;
  times.plan.add(time_plan(planner, cold.home, {}));
  times.unexplained.add(time_plan(planner, cold.home, {.is_explained = false}));
  plan::Planner other;
  times.linear.add(time_plan(other, cold.home, {.engine = plan::Engine::linear}));
  return plain.is_optimal && std::abs(plain.objective - optimum) < k_agreement;
}

void publish_cold(benchmark::State& state, const std::string& name, const ColdTimes& times,
                  bool is_whole) {
  publish(state, {.what = name + ", value function",
                  .times = times.solver,
                  .yardstick = times.clp,
                  .yardstick_name = "Clp cold",
                  .at_most = 0.5,
                  .least_ratio = 12.0});
  if (!is_whole) return;
  publish(state, {.what = name + ", make_plan",
                  .times = times.plan,
                  .yardstick = times.clp,
                  .yardstick_name = "Clp cold"});
  publish(state, {.what = name + ", make_plan without reasons",
                  .times = times.unexplained,
                  .yardstick = times.clp,
                  .yardstick_name = "Clp cold"});
  publish(state, {.what = name + ", make_plan, linear engine",
                  .times = times.linear,
                  .yardstick = times.clp,
                  .yardstick_name = "Clp cold"});
}

void run_home(benchmark::State& state, int number) {
  const ColdHome cold{number};
  ColdTimes times;
  for (auto _ : state) {
    if (!run_once(cold, times)) return state.SkipWithError("the two solvers differ");
  }
  publish_cold(state, fmt::format("A cold, home {}", number), times, false);
}

void run_all_homes(benchmark::State& state) {
  std::vector<std::unique_ptr<ColdHome>> homes;
  for (int number = 1; number <= k_home_count; ++number) {
    homes.push_back(std::make_unique<ColdHome>(number));
  }
  ColdTimes times;
  for (auto _ : state) {
    for (const auto& cold : homes) {
      if (!run_once(*cold, times)) return state.SkipWithError("the two solvers differ");
    }
  }
  publish_cold(state, "A cold, ten homes", times, true);
}

}  // namespace

void register_cold() {
  for (int number = 1; number <= k_home_count; ++number) {
    benchmark::RegisterBenchmark(fmt::format("cold/home_{}", number).c_str(),
                                 [number](benchmark::State& state) { run_home(state, number); })
        ->Iterations(k_repeats)
        ->Unit(benchmark::kMillisecond);
  }
  benchmark::RegisterBenchmark("cold/ten_homes", run_all_homes)
      ->Iterations(k_repeats)
      ->Unit(benchmark::kMillisecond);
}

}  // namespace ohmstead::bench
