#include "interrupt.hpp"

#include <ctime>

namespace ohmstead::app {

Interrupt::Interrupt() {
  sigemptyset(&signals_);
  sigaddset(&signals_, SIGINT);
  sigaddset(&signals_, SIGTERM);
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
    } else if (sigtimedwait(&signals_, nullptr, &pause) >= 0) {
      source_.request_stop();
      // A second signal is not blocked in this thread: its default action ends the program.
      pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
    }
  }
}

}  // namespace ohmstead::app
