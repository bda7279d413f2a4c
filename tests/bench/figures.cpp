#include "figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <ctime>
#include <utility>

namespace ohmstead::bench {
namespace {

// Rows that were published by the benchmark that ran last.
std::vector<Figure>& fresh_rows() {
  static std::vector<Figure> rows;
  return rows;
}

std::string number(double value) {
  if (value >= 100.0) return fmt::format("{:.0f}", value);
  if (value >= 10.0) return fmt::format("{:.1f}", value);
  return fmt::format("{:.3f}", value);
}

std::string target_text(const Figure& figure) {
  std::string text;
  if (figure.at_most) text = fmt::format("< {:g} {}", *figure.at_most, figure.unit);
  if (figure.least_ratio) {
    text += fmt::format("{}>= {:g} x", text.empty() ? "" : ", ", *figure.least_ratio);
  }
  return text;
}

std::string row_text(const Figure& figure) {
  const auto ratio = figure.ratio();
  const std::string yardstick =
      figure.yardstick.is_empty()
          ? std::string{}
          : fmt::format("{} {}", number(figure.yardstick.median()), figure.yardstick_name);
  const std::string verdict =
      !figure.has_target() ? "" : (figure.is_reached() ? "reached" : "MISSED");
  return fmt::format("{:<44} {:>8} {:>8} {:<3} {:>20} {:>7} {:>19}  {}\n", figure.what,
                     number(figure.times.median()), number(figure.times.quantile(0.95)),
                     figure.unit, yardstick, ratio ? fmt::format("{:.1f} x", *ratio) : "",
                     target_text(figure), verdict);
}

std::string counter_name(const Figure& figure, const std::string& suffix) {
  std::string name = figure.what + " " + suffix;
  std::replace_if(
      name.begin(), name.end(), [](char c) { return c == ' ' || c == ',' || c == ':'; }, '_');
  return name;
}

}  // namespace

double CpuStopwatch::now_ms() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

double Samples::quantile(double share) const {
  std::vector<double> sorted = values_;
  std::sort(sorted.begin(), sorted.end());
  const double last = static_cast<double>(sorted.size() - 1);
  return sorted[static_cast<std::size_t>(std::llround(share * last))];
}

std::optional<double> Figure::ratio() const {
  if (yardstick.is_empty()) return std::nullopt;
  return yardstick.median() / times.median();
}

bool Figure::is_reached() const {
  const bool is_fast = !at_most || times.median() < *at_most;
  return is_fast && (!least_ratio || ratio().value_or(0.0) >= *least_ratio);
}

void publish(benchmark::State& state, const Figure& figure) {
  state.counters[counter_name(figure, "median_" + figure.unit)] = figure.times.median();
  state.counters[counter_name(figure, "p95_" + figure.unit)] = figure.times.quantile(0.95);
  if (const auto ratio = figure.ratio()) {
    state.counters[counter_name(figure, "yardstick_" + figure.unit)] = figure.yardstick.median();
    state.counters[counter_name(figure, "ratio")] = *ratio;
  }
  if (figure.has_target()) {
    state.counters[counter_name(figure, "reached")] = figure.is_reached() ? 1.0 : 0.0;
  }
  fresh_rows().push_back(figure);
}

bool FigureTable::ReportContext(const Context&) {
  fmt::print("{:<44} {:>8} {:>8} {:<3} {:>20} {:>7} {:>19}\n", "figure", "median", "p95", "",
             "yardstick", "ratio", "target");
  return true;
}

void FigureTable::ReportRuns(const std::vector<Run>& runs) {
  for (const Run& run : runs) {
    if (!run.error_occurred) continue;
    ++failed_;
    fmt::print("{:<44} skipped: {}\n", run.benchmark_name(), run.error_message);
  }
  for (const Figure& row : std::exchange(fresh_rows(), {})) {
    if (row.has_target()) ++(row.is_reached() ? reached_ : missed_);
    fmt::print("{}", row_text(row));
  }
  std::fflush(stdout);
}

void FigureTable::Finalize() {
  fmt::print("\n{} targets reached, {} missed", reached_, missed_);
  if (failed_ > 0) fmt::print(", {} benchmarks skipped", failed_);
  fmt::print(". Times are CPU time of one thread, those of whole commands wall time.\n");
  std::fflush(stdout);
}

}  // namespace ohmstead::bench
