// What one field of how a home is reached cannot know. Thread rule: pure function.
#pragma once

#include "ohmstead/describe/problems.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::home {

void find_connection_problems(const Site& site, describe::Problems& problems);

}  // namespace ohmstead::home
