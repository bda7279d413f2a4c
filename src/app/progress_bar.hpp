// How far long work has come, on one line of standard error; silent when that is no terminal.
//
// Thread rule: one thread.
//
//   ProgressBar bar{"backtest"};
//   bar.show(done, total, "Tue 14 May");
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ohmstead/base/clock.hpp"

namespace ohmstead::app {

class ProgressBar {
 public:
  explicit ProgressBar(std::string name);
  ~ProgressBar();  // wipes the line
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  // Draws at most ten times a second.
  void show(std::int64_t done, std::int64_t total, std::string_view place);

 private:
  std::string name_;
  base::Stopwatch watch_;
  bool is_terminal_;
  bool is_drawn_ = false;
  double drawn_ms_ = -1e9;
};

// "backtest [#####-----]  50 %  Tue 14 May  12 s left"
[[nodiscard]] std::string progress_line(std::string_view name, std::int64_t done,
                                        std::int64_t total, double elapsed_ms,
                                        std::string_view place);

}  // namespace ohmstead::app
