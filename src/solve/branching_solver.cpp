// The search as a solver: what it leaves open goes on in a library.
#include <algorithm>

#include "branching.hpp"
#include "cbc.hpp"
#include "model_variants.hpp"

namespace ohmstead::solve {
namespace {

// Of the time, before a library goes on.
constexpr double k_share_of_search = 0.75;
// In nodes times rows; what takes more is left to a library.
constexpr std::int64_t k_most_work = 1000000;

// What the search has found, in the words of a library.
Answer to_answer(Solution found) {
  Answer answer;
  answer.claim = found.status == SolveStatus::optimal      ? Claim::optimal
                 : found.status == SolveStatus::infeasible ? Claim::infeasible
                                                           : Claim::stopped;
  answer.values = std::move(found.values);
  answer.basis = std::move(found.basis);
  answer.bound = found.bound;
  answer.nodes = found.nodes;
  answer.iterations = found.iterations;
  return answer;
}

// The library goes on from the best point; both bounds hold.
Answer go_on(const Task& task, Answer ours) {
  Task rest = task;
  if (!ours.values.empty()) rest.values = ours.values;
  Answer answer = run_cbc(rest);
  answer.nodes += ours.nodes;
  answer.iterations += ours.iterations;
  answer.bound = std::max(answer.bound, ours.bound);
  if (answer.values.empty()) answer.values = std::move(ours.values);
  return answer;
}

class BranchingBackend final : public Backend {
 public:
  explicit BranchingBackend(std::int64_t most_nodes)
      : Backend{"branching"}, most_nodes_{most_nodes} {}

  [[nodiscard]] std::string explain(const Model& model) const override {
    return explain_unbounded(model, "a search");
  }

 private:
  [[nodiscard]] Answer attempt(const Task& task) override {
    if (task.model.integer_count() == 0 || task.is_careful) return run_cbc(task);
    const std::int64_t nodes = std::min(
        {most_nodes_, k_most_work / std::max(1, task.model.row_count()), task.limits.iterations});
    Task part = task;
    part.stop = task.stop.with_share(k_share_of_search);
    Answer ours = to_answer(branch_and_bound(part, nodes, cuts_));
    return ours.claim == Claim::stopped ? go_on(task, std::move(ours)) : ours;
  }

  std::int64_t most_nodes_;
  KeptCuts cuts_;
};

}  // namespace

std::unique_ptr<Solver> make_branching(std::int64_t most_nodes) {
  return std::make_unique<BranchingBackend>(most_nodes);
}

}  // namespace ohmstead::solve
