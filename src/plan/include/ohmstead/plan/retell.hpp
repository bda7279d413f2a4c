// Says again in another language what the planner said: reasons, notes, what gave way.
//
// Read from the texts themselves by the tables they were made from (messages.hpp), so that plans
// and decisions that were kept can be said in any language too. What is in no table stays as it is,
// such as the names of devices and what a library reported. Thread rule: pure functions.
//
//   plan::retell(plan, home::Language::sv);
#pragma once

#include <string>
#include <string_view>

#include "ohmstead/home/plan.hpp"

namespace ohmstead::plan {

struct Retelling {
  home::Language from = home::Language::en;
  home::Language to = home::Language::en;
  std::string currency;  // of money and prices
};

[[nodiscard]] std::string retell(std::string_view text, const Retelling& how);

// All texts of a plan, from its own language.
void retell(home::Plan& plan, home::Language to);

}  // namespace ohmstead::plan
