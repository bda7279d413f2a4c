#include "interrupt.hpp"

#include <ctime>

namespace ohmstead::app {

Interrupt::Interrupt(Hangup hangup) {
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGTERM);
  if (hangup == Hangup::reloads) sigaddset(&signals_, SIGHUP);
  pthread_sigmask(SIG_BLOCK, &signals_, &before_);
  waiter_ = std::jthread{[this](const std::stop_token& end) { wait_for_signal(end); }};
}

Interrupt::~Interrupt() {
  waiter_.request_stop();
  waiter_.join();
  pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void Interrupt::wait_for_signal(const std::stop_token& end) {
  const timespec pause{.tv_sec = 0, .tv_nsec = 50'000'000};
  while (!end.stop_requested()) {
    if (source_.stop_requested()) {
      nanosleep(&pause, nullptr);
    } else if (const int signal = sigtimedwait(&signals_, nullptr, &pause); signal == SIGHUP) {
      ask_reload();
    } else if (signal >= 0) {
      source_.request_stop();
      // A second signal is not blocked in this thread: its default action ends the program.
      pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
    }
  }
}

Interrupt::Signal Interrupt::wait() {
  std::unique_lock lock{mutex_};
  const bool is_reload = woken_.wait(lock, source_.get_token(), [&] { return wants_reload_; });
  wants_reload_ = false;
  return is_reload && !source_.stop_requested() ? Signal::reload : Signal::stop;
}

void Interrupt::ask_reload() {
  {
    const std::scoped_lock lock{mutex_};
    wants_reload_ = true;
  }
  woken_.notify_all();
}

}  // namespace ohmstead::app
