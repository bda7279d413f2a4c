// The linear solver inside of the Cbc family, without its shrinking of models ("crunch", also in
// hot starts) where few rows are left: there an assertion ends the process (coin-or/Clp issue 288,
// coin-or/Cbc 738).
//
// Thread rule: plain value.
#pragma once

#include <OsiClpSolverInterface.hpp>

#include "ohmstead/solve/model.hpp"

namespace ohmstead::solve {

class SturdyLinearSolver final : public OsiClpSolverInterface {
 public:
  SturdyLinearSolver() = default;
  [[nodiscard]] OsiSolverInterface* clone(bool copies_data) const override {
    return copies_data ? new SturdyLinearSolver(*this) : new SturdyLinearSolver();
  }
  void resolve() override {
    if (is_small()) setSpecialOptions(specialOptions() | k_no_crunch);
    OsiClpSolverInterface::resolve();
  }
  // NOLINTBEGIN(bugprone-parent-virtual-call): the grandparent's plain hot starts are what is
  // wanted
  void markHotStart() override {
    is_hot_by_hand_ = is_small();
    if (is_hot_by_hand_) {
      OsiSolverInterface::markHotStart();
    } else {
      OsiClpSolverInterface::markHotStart();
    }
  }
  void solveFromHotStart() override {
    if (is_hot_by_hand_) {
      OsiSolverInterface::solveFromHotStart();
    } else {
      OsiClpSolverInterface::solveFromHotStart();
    }
  }
  void unmarkHotStart() override {
    if (is_hot_by_hand_) {
      OsiSolverInterface::unmarkHotStart();
    } else {
      OsiClpSolverInterface::unmarkHotStart();
    }
  }
  // NOLINTEND(bugprone-parent-virtual-call)

 private:
  static constexpr unsigned int k_no_crunch = 2048;
  static constexpr int k_few_rows = 10;

  [[nodiscard]] bool is_small() const { return getNumRows() < k_few_rows; }

  bool is_hot_by_hand_ = false;
};

// The model with its integers, and a library that says nothing.
void load(SturdyLinearSolver& linear, const Model& model);

}  // namespace ohmstead::solve
