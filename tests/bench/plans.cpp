#include "plans.hpp"

#include <benchmark/benchmark.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <sstream>

#include "child.hpp"
#include "ohmstead/base/file.hpp"
#include "ohmstead/home/plan.hpp"
#include "plain_milp.hpp"
#include "plan_cases.hpp"
#include "temporary_folder.hpp"

namespace ohmstead::bench {
namespace {

namespace fs = std::filesystem;

// For either side; where neither proves anything earlier this is what a plan takes.
constexpr double k_limit_s = 10.0;
constexpr double k_most_mb = 200.0;

struct PlanRow {
  std::string group, name, status, solver;
  double wall_s = 0.0, money = 0.0, gap = 0.0, peak_mb = 0.0;
  PlainPlan plain;
  double plain_mb = 0.0;
};

std::vector<PlanRow>& rows() {
  static std::vector<PlanRow> all;
  return all;
}

// The case as a file that both children read.
base::Result<void> write_case_file(const PlanCase& each, const fs::path& file) {
  const auto home = read_plan_case(each);
  if (!home) return tl::unexpected{home.error()};
  return base::write_file(file, home::write_case(*home));
}

base::Result<PlanRow> measure(const PlanCase& each) {
  const TemporaryFolder folder;
  const std::string file = (folder.path() / "case.json").string();
  if (auto written = write_case_file(each, file); !written) return tl::unexpected{written.error()};
  const std::string limit = fmt::format("{}", k_limit_s);
  const auto ours =
      run_child({OHMSTEAD_BINARY, "plan", "--case", file, "--json", "--time-limit-s", limit});
  if (!ours) return tl::unexpected{ours.error()};
  const auto plan = home::read_plan(ours->output, "plan");
  if (!plan) return tl::unexpected{plan.error()};
  const auto plain =
      run_child({fs::read_symlink("/proc/self/exe").string(), "--plain", file, limit});
  if (!plain) return tl::unexpected{plain.error()};
  PlanRow row{each.group,
              each.name,
              "",
              plan->solver,
              ours->wall_ms / 1000.0,
              plan->objective.value(),
              plan->gap ? plan->gap->value() : 0.0,
              ours->peak_mb,
              {},
              plain->peak_mb};
  row.status = plan->status == home::PlanStatus::optimal ? "optimal" : "good";
  std::istringstream line{plain->output};
  line >> row.plain.solver >> row.plain.has_plan >> row.plain.objective >> row.plain.bound >>
      row.plain.wall_s;
  return row;
}

void run_case(benchmark::State& state, const PlanCase& each) {
  for (auto _ : state) {
    const auto row = measure(each);
    if (!row) return state.SkipWithError(row.error().message.c_str());
    state.counters["wall_s"] = row->wall_s;
    state.counters["money"] = row->money;
    state.counters["gap"] = row->gap;
    state.counters["peak_mb"] = row->peak_mb;
    state.counters["plain_wall_s"] = row->plain.wall_s;
    state.counters["plain_money"] = row->plain.objective;
    state.counters["plain_gap"] = row->plain.objective - row->plain.bound;
    rows().push_back(*row);
  }
}

std::string plain_text(const PlanRow& row) {
  if (row.plain.solver.empty()) return "failed";
  if (!row.plain.has_plan)
    return fmt::format("{:>8.3f} s  no plan  ({} {:.0f} MB)", row.plain.wall_s, row.plain.solver,
                       row.plain_mb);
  return fmt::format("{:>8.3f} s {:>12.4f} {:>9.4f} {:>5.0f} MB  {}", row.plain.wall_s,
                     row.plain.objective, row.plain.objective - row.plain.bound, row.plain_mb,
                     row.plain.solver);
}

}  // namespace

int run_plain(const char* case_file, const char* limit_s) {
  const auto text = base::read_file(case_file);
  if (!text) return 2;
  const auto home = home::read_case(*text, case_file);
  if (!home) return 2;
  const PlainPlan plain = solve_plainly(*home, std::atof(limit_s));
  fmt::print("{} {} {:.9f} {:.9f} {:.6f}\n", plain.solver, plain.has_plan ? 1 : 0, plain.objective,
             plain.bound, plain.wall_s);
  return 0;
}

void register_plans() {
  for (const PlanCase& each : find_plan_cases()) {
    std::string name = fmt::format("plans/{}/{}", each.group, each.name);
    std::replace(name.begin(), name.end(), ' ', '_');
    benchmark::RegisterBenchmark(name.c_str(), run_case, each)
        ->Iterations(1)
        ->Unit(benchmark::kMillisecond);
  }
}

void print_plan_table() {
  if (rows().empty()) return;
  fmt::print("\n{:<12} {:<40} {:>10} {:>12} {:>9} {:>8}   | library alone: time, money, gap\n", "",
             "case", "time", "money", "gap", "memory");
  std::size_t dearer = 0, large = 0;
  for (const PlanRow& row : rows()) {
    fmt::print("{:<12} {:<40} {:>8.3f} s {:>12.4f} {:>9.4f} {:>5.0f} MB   | {}\n", row.group,
               row.name.substr(0, 40), row.wall_s, row.money, row.gap, row.peak_mb,
               plain_text(row));
    if (row.plain.has_plan && row.money > row.plain.objective + 1e-4) ++dearer;
    if (row.peak_mb > k_most_mb) ++large;
  }
  fmt::print(
      "{} cases, {} s for either side; dearer than the library alone: {}; more than {} MB: {}\n",
      rows().size(), k_limit_s, dearer, k_most_mb, large);
}

}  // namespace ohmstead::bench
