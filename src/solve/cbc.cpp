#include "cbc.hpp"

#include <CbcConfig.h>
#include <fmt/format.h>

#include <CbcEventHandler.hpp>
#include <CbcModel.hpp>
#include <CbcSolver.hpp>
#include <ClpEventHandler.hpp>
#include <CoinHelperFunctions.hpp>
#include <algorithm>
#include <cmath>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "clp.hpp"
#include "model_variants.hpp"
#include "sturdy_linear_solver.hpp"

namespace ohmstead::solve {
namespace {

constexpr std::chrono::milliseconds k_turn_wait{2};
// A solution must be this much better than the last one; the bound is moved down by as much.
constexpr double k_increment = 1e-7;
// How long a linear solve inside of the search may go on after the time limit, seconds.
constexpr double k_patience_s = 0.25;

// The turn of this process's one search. Library state makes this global lock necessary (see
// cbc.hpp).
std::mutex& search_turn() {
  static std::mutex turn;
  return turn;
}

// What the handlers inside of the library tell the outside.
struct SearchState {
  StopRule stop;
  bool has_abandoned = false;  // a linear solve was broken off: what follows proves nothing
};

class SearchHandler final : public CbcEventHandler {
 public:
  explicit SearchHandler(const SearchState& state) : state_{&state} {}
  CbcAction event(CbcEvent /*which*/) override {
    return state_->stop.must_stop() ? CbcEventHandler::stop : noAction;
  }
  [[nodiscard]] CbcEventHandler* clone() const override { return new SearchHandler(*this); }

 private:
  const SearchState* state_;
};

// Breaks off a long linear solve, for which the search would not look at the clock.
class LinearHandler final : public ClpEventHandler {
 public:
  explicit LinearHandler(SearchState& state)
      : state_{&state}, last_moment_{state.stop.end() + patience()} {}
  int event(Event which) override {
    if (which != endOfIteration && which != endOfFactorization) return -1;
    const bool must_stop =
        state_->stop.is_cancelled() || std::chrono::steady_clock::now() >= last_moment_;
    if (!must_stop) return -1;
    state_->has_abandoned = true;
    return 0;
  }
  [[nodiscard]] ClpEventHandler* clone() const override { return new LinearHandler(*this); }

 private:
  static std::chrono::steady_clock::duration patience() {
    return std::chrono::duration_cast<std::chrono::steady_clock::duration>(
        std::chrono::duration<double>(k_patience_s));
  }

