// First actions of the last plan that a plan of the linear engine goes on with.
//
// All that changed are tried together; where that costs more than Objective::keep_last_plan, one
// after the other as far as they fit into it. Every action left tells what keeping it would cost.
// Of a plan with searched schedules the on/off decisions of the others stay as they are meanwhile.
// Thread rule: one thread per engine.
#pragma once

#include <string>
#include <vector>

#include "ohmstead/plan/speaker.hpp"
#include "optimal.hpp"

namespace ohmstead::plan {

// An action of the last plan that a plan does not repeat.
struct ChangedAction {
  std::string id;
  std::optional<std::size_t> battery;  // else a planned device
  std::size_t device = 0;
  BatteryPowers powers;
  double device_kw = 0.0;
};

// Empty where changes need no gain. `tracks` are those of the plan.
[[nodiscard]] std::vector<ChangedAction> find_changed(const home::Case& home,
                                                      const HomeElements& elements,
                                                      const std::vector<Track>& tracks,
                                                      const home::Plan& plan);
[[nodiscard]] std::string list_ids(const std::vector<ChangedAction>& changed);
// What to hold to repeat these actions. With a battery's also what the plan's other batteries do,
// so that no other one flips instead.
[[nodiscard]] FirstActions hold_actions(const std::vector<ChangedAction>& actions,
                                        const HomeElements& elements, const home::Plan& plan);

// Changes `plan`, made of `answer`, and adds notes to it. Precondition: the engine's last answer
// was for this home.
void keep_first_actions(const home::Case& home, const HomeElements& elements, LinearEngine& linear,
                        const Speaker& speaker, const EngineAnswer& answer, bool is_searched,
                        const EngineLimits& limits, home::Plan& plan);

}  // namespace ohmstead::plan
