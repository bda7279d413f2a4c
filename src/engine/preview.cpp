#include "ohmstead/engine/preview.hpp"

#include "ohmstead/plan/planner.hpp"

namespace ohmstead::engine {

namespace {

constexpr double k_limit_s = 2.0;

}  // namespace

home::Plan preview_case(const home::Case& home, const std::stop_token& stop,
                        home::Language language) {
  thread_local plan::Planner t_planner;
  return t_planner.make_plan(home, {.time_limit_s = k_limit_s,
                                    .is_explained = false,
                                    .stop = stop,
                                    .is_warm = true,
                                    .language = language});
}

}  // namespace ohmstead::engine
