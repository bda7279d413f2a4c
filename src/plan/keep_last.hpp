// Plans that stay put: a changed first action must gain more than the case's keep_last_plan.
//
// An action is a mode (charge, hold, ...), not a number of watts: a plan that still follows the
// home has not changed because the home needs a little more. Units: kW, kWh. Thread rule: pure
// functions but for the programme they ask.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "devices.hpp"
#include "elements/home_elements.hpp"
#include "ohmstead/home/plan.hpp"
#include "ohmstead/plan/speaker.hpp"
#include "optimal.hpp"

namespace ohmstead::plan {

struct KeptAction {
  double change_kwh = 0.0;
  base::Money cost;  // of keeping it
  bool is_kept = false;
};

// Per battery, the powers that repeat the last plan's first action where that differs from the
// plan's; nothing where it does not, or where there is no last plan for this time.
[[nodiscard]] std::vector<std::optional<BatteryPowers>> changed_batteries(
    const home::Case& home, const HomeElements& elements, const home::Plan& plan);

// What a change of stored energy in the first slot costs more than the plan's; none where it is
// impossible.
using Regret = std::function<std::optional<double>(double change_kwh)>;

// The change of stored energy that keeps the last action, and whether that costs no more than
// allowed; nothing where it is the plan's or impossible.
[[nodiscard]] std::optional<KeptAction> keep_last_action(const home::Case& home,
                                                         const HomeElements& elements,
                                                         const home::Plan& plan,
                                                         ValueFunction& program,
                                                         const Regret& regret);

// What is left of the last plan for the time of the case, as far as it reaches; self-use after
// that. Precondition: the case has a last plan.
[[nodiscard]] home::Plan plan_rest_of_last(const home::Case& home);

// Of a device that keeps the last plan's action, or leaves it: what the other one would cost.
[[nodiscard]] std::string kept_note(const Speaker& speaker, const std::string& id,
                                    base::Money cost);
[[nodiscard]] std::string changed_note(const Speaker& speaker, const std::string& id,
                                       base::Money gain);

}  // namespace ohmstead::plan
