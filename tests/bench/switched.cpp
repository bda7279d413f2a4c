// Homes with on/off devices (family D): a first plan when there is no time, then in a second and in
// three. The objective above the best known plan of each, and what the proof leaves open. And a
// plan again after a new forecast, from the schedules of the last one.
#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "families.hpp"
#include "figures.hpp"
#include "homes.hpp"
#include "ohmstead/base/file.hpp"
#include "ohmstead/plan/planner.hpp"
#include "testing/later_case.hpp"

namespace ohmstead::bench {
namespace {

constexpr double k_first_plan_s = 0.05;

nlohmann::json read_family_file(const std::string& name) {
  const std::filesystem::path path =
      std::filesystem::path{OHMSTEAD_SOURCE_DIR} / "tests/data/families" / (name + ".json");
  return nlohmann::json::parse(base::read_file(path).value());
}

// The reference counts the whole peak of the period, a plan what it adds to it.
double sunk_peak(const nlohmann::json& file) {
  return file["peak"]["price_per_kw"].get<double>() * file["peak"]["so_far_kw"].get<double>();
}

void run_homes(benchmark::State& state, double limit_s) {
  const nlohmann::json reference = read_family_file("reference");
  Samples over, open, open_apart, wall_ms;
  int within = 0, cheaper = 0;
  for (auto _ : state) {
    for (int number = 1; number <= k_home_count; ++number) {
      const home::Case home = load_home(number, app::Family::d);
      const home::Plan plan =
          plan::Planner{}.make_plan(home, {.time_limit_s = limit_s, .is_explained = false});
      const std::string name = fmt::format("home-{}", number);
      const nlohmann::json& known = reference.at(name);
      const double cost = plan.objective.value() + sunk_peak(read_family_file(name));
      over.add(cost - known.at("D_best_known").get<double>());
      if (cost <= known.at("D_best_known").get<double>() + 0.05) ++within;
      if (cost < known.at("D_library_best_30s").get<double>()) ++cheaper;
      if (plan.gap) open.add(plan.gap->value());
      if (plan.gap_rooms_apart) open_apart.add(plan.gap_rooms_apart->value());
      wall_ms.add(plan.solve_ms);
    }
  }
  const std::string what = fmt::format("D in {} s", limit_s);
  Figure wall{.what = what + ", wall time", .times = wall_ms};
  if (limit_s <= k_first_plan_s) wall.at_most = 1000.0 * k_first_plan_s;
  publish(state, wall);
  publish(state, {.what = what + ", above the best known plan", .unit = "EUR", .times = over});
  if (!open.is_empty())
    publish(state,
            {.what = what + ", open to the proof", .unit = "EUR", .times = open, .at_most = 0.3});
  // Of those homes that it is known of.
  const std::string apart =
      fmt::format("{}, open with rooms apart, {} homes", what, open_apart.count());
  if (!open_apart.is_empty())
    publish(state, {.what = apart, .unit = "EUR", .times = open_apart, .at_most = 0.3});
  state.counters["within_5_cents"] = within;
  state.counters["cheaper_than_libraries_in_30_s"] = cheaper;
  fmt::print("{}: {} homes within 0.05 of the best known plan, {} cheaper than libraries in 30 s\n",
             what, within, cheaper);
}

// What the home draws, a tenth more or less, differently in each slot.
home::Case with_new_forecast(const home::Case& home, const home::Plan& last) {
  home::Case next = home;
  next.last_plan = plan::last_plan_of(last);
  std::vector<double>& load = next.load.raw();
  for (std::size_t t = 0; t < load.size(); ++t)
    load[t] *= 0.9 + 0.2 * static_cast<double>(t * 7919 % 13) / 12.0;
  return next;
}

// With no time to search, beside a plan from nothing that has a second.
void run_replans(benchmark::State& state) {
  Samples times, over;
  for (auto _ : state) {
    for (int number = 1; number <= k_home_count; ++number) {
      const home::Case home = load_home(number, app::Family::d);
      plan::Planner planner;
      const home::Plan last = planner.make_plan(home, {.time_limit_s = 1.0, .is_explained = false});
      const home::Case next = with_new_forecast(home, last);
      const CpuStopwatch watch;
      const home::Plan replanned =
          planner.make_plan(next, {.time_limit_s = 0.0, .is_explained = false, .is_warm = true});
      times.add(watch.elapsed_ms());
      const home::Plan cold =
          plan::Planner{}.make_plan(next, {.time_limit_s = 1.0, .is_explained = false});
      over.add((replanned.objective - cold.objective).value());
    }
  }
  publish(state, {.what = "D re-plan after a new forecast", .times = times, .at_most = 60.0});
  publish(state,
          {.what = "D re-plan, above a plan in 1 s from nothing", .unit = "EUR", .times = over});
}

}  // namespace

void register_switched() {
  for (const double limit_s : {k_first_plan_s, 1.0, 3.0}) {
    benchmark::RegisterBenchmark(fmt::format("switched/{}_s", limit_s).c_str(),
                                 [limit_s](benchmark::State& state) { run_homes(state, limit_s); })
        ->Iterations(1)
        ->Unit(benchmark::kMillisecond);
  }
  benchmark::RegisterBenchmark("switched/replan", run_replans)
      ->Iterations(1)
      ->Unit(benchmark::kMillisecond);
}

}  // namespace ohmstead::bench
