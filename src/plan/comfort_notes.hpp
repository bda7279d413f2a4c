// Comfort that a plan does not hold, in words: how far, how long, what that counted, and what stood
// in the way.
//
// Comfort is money like all else, so a plan may leave it where warmth would cost more; people
// should read that they freeze, and why. Less than a tenth of a degree is not worth a sentence.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <vector>

#include "ohmstead/home/plan.hpp"
#include "ohmstead/plan/speaker.hpp"

namespace ohmstead::plan {

// One note for each room and tank that gets too cold or too warm.
[[nodiscard]] std::vector<std::string> comfort_notes(const home::Case& home, const home::Plan& plan,
                                                     const Speaker& speaker);

}  // namespace ohmstead::plan
