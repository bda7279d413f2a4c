#include "plain_milp.hpp"

#include <fmt/format.h>

#include <CbcModel.hpp>
#include <CbcSolver.hpp>
#include <ClpSimplex.hpp>
#include <OsiClpSolverInterface.hpp>

#include "elements/home_elements.hpp"
#include "exclusive.hpp"
#include "linear_model.hpp"
#include "ohmstead/base/clock.hpp"
#include "scenarios/scenario_model.hpp"

namespace ohmstead::bench {
namespace {

template <class Library>
void load(Library& library, const solve::Model& model) {
  library.loadProblem(model.column_count(), model.row_count(), model.starts().data(),
                      model.entry_rows().data(), model.coefficients().data(),
                      model.column_lower().data(), model.column_upper().data(),
                      model.costs().data(), model.row_lower().data(), model.row_upper().data());
}

PlainPlan solve_whole(const solve::Model& model, double limit_s) {
  OsiClpSolverInterface linear;
  linear.messageHandler()->setLogLevel(0);
  linear.getModelPtr()->setLogLevel(0);
  load(linear, model);
  for (std::int32_t j = 0; j < model.column_count(); ++j) {
    if (model.integer_flags()[static_cast<std::size_t>(j)] != 0) linear.setInteger(j);
  }
  CbcModel search{linear};
  CbcSolverUsefulData settings;
  settings.noPrinting_ = true;
  settings.useSignalHandler_ = false;
  search.setLogLevel(0);
  CbcMain0(search, settings);
  search.setLogLevel(0);
  const std::string seconds = fmt::format("{}", limit_s);
  const char* words[] = {"plain",         "-log",      "0", "-timeMode", "elapsed", "-sec",
                         seconds.c_str(), "-ratioGap", "0", "-solve",    "-quit"};
  const base::Stopwatch watch;
  CbcMain1(
      static_cast<int>(std::size(words)), words, search, [](CbcModel*, int) { return 0; },
      settings);
  PlainPlan plain{"cbc", 0.0, search.getBestPossibleObjValue() + model.objective_offset(),
                  watch.elapsed_ms() / 1000.0, search.bestSolution() != nullptr};
  if (plain.has_plan) plain.objective = search.getObjValue() + model.objective_offset();
  return plain;
}

// All scenarios in one problem; on/off decisions are relaxed, so that it is a bound where there are
// any.
PlainPlan solve_scenarios(const home::Case& home, double limit_s) {
  const plan::ScenarioModel joint{home, limit_s};
  const base::Stopwatch watch;
  ClpSimplex clp;
  clp.setLogLevel(0);
  load(clp, joint.model());
  clp.setMaximumSeconds(limit_s);
  clp.dual();
  const double cost = clp.objectiveValue() + joint.model().objective_offset();
  return {"clp", cost, cost, watch.elapsed_ms() / 1000.0, clp.status() == 0};
}

}  // namespace

PlainPlan solve_plainly(const home::Case& home, double limit_s) {
  if (home.scenarios) return solve_scenarios(home, limit_s);
  const plan::HomeElements elements{home};
  plan::LinearModel linear;
  linear.build(home, elements, plan::Exclusive::none(home));
  linear.steer(0.0);
  const base::Stopwatch watch;
  ClpSimplex clp;
  clp.setLogLevel(0);
  load(clp, linear.model());
  clp.dual();
  const double wall_s = watch.elapsed_ms() / 1000.0;
  const std::span values{clp.getColSolution(), static_cast<std::size_t>(clp.getNumCols())};
  if (!linear.has_switches() && linear.find_cheating(values).is_empty()) {
    const double cost = clp.objectiveValue() + linear.model().objective_offset();
    return {"clp", cost, cost, wall_s, clp.status() == 0};
  }
  linear.build(home, elements, plan::all_slots(home, elements), true);
  linear.steer(0.0);
  return solve_whole(linear.model(), limit_s);
}

}  // namespace ohmstead::bench