  SearchState* state_;
  std::chrono::steady_clock::time_point last_moment_;
};

void prepare(SturdyLinearSolver& linear, const Model& model) {
  linear.setHintParam(OsiDoReducePrint, true, OsiHintTry);
  load(linear, model);
  // Cbc 2.10.8 takes continuous columns with costs for whole ones where their rows look so, raises
  // the least improvement of a solution to the steps of the costs, and loses what lies between
  // (CbcModel::analyzeObjective; coin-or/Cbc 723). A column in no row, whose bound is no multiple
  // of 1/4, stops that.
  linear.addCol(0, nullptr, nullptr, 0.0, 0.3, 0.0);
}

void set_start(CbcModel& search, const OsiClpSolverInterface& linear, const Task& task) {
  if (task.values.empty()) return;
  std::vector<std::pair<std::string, double>> named;
  named.reserve(task.values.size());
  for (std::int32_t j = 0; j < task.model.column_count(); ++j) {
    named.emplace_back(linear.getColName(j), task.values[static_cast<std::size_t>(j)]);
  }
  search.setMIPStart(named);
}

std::vector<std::string> command_line(const Task& task) {
  const std::int64_t nodes =
      std::clamp<std::int64_t>(task.limits.iterations, 0, std::numeric_limits<int>::max());
  const double gap = std::max(0.0, task.limits.absolute_gap);
  std::vector<std::string> words = {"ohmstead",
                                    "-log",
                                    "0",
                                    "-timeMode",
                                    "elapsed",
                                    "-sec",
                                    fmt::format("{}", task.stop.remaining_s()),
                                    "-maxNodes",
                                    fmt::format("{}", nodes),
                                    "-allowableGap",
                                    fmt::format("{}", gap),
                                    "-ratioGap",
                                    "0",
                                    "-increment",
                                    fmt::format("{}", k_increment)};
  // CglProbing (Cgl 0.60.3), alone and within the preprocessing, loses the optimum of about one in
  // a thousand small random models; none of tens of thousands is lost without it. So both stay off,
  // although that doubles the time.
  words.insert(words.end(), {"-preprocess", "off", "-probing", "off"});
  if (task.is_careful) words.insert(words.end(), {"-scaling", "off", "-cuts", "off"});
  words.insert(words.end(), {"-solve", "-quit"});
  return words;
}

int keep_going(CbcModel* /*search*/, int /*stage*/) { return 0; }

void run(CbcModel& search, const Task& task) {
  CoinSeedRandom(1);  // a global of the library that would let earlier searches shine through
  CbcSolverUsefulData settings;
  settings.noPrinting_ = true;
  settings.useSignalHandler_ = false;
  search.setLogLevel(0);
  CbcMain0(search, settings);
  search.setLogLevel(0);
  const std::vector<std::string> words = command_line(task);
  std::vector<const char*> arguments;
  arguments.reserve(words.size());
  for (const std::string& word : words) arguments.push_back(word.c_str());
  CbcMain1(static_cast<int>(arguments.size()), arguments.data(), search, keep_going, settings);
}

Claim claim_of(const CbcModel& search, const SearchState& state) {
  if (state.has_abandoned) return Claim::stopped;
  if (search.isContinuousUnbounded()) return Claim::unbounded;
  if (search.status() == 0) {
    return search.bestSolution() != nullptr ? Claim::optimal : Claim::infeasible;
  }
  return search.status() == 2 ? Claim::failed : Claim::stopped;
}

// What the search has proven to be the least, without the constant of the objective.
double bound_of(const CbcModel& search, const SearchState& state) {
  if (state.has_abandoned || search.status() == 2) return -k_infinity;
  // Secondary status 1 with a solution: nothing is better than the start. The library leaves the
  // bound of the relaxation standing then.
  const bool is_exhausted = search.status() == 0 && search.secondaryStatus() <= 1;
  const double bound = is_exhausted && search.bestSolution() != nullptr
                           ? search.getObjValue()
                           : search.getBestPossibleObjValue();
  return std::abs(bound) < 1e40 ? bound - k_increment : -k_infinity;
}

Answer read_answer(const CbcModel& search, const SearchState& state, const Model& model) {
  Answer answer;
  answer.claim = claim_of(search, state);
  answer.nodes = search.getNodeCount();
  answer.iterations = search.getIterationCount();
  answer.bound = bound_of(search, state) + model.objective_offset();
  if (const double* best = search.bestSolution()) {
    answer.values.assign(best, best + model.column_count());
  }
  if (answer.claim == Claim::failed) answer.message = "Cbc met numerical difficulties";
  return answer;
}

Answer search_in_turn(const Task& task) {
  std::unique_lock turn{search_turn(), std::defer_lock};
  while (!turn.try_lock()) {
    if (task.stop.must_stop()) {
      Answer late;
      late.claim = Claim::stopped;
      late.message = "another mixed-integer search was running all the time";
      return late;
    }
    std::this_thread::sleep_for(k_turn_wait);
  }
  SearchState state{task.stop};
  SturdyLinearSolver linear;
  prepare(linear, task.model);
  LinearHandler linear_handler{state};
  linear.getModelPtr()->passInEventHandler(&linear_handler);
  CbcModel model{linear};
  SearchHandler search_handler{state};
  model.passInEventHandler(&search_handler);
  set_start(model, linear, task);
  run(model, task);
  return read_answer(model, state, task.model);
}

class CbcBackend final : public Backend {
 public:
  CbcBackend() : Backend{"cbc"} {}

  [[nodiscard]] std::string explain(const Model& model) const override {
    return explain_unbounded(model, "Cbc");
  }

 private:
  [[nodiscard]] Answer attempt(const Task& task) override { return run_cbc(task); }
};

}  // namespace

Answer run_cbc(const Task& task) {
  if (task.model.integer_count() == 0) return run_clp(task, ClpMethod::dual);
  try {
    return search_in_turn(task);
  } catch (const std::exception& error) {
    return failed_answer(std::string{"Cbc: "} + error.what());
  } catch (...) {  // CoinError is not a std::exception
    return failed_answer("Cbc gave up with an exception");
  }
}

std::unique_ptr<Solver> make_cbc() { return std::make_unique<CbcBackend>(); }

std::string cbc_version() { return CBC_VERSION; }

}  // namespace ohmstead::solve
