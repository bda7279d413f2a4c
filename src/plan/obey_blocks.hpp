// Batteries that follow simple orders, but do what manual blocks ask of them where there are some.
//
// charge and export go at full power until their target, hold stores surplus alone, self_use
// follows the home. Thread rule: pure function, as far as the policy is; `home` must outlive it.
//
//   home::Plan plan = follow(home, obey_blocks(home, policy));
#pragma once

#include "follow.hpp"

namespace ohmstead::plan {

[[nodiscard]] Policy obey_blocks(const home::Case& home, Policy policy);

}  // namespace ohmstead::plan
