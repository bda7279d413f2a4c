// The case of a request of Akkudoktor-EOS, and the plan of that case as its answer.
//
// The case has what that planner assumes:
// - the battery gives energy to the home alone; at the end what it could still give has a worth
// - the inverter's limit holds for PV and battery together.
// Where EOS knows only full power or none (charging the battery from the grid) any power will do.
// Units: W and Wh on the API's side, kW and kWh on ours. Thread rule: pure functions.
#pragma once

#include <string>

#include "eos_request.hpp"
#include "ohmstead/home/case.hpp"
#include "ohmstead/home/plan.hpp"

namespace ohmstead::app {

// Devices of the case.
inline constexpr const char* k_eos_car = "ev";
inline constexpr const char* k_eos_appliance = "appliance";

// unbilled: what the car stores is what it draws, as in the costs that EOS reported for long; for
// comparisons with those. billed: it draws its charging losses too, as the meter sees it.
enum class EosCarLosses { unbilled, billed };

// The earliest of several plans of the same cost is made: PV is stored first and sold later.
[[nodiscard]] home::Case make_eos_case(const EosRequest& request, EosCarLosses losses);

// The body of the answer: one value per hour from midnight on in the controls (0 before the start),
// one per planned hour in the results. The plan must be of the request's case with billed losses.
[[nodiscard]] std::string write_eos_answer(const EosRequest& request, const home::Plan& plan);

}  // namespace ohmstead::app
