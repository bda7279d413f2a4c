#include "workers.hpp"

namespace ohmstead::api {
namespace {

constexpr std::size_t k_threads = 2;
constexpr std::size_t k_most_waiting = 16;

}  // namespace

Workers::Workers() {
  threads_.reserve(k_threads);
  for (std::size_t i = 0; i < k_threads; ++i)
    threads_.emplace_back([this](const std::stop_token& stop) { run(stop); });
}

Workers::~Workers() {
  for (std::jthread& thread : threads_) thread.request_stop();
}

bool Workers::try_run(std::function<void()> work) {
  {
    const std::scoped_lock lock{mutex_};
    if (waiting_.size() >= k_most_waiting) return false;
    waiting_.push_back(std::move(work));
  }
  woken_.notify_one();
  return true;
}

void Workers::run(const std::stop_token& stop) {
  while (true) {
    std::function<void()> work;
    {
      std::unique_lock lock{mutex_};
      if (!woken_.wait(lock, stop, [&] { return !waiting_.empty(); })) return;
      if (stop.stop_requested()) return;
      work = std::move(waiting_.front());
      waiting_.pop_front();
    }
    work();
  }
}

}  // namespace ohmstead::api
