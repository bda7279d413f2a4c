// Turns Ctrl-C (SIGINT) and SIGTERM into a stop request, so that long work can end cleanly, and
// SIGHUP into a wish to reload for those that wait for one.
//
// While an Interrupt lives, the first signal requests a stop; a second one ends the program at
// once. Make it before other threads, which inherit that the signals are blocked. Thread rule: one
// at a time; the token may be asked from any thread, wait() from one.
//
//   Interrupt interrupt;
//   run_backtest(..., {.stop = interrupt.token()});
#pragma once

#include <signal.h>

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace ohmstead::app {

class Interrupt {
 public:
  enum class Hangup { is_left_alone, reloads };
  explicit Interrupt(Hangup hangup = Hangup::is_left_alone);
  ~Interrupt();
  Interrupt(const Interrupt&) = delete;
  Interrupt& operator=(const Interrupt&) = delete;

  [[nodiscard]] std::stop_token token() const { return source_.get_token(); }
  // Until a signal, or a call of ask_reload() since the last wait.
  enum class Signal { stop, reload };
  [[nodiscard]] Signal wait();
  void ask_reload();

 private:
  void wait_for_signal(const std::stop_token& end);

  sigset_t signals_{};
  sigset_t before_{};
  std::stop_source source_;
  std::mutex mutex_;
  std::condition_variable_any woken_;
  bool wants_reload_ = false;
  std::jthread waiter_;
};

}  // namespace ohmstead::app
