// From a case file to a plan in JSON: inside one process, and as the command that people type.
#include <fmt/format.h>

#include <filesystem>

#include "child.hpp"
#include "families.hpp"
#include "figures.hpp"
#include "homes.hpp"
#include "ohmstead/base/file.hpp"
#include "ohmstead/plan/planner.hpp"
#include "temporary_folder.hpp"

namespace ohmstead::bench {
namespace {

constexpr int k_repeats = 20;

// The ten homes as case files.
std::vector<std::string> write_cases(const std::filesystem::path& folder) {
  std::vector<std::string> paths;
  for (int number = 1; number <= k_home_count; ++number) {
    const auto path = folder / fmt::format("case-{}.json", number);
    if (!base::write_file(path, home::write_case(load_home(number)))) return {};
    paths.push_back(path.string());
  }
  return paths;
}

// Runs the program once; false when it fails.
bool run_program(const std::vector<std::string>& arguments, Samples& wall, Samples& peak) {
  std::vector<std::string> command{OHMSTEAD_BINARY};
  command.insert(command.end(), arguments.begin(), arguments.end());
  const auto run = run_child(command);
  if (!run || run->exit_code != 0) return false;
  wall.add(run->wall_ms);
  peak.add(run->peak_mb);
  return true;
}

void publish_program(benchmark::State& state, const std::string& what, const Samples& wall,
                     const Samples& peak, bool has_target) {
  Figure time{.what = what + ", wall time", .times = wall};
  Figure memory{.what = what + ", peak memory", .unit = "MB", .times = peak};
  if (has_target) time.at_most = memory.at_most = 40.0;
  publish(state, time);
  publish(state, memory);
}

void run_start_up(benchmark::State& state) {
  Samples wall, peak;
  for (auto _ : state) {
    if (!run_program({"--version"}, wall, peak)) return state.SkipWithError("the program failed");
  }
  publish_program(state, "ohmstead --version", wall, peak, false);
}

void run_plan_command(benchmark::State& state) {
  const TemporaryFolder folder;
  const auto paths = write_cases(folder.path());
  Samples wall, peak;
  for (auto _ : state) {
    for (const std::string& path : paths) {
      if (!run_program({"plan", "--case", path, "--json"}, wall, peak)) {
        return state.SkipWithError("the program failed");
      }
    }
  }
  publish_program(state, "ohmstead plan --case FILE --json", wall, peak, true);
}

struct InProcessTimes {
  Samples all, read, plan, write;
};

bool run_in_process(const std::string& path, InProcessTimes& times) {
  const CpuStopwatch whole;
  const auto text = base::read_file(path);
  if (!text) return false;
  const auto home = home::read_case(*text, path);
  if (!home) return false;
  times.read.add(whole.elapsed_ms());
  CpuStopwatch part;
  plan::Planner planner;
  const home::Plan plan = planner.make_plan(*home);
  times.plan.add(part.elapsed_ms());
  part = {};
  benchmark::DoNotOptimize(home::write_plan(plan).size());
  times.write.add(part.elapsed_ms());
  times.all.add(whole.elapsed_ms());
  return true;
}

void run_plan_in_process(benchmark::State& state) {
  const TemporaryFolder folder;
  const auto paths = write_cases(folder.path());
  InProcessTimes times;
  for (auto _ : state) {
    for (const std::string& path : paths) {
      if (!run_in_process(path, times)) return state.SkipWithError("the case cannot be read");
    }
  }
  publish(state, {.what = "case file to plan JSON, in process", .times = times.all});
  publish(state, {.what = "  of this read_case", .times = times.read});
  publish(state, {.what = "  of this make_plan", .times = times.plan});
  publish(state, {.what = "  of this write_plan", .times = times.write});
}

}  // namespace

void register_command() {
  const auto add = [](const char* name, void (*run)(benchmark::State&)) {
    benchmark::RegisterBenchmark(name, run)->Iterations(k_repeats)->Unit(benchmark::kMillisecond);
  };
  add("command/start_up", run_start_up);
  add("command/plan", run_plan_command);
  add("command/in_process", run_plan_in_process);
}

}  // namespace ohmstead::bench
