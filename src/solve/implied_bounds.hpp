// Finite column bounds that follow from the rows, for columns that have none of their own.
//
// Each round takes the smallest and largest activity of every row from the bounds known so far and
// asks what is left for an unbounded column. Bounds found are widened a little against rounding, so
// that every feasible point of the model keeps them.
//
// Thread rule: plain value.
//
//   ImpliedBounds implied{model}; double most = implied.upper()[j];  // may still be infinite
#pragma once

#include <vector>

#include "ohmstead/solve/model.hpp"

namespace ohmstead::solve {

class ImpliedBounds {
 public:
  explicit ImpliedBounds(const Model& model);

  [[nodiscard]] const std::vector<double>& lower() const { return lower_; }
  [[nodiscard]] const std::vector<double>& upper() const { return upper_; }

 private:
  // A sum that counts its infinite terms apart, so that one of them can be taken out again.
  struct Activity {
    double finite = 0.0;
    double magnitude = 0.0;  // of all terms that ever went in: bounds the rounding error
    int infinite = 0;
    void add(double term, int times);
    // The sum without `term`, moved towards `infinity` by more than its rounding error; `infinity`
    // itself when infinite terms remain.
    [[nodiscard]] double without(double term, double infinity) const;
  };

  void add_to_rows(std::size_t column, int times);
  [[nodiscard]] bool tighten(std::size_t column);
  [[nodiscard]] Bounds bounds_from_row(std::size_t column, std::size_t entry) const;

  const Model& model_;
  std::vector<double> lower_, upper_;
  std::vector<Activity> smallest_, largest_;
};

}  // namespace ohmstead::solve
