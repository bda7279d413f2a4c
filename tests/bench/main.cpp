// Runs the benchmarks, prints their figures as a table, and takes the options of Google Benchmark:
//   ohmstead_bench --benchmark_filter=cold --benchmark_out=bench.json --benchmark_out_format=json
#include <fmt/format.h>

#include <string_view>

#include "families.hpp"
#include "figures.hpp"
#include "plans.hpp"
#include "whole_year.hpp"
#include "year_home.hpp"

int main(int argc, char** argv) {
  using namespace ohmstead::bench;
  if (argc == 4 && std::string_view{argv[1]} == "--plain") return run_plain(argv[2], argv[3]);
  if (argc == 4 && std::string_view{argv[1]} == "--whole-year")
    return run_whole_year(argv[2], argv[3]);
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  register_command();
  register_plans();
  register_year();
  register_whole_year();
  register_cold();
  register_rolling();
  register_linear();
  register_decisions();
  register_switched();
  FigureTable table;
  const std::size_t count = benchmark::RunSpecifiedBenchmarks(&table);
  if (count == 0) return 2;
  print_plan_table();
  fmt::print("The year is that of {}.\n", k_year_rule);
  return 0;
}
