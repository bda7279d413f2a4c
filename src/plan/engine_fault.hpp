// A way to make each link of the planner's chain of fallbacks fail, for tests.
//
// `strike` is called before a link is tried and may throw; `spoil` may change what it answers
// before the evaluator looks at it. Both may be empty. Thread rule: one thread per Planner.
//
//   PlannerSeam::set_fault(planner, {.strike = [](Link link) { if (link == Link::linear) throw ...;
//   }});
#pragma once

#include <array>
#include <functional>
#include <string_view>

#include "ohmstead/plan/planner.hpp"

namespace ohmstead::plan {

// In the order in which they are tried.
enum class Link { scenarios, value_function, linear, last_plan, multipass, rules, self_use };
constexpr std::array<std::string_view, 7> k_link_names{
    "scenarios", "value_function", "linear", "last_plan", "multipass", "rules", "self_use"};

struct EngineFault {
  std::function<void(Link)> strike;
  std::function<void(Link, home::Plan&)> spoil;
};

struct PlannerSeam {
  static void set_fault(Planner& planner, EngineFault fault);
};

}  // namespace ohmstead::plan
