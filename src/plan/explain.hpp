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

// Fills the reason codes of all slots; with `counterfactual` also what they save and the texts.
void explain(const home::Case& home, const HomeElements& elements,
             const Counterfactual& counterfactual, home::Plan& plan);

// "0.1234 EUR/kWh", "12.34 EUR"; three or four digits where that matters.
[[nodiscard]] std::string price_text(base::EnergyPrice price, const std::string& currency);
[[nodiscard]] std::string money_text(base::Money money, const std::string& currency);

}  // namespace ohmstead::plan
