// Turns Ctrl-C (SIGINT) and SIGTERM into a stop request, so that long work can end cleanly.
//
// While an Interrupt lives, the first signal requests a stop; a second one ends the program at
// once. Make it before other threads, which inherit that the signals are blocked. Thread rule: one
// at a time; the token may be asked from any thread.
//
//   Interrupt interrupt;
//   run_backtest(..., {.stop = interrupt.token()});
#pragma once

#include <signal.h>

#include <stop_token>
#include <thread>

namespace ohmstead::app {

class Interrupt {
 public:
  Interrupt();
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  [[nodiscard]] std::stop_token token() const { return source_.get_token(); }

 private:
  void wait_for_signal(const std::stop_token& end);

  sigset_t signals_{};
  sigset_t before_{};
  std::stop_source source_;
  std::jthread waiter_;
};

}  // namespace ohmstead::app
