// Ends a linear solve of Clp when its rule says so.
//
// Thread rule: as Solver.
#pragma once

#include <ClpEventHandler.hpp>

#include "backend.hpp"

namespace ohmstead::solve {

// Clp asks at every iteration. Looking at the clock costs some 25 ns, an iteration microseconds.
class StopHandler final : public ClpEventHandler {
 public:
  explicit StopHandler(const StopRule& stop) : stop_{stop} {}
  int event(Event which) override {
    const bool asks = which == endOfIteration || which == endOfFactorization;
    return asks && stop_.must_stop() ? 0 : -1;  // 0 ends the solve, -1 goes on
  }
  [[nodiscard]] ClpEventHandler* clone() const override { return new StopHandler(*this); }

 private:
  StopRule stop_;
};

}  // namespace ohmstead::solve
