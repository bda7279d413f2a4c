// What one field of the services a site asks cannot know. Thread rule: pure function.
#pragma once

#include "ohmstead/describe/problems.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::home {

void find_live_source_problems(const Site& site, describe::Problems& problems);

}  // namespace ohmstead::home
