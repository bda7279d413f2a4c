// Days on which nobody is at home, as parts of the planning problem.
//
// Rooms need only be as warm as `away_c`, no hot water is drawn and none is kept warm, until some
// hours before people come back. Thread rule: pure function.
#pragma once

#include "ohmstead/home/case.hpp"
#include "ohmstead/home/house_wishes.hpp"

namespace ohmstead::engine {

void leave_home(home::Case& home, const home::Site& site, const home::Away& away, base::Time now);

}  // namespace ohmstead::engine
