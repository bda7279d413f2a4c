// Family F: 96 re-plans, each one slot later with new forecasts and a disturbed state.
#include <fmt/format.h>

#include <cmath>

#include "elements/home_elements.hpp"
#include "families.hpp"
#include "figures.hpp"
#include "homes.hpp"
#include "linear_model.hpp"
#include "ohmstead/plan/planner.hpp"
#include "optimal.hpp"
#include "plain_clp.hpp"

namespace ohmstead::bench {
namespace {

constexpr double k_agreement = 1e-6;

struct RollingTimes {
  Samples value_function, plan, clp_shifted, linear, clp_cold;
};

// What stays from one quarter of an hour to the next.
struct Engines {
  plan::ValueFunction value_function;
  plan::Planner planner;
  plan::LinearEngine linear;
  std::unique_ptr<solve::Solver> clp = solve::make_lp_solver().value();
  plan::LinearModel last;
  solve::Basis last_basis;
};

// The solver alone from the last basis, moved to where the new model has its slots.
double run_shifted(Engines& engines, const plan::LinearModel& now, RollingTimes& times) {
  const bool is_first = engines.last_basis.is_empty();
  const CpuStopwatch watch;
  solve::Start start;
  if (!is_first) {
    start.basis = solve::shift(engines.last_basis, engines.last.model(), now.model(), 0);
  }
  solve::Solution solution = engines.clp->solve(now.model(), {}, is_first ? nullptr : &start);
  if (!is_first) times.clp_shifted.add(watch.elapsed_ms());
  engines.last = now;
  engines.last_basis = std::move(solution.basis);
  return solution.objective;
}

bool run_shift(Engines& engines, const home::Case& home, bool is_first, RollingTimes& times) {
  const plan::HomeElements elements{home};
  CpuStopwatch watch;
  engines.value_function.solve(home);
  times.value_function.add(watch.elapsed_ms());
  const double optimum = engines.value_function.bound();

  watch = {};
  const home::Plan plan = engines.planner.make_plan(home);
  times.plan.add(watch.elapsed_ms());

  watch = {};
  const plan::EngineAnswer answer = engines.linear.answer(home, elements, {});
  if (!is_first) times.linear.add(watch.elapsed_ms());

  plan::LinearModel now;
  now.build(home, elements, plan::Exclusive::none(home));
  const double shifted = run_shifted(engines, now, times);
  const PlainAnswer plain = solve_by_plain_clp(now.model());
  times.clp_cold.add(plain.solve_ms);
  return std::abs(answer.bound - optimum) < k_agreement &&
         std::abs(shifted - optimum) < k_agreement &&
         std::abs(plain.objective - optimum) < k_agreement &&
         std::abs(plan.objective.value() - optimum) < k_agreement;
}

void publish_rolling(benchmark::State& state, const RollingTimes& times) {
  const auto row = [&](const std::string& what, const Samples& samples,
                       std::optional<double> target) {
    publish(state, {.what = "F rolling, " + what,
                    .times = samples,
                    .yardstick = times.clp_cold,
                    .yardstick_name = "Clp cold",
                    .at_most = target});
  };
  row("value function", times.value_function, 0.5);
  row("make_plan", times.plan, std::nullopt);
  row("Clp, shifted basis", times.clp_shifted, 1.0);
  row("linear engine, shifted basis", times.linear, std::nullopt);
}

void run_rolling(benchmark::State& state) {
  RollingTimes times;
  for (auto _ : state) {
    for (int number = 1; number <= k_home_count; ++number) {
      Engines engines;
      bool is_first = true;
      for (const home::Case& home : make_rolling_cases(load_home(number))) {
        if (!run_shift(engines, home, is_first, times)) {
          return state.SkipWithError("the solvers differ");
        }
        is_first = false;
      }
    }
  }
  publish_rolling(state, times);
}

}  // namespace

void register_rolling() {
  benchmark::RegisterBenchmark("rolling/ten_homes", run_rolling)
      ->Iterations(1)
      ->Unit(benchmark::kMillisecond);
}

}  // namespace ohmstead::bench
