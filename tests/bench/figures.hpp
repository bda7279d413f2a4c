// What a benchmark found, as one row of a table: median, yardstick, ratio, target, reached or not.
//
// A row belongs to one benchmark of Google Benchmark and has its name. publish() also puts the
// row's numbers among the benchmark's counters, so the JSON file holds them too. A missed target is
// reported, never a failure. Units: milliseconds unless the row says otherwise. Thread rule: one
// thread.
//
//   Figure figure{.what = "value function", .times = samples, .at_most = 0.5};
//   publish(state, figure);
#pragma once

#include <benchmark/benchmark.h>

#include <optional>
#include <string>
#include <vector>

namespace ohmstead::bench {

// CPU time of the calling thread: what a solve costs, whatever else the machine is doing.
class CpuStopwatch {
 public:
  CpuStopwatch() : started_ms_{now_ms()} {}
  [[nodiscard]] double elapsed_ms() const { return now_ms() - started_ms_; }

 private:
  [[nodiscard]] static double now_ms();
  double started_ms_;
};

class Samples {
 public:
  void add(double value) { values_.push_back(value); }
  [[nodiscard]] bool is_empty() const { return values_.empty(); }
  [[nodiscard]] std::size_t count() const { return values_.size(); }
  // The value that `share` of the samples do not exceed. Precondition: not empty.
  [[nodiscard]] double quantile(double share) const;
  [[nodiscard]] double median() const { return quantile(0.5); }

 private:
  std::vector<double> values_;
};

struct Figure {
  std::string what;  // in the table
  std::string unit = "ms";
  Samples times = {};
  Samples yardstick = {};  // empty: none
  std::string yardstick_name = {};
  std::optional<double> at_most = std::nullopt;      // of the median, in `unit`
  std::optional<double> least_ratio = std::nullopt;  // yardstick / median

  [[nodiscard]] std::optional<double> ratio() const;
  [[nodiscard]] bool has_target() const { return at_most || least_ratio; }
  [[nodiscard]] bool is_reached() const;
};

// Adds a row for the benchmark that is running.
void publish(benchmark::State& state, const Figure& figure);

// Prints the rows of each benchmark as soon as it has run, and a line of summary at the end.
class FigureTable final : public benchmark::BenchmarkReporter {
 public:
  bool ReportContext(const Context& context) override;
  void ReportRuns(const std::vector<Run>& runs) override;
  void Finalize() override;

 private:
  int reached_ = 0;
  int missed_ = 0;
  int failed_ = 0;
};

}  // namespace ohmstead::bench
