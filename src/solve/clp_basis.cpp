#include "clp_basis.hpp"

namespace ohmstead::solve {
namespace {

ClpSimplex::Status to_clp(BasisStatus status) {
  switch (status) {
    case BasisStatus::at_lower:
      return ClpSimplex::atLowerBound;
    case BasisStatus::at_upper:
      return ClpSimplex::atUpperBound;
    case BasisStatus::basic:
      return ClpSimplex::basic;
    case BasisStatus::nonbasic_free:
      return ClpSimplex::isFree;
  }
  return ClpSimplex::basic;
}

BasisStatus from_clp(ClpSimplex::Status status) {
  switch (status) {
    case ClpSimplex::basic:
      return BasisStatus::basic;
    case ClpSimplex::atUpperBound:
      return BasisStatus::at_upper;
    case ClpSimplex::atLowerBound:
    case ClpSimplex::isFixed:
      return BasisStatus::at_lower;
    case ClpSimplex::isFree:
    case ClpSimplex::superBasic:
      return BasisStatus::nonbasic_free;
  }
  return BasisStatus::basic;
}

}  // namespace

void set_basis(ClpSimplex& clp, const Basis& basis, const Model& model) {
  clp.createStatus();
  for (std::int32_t j = 0; j < model.column_count(); ++j) {
    const std::size_t k = static_cast<std::size_t>(j);
    clp.setColumnStatus(j, to_clp(basis.columns[k]));
    // Clp reads where a nonbasic column rests from its value.
    if (basis.columns[k] == BasisStatus::at_lower) {
      clp.primalColumnSolution()[j] = model.column_lower()[k];
    } else if (basis.columns[k] == BasisStatus::at_upper) {
      clp.primalColumnSolution()[j] = model.column_upper()[k];
    }
  }
  for (std::int32_t i = 0; i < model.row_count(); ++i) {
    clp.setRowStatus(i, to_clp(basis.rows[static_cast<std::size_t>(i)]));
  }
}

Basis get_basis(const ClpSimplex& clp) {
  Basis basis;
  for (int j = 0; j < clp.numberColumns(); ++j) {
    basis.columns.push_back(from_clp(clp.getColumnStatus(j)));
  }
  for (int i = 0; i < clp.numberRows(); ++i) basis.rows.push_back(from_clp(clp.getRowStatus(i)));
  return basis;
}

}  // namespace ohmstead::solve
