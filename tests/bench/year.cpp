// A year of the example home: a plan every quarter of an hour, and the year as one problem.
#include <fmt/format.h>

#include <filesystem>

#include "child.hpp"
#include "families.hpp"
#include "figures.hpp"
#include "ohmstead/base/file.hpp"
#include "ohmstead/base/zone.hpp"
#include "ohmstead/plan/make_case.hpp"
#include "ohmstead/plan/planner.hpp"
#include "ohmstead/simulate/known_then.hpp"
#include "temporary_folder.hpp"
#include "value_function.hpp"
#include "year_home.hpp"

namespace ohmstead::bench {
namespace {

constexpr std::size_t k_year_slots = 35040;

// The year as one case, everything known.
base::Result<home::Case> make_year_case(const std::filesystem::path& folder) {
  const auto text = base::read_file(folder / "site.yaml");
  if (!text) return tl::unexpected{text.error()};
  const auto site = home::read_site(*text, "site.yaml");
  if (!site) return tl::unexpected{site.error()};
  const auto history = simulate::load_history(
      *site, [&](const std::string& name) { return base::read_file(folder / name); });
  if (!history) return tl::unexpected{history.error()};
  const auto zone = base::Zone::load(site->timezone);
  if (!zone) return tl::unexpected{zone.error()};
  const base::Time from = *base::parse_time("2023-12-31T23:00:00Z");
  const auto outlook =
      simulate::measured_outlook(*history, from, from + base::Seconds{900} * k_year_slots);
  if (!outlook) return tl::unexpected{outlook.error()};
  const base::Energy half = 0.5 * site->batteries.front().capacity;
  return plan::make_case(*site, plan::TariffRule{site->tariff, *zone}, *outlook, {{half}}, nullptr);
}

void run_year_bound(benchmark::State& state) {
  const TemporaryFolder folder;
  const auto written = write_year_home(folder.path());
  if (!written) return state.SkipWithError(written.error().message.c_str());
  const auto year = make_year_case(folder.path());
  if (!year) return state.SkipWithError(year.error().message.c_str());
  Samples solver, plan_time;
  for (auto _ : state) {
    CpuStopwatch watch;
    plan::ValueFunction program;
    program.solve(*year);
    benchmark::DoNotOptimize(program.bound());
    solver.add(watch.elapsed_ms());
    watch = {};
    plan::Planner planner;
    const home::Plan plan = planner.make_plan(*year, {.is_explained = false});
    plan_time.add(watch.elapsed_ms());
    if (plan.status != home::PlanStatus::optimal) return state.SkipWithError("no proof");
  }
  publish(state,
          {.what = "year as one problem, value function", .times = solver, .at_most = 300.0});
  publish(state, {.what = "year as one problem, make_plan", .times = plan_time});
}

void run_year_of_plans(benchmark::State& state) {
  const TemporaryFolder folder;
  const auto written = write_year_home(folder.path());
  if (!written) return state.SkipWithError(written.error().message.c_str());
  const std::vector<std::string> command{OHMSTEAD_BINARY, "backtest",
                                         "--site",        (folder.path() / "site.yaml").string(),
                                         "--from",        std::string{k_year_from},
                                         "--to",          std::string{k_year_to},
                                         "--strategy",    "optimal",
                                         "--json"};
  Samples wall, cpu, peak;
  for (auto _ : state) {
    const auto run = run_child(command);
    if (!run || run->exit_code != 0) return state.SkipWithError("the backtest failed");
    const bool is_whole =
        run->output.find(fmt::format("\"plans\": {}", k_year_slots)) != std::string::npos;
    if (!is_whole) return state.SkipWithError("the backtest made another number of plans");
    wall.add(run->wall_ms / 1e3);
    cpu.add(run->cpu_ms / 1e3);
    peak.add(run->peak_mb);
  }
  publish(state,
          {.what = "year of 35,040 plans, CPU time", .unit = "s", .times = cpu, .at_most = 40.0});
  publish(state, {.what = "year of 35,040 plans, wall time", .unit = "s", .times = wall});
  publish(
      state,
      {.what = "year of 35,040 plans, peak memory", .unit = "MB", .times = peak, .at_most = 100.0});
}

}  // namespace

void register_year() {
  benchmark::AddCustomContext("year", std::string{k_year_rule});
  benchmark::RegisterBenchmark("year/plans", run_year_of_plans)
      ->Iterations(1)
      ->Unit(benchmark::kSecond);
  benchmark::RegisterBenchmark("year/bound", run_year_bound)
      ->Iterations(5)
      ->Unit(benchmark::kMillisecond);
}

}  // namespace ohmstead::bench
