// Rows that every point with whole decisions satisfies and the relaxation does not: with them the
// relaxation lies nearer to what can be done, and a search has less to divide.
//
// Cgl (COIN-OR) finds them in rounds: Gomory's mixed-integer cuts, two-step mixed-integer rounding
// of rows of the simplex tableau (Dash and Guenluek, 2006) and mixed-integer rounding of the
// model's own rows (Marchand and Wolsey, 2001). Its probing stays out, which loses optima
// (cbc.cpp).
//
// Thread rule: tighten() is a pure function; KeptCuts as Solver.
//
//   std::optional<Tightened> tight = tighten(task);
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "backend.hpp"

namespace ohmstead::solve {

struct Tightened {
  Model model;  // the task's, with more rows
  Basis basis;  // of its relaxation
};

// Starts from the task's basis, if any. A row that the task's values, if any, would break is left
// out. None where no row was found, or time was over; also where the rows together lose a point.
// Rows that gain no bound may stay: they leave less to divide.
[[nodiscard]] std::optional<Tightened> tighten(const Task& task);

// Rows hold for what may be done, whatever it costs: those found for a model are taken again for
// one that differs from it in costs alone, unless the task's values break one.
class KeptCuts {
 public:
  // As the function of this name.
  [[nodiscard]] std::optional<Tightened> tighten(const Task& task);
  // What a search ended with.
  void keep_point(std::vector<double> values) { point_ = std::move(values); }
  // Whether the task's values decide as that did where other costs counted: then there is little to
  // look for beside them. Not for the costs that cuts were found for, whose search goes its way
  // again. After tighten().
  [[nodiscard]] bool begins_at_point(const Task& task) const;

 private:
  Model of_;
  std::optional<Tightened> found_;
  std::vector<double> point_;
};

}  // namespace ohmstead::solve
