// A thread for what takes longer than a request may hold up the server.
//
// Thread rule: try_run() from any thread; the destructor ends what runs by its stop token and drops
// what waits.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace ohmstead::api {

class Worker {
 public:
  using Work = std::function<void(const std::stop_token&)>;

  Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // False when too much waits already.
  [[nodiscard]] bool try_run(Work work);

 private:
  void run(const std::stop_token& stop);

  std::mutex mutex_;
  std::condition_variable_any woken_;
  std::deque<Work> waiting_;
  std::jthread thread_;  // last: it ends before the rest
};

}  // namespace ohmstead::api
