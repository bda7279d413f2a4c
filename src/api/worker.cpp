#include "worker.hpp"

namespace ohmstead::api {
namespace {

constexpr std::size_t k_most_waiting = 8;

}  // namespace

Worker::Worker() : thread_{[this](const std::stop_token& stop) { run(stop); }} {}

bool Worker::try_run(Work work) {
  {
    const std::scoped_lock lock{mutex_};
    if (waiting_.size() >= k_most_waiting) return false;
    waiting_.push_back(std::move(work));
  }
  woken_.notify_one();
  return true;
}

void Worker::run(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    Work work;
    {
      std::unique_lock lock{mutex_};
      if (!woken_.wait(lock, stop, [&] { return !waiting_.empty(); })) return;
      work = std::move(waiting_.front());
      waiting_.pop_front();
    }
    work(stop);
  }
}

}  // namespace ohmstead::api
