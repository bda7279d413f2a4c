// What a field table cannot say about a case: how its parts must fit together.
#pragma once

#include "ohmstead/describe/problems.hpp"
#include "ohmstead/home/case.hpp"

namespace ohmstead::home {

void find_case_problems(const Case& home, describe::Problems& problems);

}  // namespace ohmstead::home
