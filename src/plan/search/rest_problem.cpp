#include "rest_problem.hpp"

namespace ohmstead::plan {

RestProblem::RestProblem(const home::Case& home, const std::set<std::string>& searched)
    : rest_{home}, solver_{solve::make_lp_solver(solve::SolverKind::clp_kept).value()} {
  home::remove_devices(rest_, searched);
  elements_ = std::make_unique<HomeElements>(rest_);
  double most_kw = 0.0;
  const PlannedDevices devices{home};
  for (const Device& device : devices.all()) {
    if (searched.contains(device.id)) most_kw += device.most_drawn_kw;
  }
  linear_.expect_drawn(most_kw);
  linear_.build(rest_, *elements_, Exclusive::none(rest_));
}

std::optional<RestProblem::Answer> RestProblem::solve(const std::vector<double>& drawn_kw,
                                                      const EngineLimits& limits) {
  linear_.set_drawn(drawn_kw);
  solve::Solution solution =
      solver_->solve(linear_.model(), {.wall_s = limits.wall_s, .stop = limits.stop});
  if (!solution.has_values() || solution.row_duals.empty()) return std::nullopt;
  basis_ = std::move(solution.basis);
  return Answer{solution.objective, solution.bound, linear_.home_values(solution.row_duals)};
}

}  // namespace ohmstead::plan
