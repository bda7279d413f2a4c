// A plan for a case while somebody still turns it: without reasons, from where the last one ended.
//
// Without what each action saves, which takes most of the time in homes with many devices, and
// warm: milliseconds instead of seconds where the case is much like the last one. Of several
// equally cheap plans it may take another than plan_case(). Thread rule: any thread; each starts
// from its own last.
//
//   home::Plan plan = preview_case(home, stop);
#pragma once

#include <stop_token>

#include "ohmstead/home/plan.hpp"

namespace ohmstead::engine {

[[nodiscard]] home::Plan preview_case(const home::Case& home, const std::stop_token& stop,
                                      home::Language language = home::Language::en);

}  // namespace ohmstead::engine
