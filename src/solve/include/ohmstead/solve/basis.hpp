// Where a linear solver stopped, in a form that any solver can start from: for each column and row
// whether it rests at a bound or is basic (decided by the others).
//
// Why: the plan of a quarter of an hour later is nearly the same problem moved by one slot.
// Starting from the old basis moved along turns a solve of milliseconds into one of a fraction of
// that. A basis belongs to the model it came from; shift() carries it over to another one.
//
// Thread rule: plain value, pure functions.
//
//   Start start{.basis = shift(last.basis, last_model, model, 1)};
//   Solution solution = solver.solve(model, limits, &start);
#pragma once

#include <cstdint>
#include <vector>

#include "ohmstead/solve/model.hpp"

namespace ohmstead::solve {

enum class BasisStatus : std::uint8_t {
  at_lower,
  at_upper,
  basic,
  nonbasic_free,  // not decided by the others and at no bound
};

// One status per column and per row. A row's status speaks of the sum of the row: basic means that
// none of its bounds is binding.
struct Basis {
  std::vector<BasisStatus> columns;
  std::vector<BasisStatus> rows;

  [[nodiscard]] bool is_empty() const { return columns.empty() && rows.empty(); }
  friend bool operator==(const Basis&, const Basis&) = default;
};

// True when the sizes are those of the model and as many statuses are basic as it has rows.
[[nodiscard]] bool fits(const Basis& basis, const Model& model);

// Every row basic, every column at its bound nearest to zero: where a cold start begins.
[[nodiscard]] Basis slack_basis(const Model& model);

// The basis of `from` carried over to `to`, which begins `slots` slots later: what has slot t in
// `to` gets the status that slot t + slots has in `from`. Where `from` has no such slot, the
// nearest earlier one of the same name counts, so the last slot repeats and coarser grids find
// their block. Names are compared by their text; an unknown name gets the status of slack_basis().
// The result is repaired. Models whose tags count slots from a fixed origin use slots = 0.
// Precondition: `basis` has the sizes of `from`.
[[nodiscard]] Basis shift(const Basis& basis, const Model& from, const Model& to,
                          std::int32_t slots);

// Makes a basis usable: statuses at bounds that do not exist move to one that does, and the number
// of basics becomes the number of rows (rows with the latest slots are changed first, because that
// is where a shifted basis is guesswork). Precondition: the sizes are those of the model.
void repair(Basis& basis, const Model& model);

}  // namespace ohmstead::solve
