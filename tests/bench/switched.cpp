// Homes with on/off devices (family D): a first plan when there is no time, then in a second and in
// three. The objective above the best known plan of each, and what the proof leaves open.
#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "families.hpp"
#include "figures.hpp"
#include "homes.hpp"
#include "ohmstead/base/file.hpp"
#include "ohmstead/plan/planner.hpp"

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
  Samples over, open, wall_ms;
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
  state.counters["within_5_cents"] = within;
  state.counters["cheaper_than_libraries_in_30_s"] = cheaper;
  fmt::print("{}: {} homes within 0.05 of the best known plan, {} cheaper than libraries in 30 s\n",
             what, within, cheaper);
}

}  // namespace

void register_switched() {
  for (const double limit_s : {k_first_plan_s, 1.0, 3.0}) {
    benchmark::RegisterBenchmark(fmt::format("switched/{}_s", limit_s).c_str(),
                                 [limit_s](benchmark::State& state) { run_homes(state, limit_s); })
        ->Iterations(1)
        ->Unit(benchmark::kMillisecond);
  }
}

}  // namespace ohmstead::bench
