// What all solvers share: checks before and after, a second attempt, bounds, and the frame of a
// mixed-integer solve. A library is attached by deriving from Backend and writing attempt().
//
// Thread rule: as Solver.
//
//   class ClpSolver final : public Backend { Answer attempt(const Task& task) override; ... };
#pragma once

#include <chrono>
#include <functional>
#include <utility>

#include "ohmstead/base/clock.hpp"
#include "ohmstead/solve/solver.hpp"

namespace ohmstead::solve {

// When to stop: a moment on the steady clock, or a request from another thread.
class StopRule {
 public:
  explicit StopRule(const Limits& limits);
  // The same rule with the share of the remaining time that is given.
  [[nodiscard]] StopRule with_share(double share) const;

  [[nodiscard]] bool is_cancelled() const { return stop_.stop_requested(); }
  [[nodiscard]] bool is_late() const { return std::chrono::steady_clock::now() >= end_; }
  [[nodiscard]] bool must_stop() const { return is_cancelled() || is_late(); }
  // At least 0.
  [[nodiscard]] double remaining_s() const;
  [[nodiscard]] std::chrono::steady_clock::time_point end() const { return end_; }
  [[nodiscard]] const std::stop_token& token() const { return stop_; }

 private:
  std::chrono::steady_clock::time_point end_;
  std::stop_token stop_;
};

struct Task {
  const Model& model;
  const Limits& limits;
  StopRule stop;
  const Basis* basis = nullptr;         // fits the model; with integers, that of the relaxation
  std::span<const double> values = {};  // empty, or a point that was checked to be feasible
  bool is_careful = false;              // second attempt: no scaling, another algorithm, no start
};

enum class Claim { optimal, infeasible, unbounded, stopped, failed };

// What a library says, before anything of it is believed.
struct Answer {
  Claim claim = Claim::failed;
  std::vector<double> values;
  std::vector<double> row_duals;
  Basis basis;
  std::vector<double> infeasibility_proof;
  double bound = -k_infinity;  // of a mixed-integer search
  std::int64_t iterations = 0;
  std::int64_t nodes = 0;
  std::string message;
  std::string solver;  // who answered, where it was not the backend itself
};

[[nodiscard]] inline Answer failed_answer(std::string message) {
  Answer answer;
  answer.message = std::move(message);
  return answer;
}

using Attempt = std::function<Answer(const Task&)>;

// A start made feasible, the search by `attempt`, and its values made exact.
[[nodiscard]] Solution solve_mixed_integer(const Task& task, const Start* start,
                                           const Attempt& attempt);

class Backend : public Solver {
 public:
  [[nodiscard]] std::string_view name() const final { return name_; }
  [[nodiscard]] Solution solve(const Model& model, const Limits& limits, const Start* start) final;

 protected:
  explicit Backend(std::string name) : name_{std::move(name)} {}

 private:
  // Must not throw; the library's exceptions end here.
  [[nodiscard]] virtual Answer attempt(const Task& task) = 0;

  [[nodiscard]] Solution solve_linear(Task task);

  std::string name_;
};

}  // namespace ohmstead::solve
