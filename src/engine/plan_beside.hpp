// Makes plans on a thread beside the engine's own, which looks after the devices meanwhile.
//
// A planner that does not come back long after its time limit is asked to stop and left alone:
// until it does, there is no new plan, and each call says so at once. Thread rule: one thread
// calls; what it is given to plan with runs on another, one call at a time.
#pragma once

#include <functional>
#include <memory>

#include "ohmstead/base/result.hpp"
#include "ohmstead/engine/engine.hpp"

namespace ohmstead::engine {

class PlanBeside {
 public:
  explicit PlanBeside(MakePlan make) : make_{std::move(make)} {}

  // Without `meanwhile` in the calling thread, however long it takes. Else `meanwhile` is called
  // every so often, and options.stop ends the wait. timed_out: see above; unavailable: the planner
  // failed, with its own words; cancelled: it was stopped.
  [[nodiscard]] base::Result<home::Plan> make(const home::Case& home,
                                              const plan::PlanOptions& options,
                                              std::chrono::milliseconds every,
                                              const std::function<void()>& meanwhile);
  // Beyond the time limit of a plan, threefold: after that the planner counts as hanging.
  void set_patience(std::chrono::milliseconds patience) { patience_ = patience; }

 private:
  struct Task;

  [[nodiscard]] base::Result<home::Plan> leave(const std::shared_ptr<Task>& task,
                                               base::ErrorKind kind, const char* why);

  MakePlan make_;
  std::chrono::milliseconds patience_{20'000};
  std::shared_ptr<Task> stuck_;
};

}  // namespace ohmstead::engine
