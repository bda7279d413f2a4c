// Why the plan does what it does, slot by slot.
//
// A reason comes from the plan's own numbers (prices, worth of stored energy, limits) and from
// counterfactuals: what the best other action in the same slot would cost, everything after it
// planned anew. It can therefore not disagree with the plan. Texts are English; numbers in the
// case's currency. Thread rule: pure functions.
#pragma once

#include <functional>
#include <optional>

#include "elements/home_elements.hpp"
#include "ohmstead/home/plan.hpp"
#include "ohmstead/plan/speaker.hpp"

namespace ohmstead::plan {

// What the first battery could do instead (charge positive), and what that costs more.
struct Alternative {
  double battery_kw = 0.0;
  double cost = 0.0;
};

// The first battery runs at `battery_kw` in `slot`, or as near to that as its limits allow, and the
// rest is planned anew; nothing when that is impossible or unknown.
using Counterfactual =
    std::function<std::optional<Alternative>(std::size_t slot, double battery_kw)>;

// Fills the reason codes of all slots and devices; with a `speaker` also the texts, those of the
// violations too, and with a `counterfactual` what each action saves.
void explain(const home::Case& home, const HomeElements& elements,
             const Counterfactual& counterfactual, const Speaker* speaker, home::Plan& plan);

}  // namespace ohmstead::plan
