// A request of evcc's optimizer API as a case of ours, and the plan of that case as its answer.
//
// The case has the request's money: prices, soft limits, missed demands and goals cost what they
// cost there, and what steers there (strategies, priorities) are preferences that are never billed.
// A battery that can hold nothing has no place in a case; the answer has zeros for it. Units: W and
// Wh on the API's side, kW and kWh on ours. Thread rule: pure functions.
//
//   const EvccCase made = make_evcc_case(request);
//   const std::string body = write_evcc_answer(request, made, planner.make_plan(made.home));
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "evcc_request.hpp"
#include "ohmstead/home/case.hpp"
#include "ohmstead/home/plan.hpp"

namespace ohmstead::app {

struct EvccCase {
  home::Case home;
  std::vector<std::optional<std::size_t>> place;  // of each requested battery in the case
  std::vector<std::string> notes;                 // what had to be changed
};

// Precondition: a request that read_evcc_request() has nothing against.
[[nodiscard]] EvccCase make_evcc_case(const EvccRequest& request);

// The body of the answer. "Optimal" when the plan is proven or within a cent of its bound.
[[nodiscard]] std::string write_evcc_answer(const EvccRequest& request, const EvccCase& made,
                                            const home::Plan& plan);
// The body of a refusal.
[[nodiscard]] std::string write_evcc_problems(const EvccProblems& problems);

}  // namespace ohmstead::app
