// From an engine's answer to a plan that can be shown: money by the evaluator, values, the proof.
//
// Units as in home/plan.hpp. Thread rule: pure functions.
#pragma once

#include "ohmstead/home/plan.hpp"
#include "ohmstead/plan/speaker.hpp"
#include "optimal.hpp"

namespace ohmstead::plan {

// Bills the plan and sets its objective; false when the evaluator refuses it, which a note tells.
[[nodiscard]] bool bill(const home::Case& home, const Speaker& speaker, home::Plan& plan);

// Objective of an answer by the evaluator; infinite when there is none or it is refused.
[[nodiscard]] double objective_of(const home::Case& home, const HomeElements& elements,
                                  const EngineAnswer& answer);

// Bound, gap and what they say of the plan. Precondition: its objective is set.
void set_proof(double bound, home::Plan& plan);

// The same with rooms apart, where that is known of a plan with these tracks and says more
// than its proof, which leaves something open.
void set_rooms_apart(const home::Case& home, const HomeElements& elements,
                     const std::optional<RoomsApart>& rooms_apart, const std::vector<Track>& tracks,
                     home::Plan& plan);

// What energy is worth at the home and in store.
void set_values(const EngineAnswer& answer, home::Plan& plan);

}  // namespace ohmstead::plan
