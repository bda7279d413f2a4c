#include "plan_beside.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace ohmstead::engine {
namespace {

// A planner ends a little after its limit; on a machine that is short of memory, later.
constexpr double k_limits = 3.0;

base::Result<home::Plan> make_guarded(const MakePlan& make, const home::Case& home,
                                      const plan::PlanOptions& options) {
  try {
    return make(home, options);
  } catch (const std::exception& fault) {
    return base::fail(base::ErrorKind::unavailable, fault.what());
  }
}

}  // namespace

// Held by both threads: it outlives an engine that ends before the planner does.
struct PlanBeside::Task {
  std::mutex mutex;
  std::condition_variable_any done;
  std::stop_source stop;
  std::optional<base::Result<home::Plan>> made;

  void finish(base::Result<home::Plan> plan) {
    {
      const std::scoped_lock lock{mutex};
      made = std::move(plan);
    }
    done.notify_all();
  }
  [[nodiscard]] bool is_made() {
    const std::scoped_lock lock{mutex};
    return made.has_value();
  }
};

base::Result<home::Plan> PlanBeside::leave(const std::shared_ptr<Task>& task, base::ErrorKind kind,
                                           const char* why) {
  task->stop.request_stop();
  stuck_ = task;
  return base::fail(kind, why);
}

base::Result<home::Plan> PlanBeside::make(const home::Case& home, const plan::PlanOptions& options,
                                          std::chrono::milliseconds every,
                                          const std::function<void()>& meanwhile) {
  if (!meanwhile) return make_guarded(make_, home, options);
  constexpr const char* k_stuck = "it has not come back from its last task";
  if (stuck_ && !stuck_->is_made()) return base::fail(base::ErrorKind::timed_out, k_stuck);
  stuck_.reset();
  const auto task = std::make_shared<Task>();
  plan::PlanOptions its_own = options;
  its_own.stop = task->stop.get_token();
  // Detached: nobody can end a thread that hangs.
  std::thread{[task, make = make_, home, its_own] {
    task->finish(make_guarded(make, home, its_own));
  }}.detach();
  const std::chrono::duration<double, std::milli> limit{1000.0 * k_limits * options.time_limit_s};
  const auto until = std::chrono::steady_clock::now() + patience_ +
                     std::chrono::duration_cast<std::chrono::milliseconds>(limit);
  std::unique_lock lock{task->mutex};
  const auto is_made = [&] { return task->made.has_value(); };
  while (!task->done.wait_for(lock, options.stop, every, is_made)) {
    lock.unlock();
    if (options.stop.stop_requested())
      return leave(task, base::ErrorKind::cancelled, "it was stopped");
    meanwhile();
    if (std::chrono::steady_clock::now() >= until)
      return leave(task, base::ErrorKind::timed_out, k_stuck);
    lock.lock();
  }
  return std::move(*task->made);
}

}  // namespace ohmstead::engine
