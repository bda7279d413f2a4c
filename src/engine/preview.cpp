#include "ohmstead/engine/preview.hpp"

#include "ohmstead/plan/planner.hpp"

namespace ohmstead::engine {

home::Plan preview_case(const home::Case& home, const std::stop_token& stop, double time_limit_s) {
  thread_local plan::Planner t_planner;
  return t_planner.make_plan(
      home, {.time_limit_s = time_limit_s, .is_explained = false, .stop = stop, .is_warm = true});
}

}  // namespace ohmstead::engine
