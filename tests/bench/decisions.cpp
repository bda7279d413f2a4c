// Homes with whole decisions or many scenarios, planned from nothing in this process without
// reasons: families C and E and the cases of other planners. Yardstick is the library alone, with
// its own settings, on a model that we made.
#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

#include "families.hpp"
#include "figures.hpp"
#include "ohmstead/plan/planner.hpp"
#include "plain_milp.hpp"
#include "plan_cases.hpp"

namespace ohmstead::bench {
namespace {

constexpr int k_repeats = 3;
constexpr double k_limit_s = 10.0;
// Of EMHASS's case of 15 minutes with two loads, as another case: slots of 5 minutes.
constexpr const char* k_fine_case = "emhass_summer-tou_15min_48h_2def";
constexpr const char* k_fine_group = "emhass 5 min";

// What a group's cases should take, milliseconds.
const std::map<std::string, double>& targets_ms() {
  static const std::map<std::string, double> targets{
      {"family C", 40.0}, {"family E", 1000.0}, {"evcc", 20.0},       {"evcc stress", 200.0},
      {"haeo", 20.0},     {"emhass", 50.0},     {k_fine_group, 500.0}};
  return targets;
}

// Each value of a series thrice.
nlohmann::json thrice(const nlohmann::json& part, std::size_t slots) {
  if (part.is_array() && part.size() == slots && part.front().is_number()) {
    nlohmann::json all = nlohmann::json::array();
    for (const auto& value : part) all.insert(all.end(), 3, value);
    return all;
  }
  nlohmann::json same = part;
  if (part.is_structured())
    for (auto& each : same) each = thrice(each, slots);
  return same;
}

// The same home in slots of a third.
base::Result<home::Case> in_thirds(const home::Case& home) {
  nlohmann::json text = thrice(nlohmann::json::parse(home::write_case(home)), home.slots.count());
  nlohmann::json& slots = text["slots"];
  slots["step_s"] = slots["step_s"].get<int>() / 3;
  slots["count"] = slots["count"].get<int>() * 3;
  return home::read_case(text.dump(), "in thirds");
}

base::Result<home::Case> read_case(const PlanCase& each) {
  const auto home = read_plan_case(each);
  if (home && each.group == k_fine_group) return in_thirds(*home);
  return home;
}

void run_case(benchmark::State& state, const PlanCase& each) {
  const auto home = read_case(each);
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
  std::vector<PlanCase> cases = find_plan_cases();
  for (std::size_t i = 0; i < cases.size(); ++i) {
    if (cases[i].name != k_fine_case) continue;
    cases.insert(cases.begin() + static_cast<std::ptrdiff_t>(i), cases[i]);
    cases[i].group = k_fine_group;
    break;
  }
  for (const PlanCase& each : cases) {
    if (!targets_ms().contains(each.group)) continue;
    std::string name = fmt::format("decisions/{}/{}", each.group, each.name);
    std::replace(name.begin(), name.end(), ' ', '_');
    benchmark::RegisterBenchmark(name.c_str(), run_case, each)
        ->Iterations(k_repeats)
        ->Unit(benchmark::kMillisecond);
  }
}

}  // namespace ohmstead::bench
