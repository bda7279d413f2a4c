// Whole homes as linear models, families B, C (relaxed) and G: solved from nothing by our interior
// point method and by plain Clp, planned from nothing, and planned again with one number changed.
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

namespace ohmstead::bench {
namespace {

constexpr int k_repeats = 3;
constexpr double k_agreement = 1e-6;

struct LinearTimes {
  Samples interior, plan, what_if, clp;
};

struct Target {
  const char* name;
  app::Family family;
  double cold_ms, what_if_ms;
  bool is_planned;  // without on/off decisions, so that a plan is what is measured
};

double time_plan(plan::Planner& planner, const home::Case& home, bool is_warm) {
  const CpuStopwatch watch;
  const home::Plan plan = planner.make_plan(home, {.is_explained = false, .is_warm = is_warm});
  benchmark::DoNotOptimize(plan.objective);
  return watch.elapsed_ms();
}

// One number of the home turned: what is stored now, what the home draws, what import costs.
std::vector<home::Case> changed(const home::Case& home) {
  std::vector<home::Case> others(3, home);
  home::Battery& battery = others[0].batteries.front();
  battery.soc = std::max(battery.min_soc, 0.8 * battery.soc);
  others[1].load.raw()[home.slots.count() / 4] += 1.0;
  others[2].prices.import.raw()[home.slots.count() / 2] += 0.05;
  return others;
}

bool run_once(const home::Case& home, const Target& target, LinearTimes& times) {
  const plan::HomeElements elements{home};
  plan::LinearModel linear;
  linear.build(home, elements, plan::Exclusive::none(home));
  const auto interior = solve::make_lp_solver(solve::SolverKind::interior).value();
  const CpuStopwatch watch;
  const solve::Solution solution = interior->solve(linear.model());
  times.interior.add(watch.elapsed_ms());
  const PlainAnswer plain = solve_by_plain_clp(linear.model());
  times.clp.add(plain.solve_ms);
  if (target.is_planned) {
    plan::Planner planner;
    times.plan.add(time_plan(planner, home, false));
    for (const home::Case& other : changed(home))
      times.what_if.add(time_plan(planner, other, true));
  }
  return plain.is_optimal && solution.status == solve::SolveStatus::optimal &&
         std::abs(plain.objective - solution.objective) < k_agreement;
}

void run_family(benchmark::State& state, const Target& target) {
  LinearTimes times;
  for (auto _ : state) {
    for (int number = 1; number <= k_home_count; ++number) {
      if (!run_once(load_home(number, target.family), target, times))
        return state.SkipWithError("the two solvers differ");
    }
  }
  const auto row = [&](const std::string& what, const Samples& samples,
                       std::optional<double> target_ms) {
    publish(state, {.what = fmt::format("{} cold, {}", target.name, what),
                    .times = samples,
                    .yardstick = times.clp,
                    .yardstick_name = "Clp cold",
                    .at_most = target_ms});
  };
  row("interior point method", times.interior, target.cold_ms);
  if (!target.is_planned) return;
  row("make_plan without reasons", times.plan, std::nullopt);
  publish(state, {.what = fmt::format("{} what-if, make_plan", target.name),
                  .times = times.what_if,
                  .yardstick = times.clp,
                  .yardstick_name = "Clp cold",
                  .at_most = target.what_if_ms});
}

}  // namespace

void register_linear() {
  for (const Target& target : {Target{"B", app::Family::b, 35.0, 30.0, true},
                               Target{"G", app::Family::g, 12.0, 30.0, true},
                               Target{"C relaxed", app::Family::c, 40.0, 30.0, false}}) {
    benchmark::RegisterBenchmark(fmt::format("linear/family_{}", target.name[0]).c_str(),
                                 [target](benchmark::State& state) { run_family(state, target); })
        ->Iterations(k_repeats)
        ->Unit(benchmark::kMillisecond);
  }
}

}  // namespace ohmstead::bench
