// A primal-dual interior point method for min c'x, A x = b, l <= x <= u (BoxForm).
//
// Mehrotra's predictor and corrector with further centrality correctors (Gondzio); values keep
// strictly inside their bounds at every step, A x = b is reached on the way. It ends when what is
// missing in both equations and between the two objectives is below 1e-9 relative, or says that it
// broke down: it never claims that a model is infeasible or unbounded.
//
// Thread rule: pure function. No allocation inside iterations.
//
//   const InteriorPoint point = find_interior_point(form, [] { return false; });
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "box_form.hpp"

namespace ohmstead::solve {

enum class InteriorEnd { converged, stopped, broke_down };

struct InteriorPoint {
  InteriorEnd end = InteriorEnd::broke_down;
  // Scaled, as the form: values, distances to the bounds, duals of rows and of both bounds.
  std::vector<double> x, above_lower, below_upper, y, lower_dual, upper_dual;
  int iterations = 0;
  std::string message;  // why it broke down
};

[[nodiscard]] InteriorPoint find_interior_point(const BoxForm& form,
                                                const std::function<bool()>& must_stop);

}  // namespace ohmstead::solve
