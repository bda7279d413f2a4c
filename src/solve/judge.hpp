// Turning what a library claims into a Solution: only values, duals and proofs that pass our own
// checks are taken over.
//
// Thread rule: pure functions.
//
//   take_values(solution, model, std::move(answer.values));  // no values when they are wrong
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "backend.hpp"

namespace ohmstead::solve {

[[nodiscard]] Solution with_status(SolveStatus status, std::string message = {});

// Appends a part to the message.
void add_message(Solution& solution, std::string_view message);

// Also sets the gap when there are values.
void set_bound(Solution& solution, double bound, BoundSource source);

// Takes values over with their objective when they satisfy the model; says why when they do not.
void take_values(Solution& solution, const Model& model, std::vector<double> values);

// Takes duals over with their reduced costs and the bound that they prove.
void take_duals(Solution& solution, const Model& model, std::vector<double> duals);

// Takes row weights over when they prove that the model is infeasible.
void take_proof(Solution& solution, const Model& model, std::vector<double> proof);

// Cancelled, good or without solution.
[[nodiscard]] SolveStatus status_of_stopped(const Solution& solution, const StopRule& stop);

}  // namespace ohmstead::solve
