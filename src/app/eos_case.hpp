// The case of a request of Akkudoktor-EOS, with what that planner assumes:
// - the battery gives energy to the home alone; at the end what it could still give has a worth
// - charging losses of the car are not billed: what it stores is what it draws
// - the inverter's limit holds for PV and battery together.
// Where EOS knows only full power or none (charging the battery from the grid) any power will do.
// Thread rule: pure function.
#pragma once

#include "eos_request.hpp"
#include "ohmstead/home/case.hpp"

namespace ohmstead::app {

[[nodiscard]] home::Case make_eos_case(const EosRequest& request);

}  // namespace ohmstead::app
