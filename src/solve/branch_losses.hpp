// What deciding an integer column cost so far, per unit that it was moved (pseudo-costs; Benichou
// et al., Experiments in mixed-integer linear programming, 1971).
//
// Thread rule: as Solver.
//
//   losses.learn(column, Side::up, 0.2 / moved);
#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace ohmstead::solve {

enum class Side { down, up };

class BranchLosses {
 public:
  explicit BranchLosses(std::size_t columns) : of_(columns) {}

  void learn(std::int32_t column, Side side, double loss_per_unit) {
    part(column, side).add(loss_per_unit);
    all_.add(loss_per_unit);
  }

  // Whether both sides were tried.
  [[nodiscard]] bool knows(std::int32_t column) const {
    return part(column, Side::down).count > 0 && part(column, Side::up).count > 0;
  }

  // The mean; that of all columns where it was never tried.
  [[nodiscard]] double of(std::int32_t column, Side side) const {
    const Mean& own = part(column, side);
    return own.count > 0 ? own.get() : all_.count > 0 ? all_.get() : 1.0;
  }

 private:
  struct Mean {
    double sum = 0.0;
    std::int64_t count = 0;

    void add(double value) {
      sum += value;
      ++count;
    }
    [[nodiscard]] double get() const { return sum / static_cast<double>(count); }
  };

  Mean& part(std::int32_t column, Side side) {
    return of_[static_cast<std::size_t>(column)][static_cast<std::size_t>(side)];
  }
  [[nodiscard]] const Mean& part(std::int32_t column, Side side) const {
    return of_[static_cast<std::size_t>(column)][static_cast<std::size_t>(side)];
  }

  std::vector<std::array<Mean, 2>> of_;
  Mean all_;
};

}  // namespace ohmstead::solve
