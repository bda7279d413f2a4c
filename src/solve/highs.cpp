#include "highs.hpp"

#ifdef OHMSTEAD_HAS_HIGHS

#include <Highs.h>

#include <algorithm>
#include <exception>
#include <limits>

namespace ohmstead::solve {
namespace {

std::vector<double> copy(std::span<const double> numbers) {
  return {numbers.begin(), numbers.end()};
}

HighsLp to_highs(const Model& model) {
  HighsLp lp;
  lp.num_col_ = model.column_count();
  lp.num_row_ = model.row_count();
  lp.offset_ = model.objective_offset();
  lp.col_cost_ = copy(model.costs());
  lp.col_lower_ = copy(model.column_lower());
  lp.col_upper_ = copy(model.column_upper());
  lp.row_lower_ = copy(model.row_lower());
  lp.row_upper_ = copy(model.row_upper());
  lp.a_matrix_.format_ = MatrixFormat::kColwise;
  lp.a_matrix_.start_.assign(model.starts().begin(), model.starts().end());
  lp.a_matrix_.index_.assign(model.entry_rows().begin(), model.entry_rows().end());
  lp.a_matrix_.value_ = copy(model.coefficients());
  if (model.integer_count() > 0) {
    for (const std::uint8_t flag : model.integer_flags()) {
      lp.integrality_.push_back(flag != 0 ? HighsVarType::kInteger : HighsVarType::kContinuous);
    }
  }
  return lp;
}

HighsBasisStatus to_highs(BasisStatus status) {
  switch (status) {
    case BasisStatus::at_lower:
      return HighsBasisStatus::kLower;
    case BasisStatus::at_upper:
      return HighsBasisStatus::kUpper;
    case BasisStatus::basic:
      return HighsBasisStatus::kBasic;
    case BasisStatus::nonbasic_free:
      return HighsBasisStatus::kZero;
  }
  return HighsBasisStatus::kBasic;
}

BasisStatus from_highs(HighsBasisStatus status) {
  switch (status) {
    case HighsBasisStatus::kLower:
      return BasisStatus::at_lower;
    case HighsBasisStatus::kUpper:
      return BasisStatus::at_upper;
    case HighsBasisStatus::kBasic:
      return BasisStatus::basic;
    case HighsBasisStatus::kZero:
    case HighsBasisStatus::kNonbasic:
      return BasisStatus::nonbasic_free;
  }
  return BasisStatus::basic;
}

HighsBasis to_highs(const Basis& basis) {
  HighsBasis result;
  for (const BasisStatus status : basis.columns) result.col_status.push_back(to_highs(status));
  for (const BasisStatus status : basis.rows) result.row_status.push_back(to_highs(status));
  result.valid = true;
  return result;
}

Basis from_highs(const HighsBasis& basis) {
  Basis result;
  if (!basis.valid) return result;
  for (const HighsBasisStatus status : basis.col_status)
    result.columns.push_back(from_highs(status));
  for (const HighsBasisStatus status : basis.row_status) result.rows.push_back(from_highs(status));
  return result;
}

void set_options(Highs& highs, HighsMethod method, const Task& task) {
  const auto iterations = static_cast<HighsInt>(
      std::clamp<std::int64_t>(task.limits.iterations, 0, std::numeric_limits<HighsInt>::max()));
  highs.setOptionValue("output_flag", false);
  highs.setOptionValue("threads", 1);
  highs.setOptionValue("parallel", "off");
  highs.setOptionValue("small_matrix_value", 1e-12);  // keep the coefficients that are checked
  highs.setOptionValue("time_limit", task.stop.remaining_s());
  if (task.model.integer_count() > 0) {
    highs.setOptionValue("mip_abs_gap", std::max(0.0, task.limits.absolute_gap));
    highs.setOptionValue("mip_rel_gap", 0.0);
    // The presolve of 1.15.1 runs forever on some small models, past its time limit, and calls some
    // feasible ones infeasible; house models are solved faster without it.
    highs.setOptionValue("presolve", "off");
    highs.setOptionValue("mip_max_nodes", iterations);
  } else {
    highs.setOptionValue("solver", method == HighsMethod::interior ? "ipm" : "simplex");
    highs.setOptionValue("simplex_iteration_limit", iterations);
    highs.setOptionValue("ipm_iteration_limit", iterations);
  }
  if (task.is_careful) {
    highs.setOptionValue("presolve", "off");
    highs.setOptionValue("simplex_scale_strategy", 0);
    // 1.10 would ignore integrality if it were told to use the simplex method.
    if (task.model.integer_count() > 0) return;
    highs.setOptionValue("solver", "simplex");
    highs.setOptionValue("simplex_strategy",
                         method == HighsMethod::interior ? 1 : 4);  // dual, primal
  }
}

// A generic lambda, because the types of the arguments differ between versions.
void stop_on_request(Highs& highs, const StopRule& stop) {
  const HighsCallbackFunctionType callback = [stop](int, const std::string&, const auto*,
                                                    auto* answer, void*) {
    if (stop.must_stop()) answer->user_interrupt = true;
  };
  highs.setCallback(callback, nullptr);
  highs.startCallback(kCallbackSimplexInterrupt);
  highs.startCallback(kCallbackIpmInterrupt);
  highs.startCallback(kCallbackMipInterrupt);
}

void set_start(Highs& highs, const Task& task) {
  if (task.basis != nullptr) {
    highs.setOptionValue("solver", "simplex");
    highs.setBasis(to_highs(*task.basis));
  }
  if (!task.values.empty()) {
    HighsSolution start;
    start.col_value = copy(task.values);
    highs.setSolution(start);
  }
}

Claim claim_of(HighsModelStatus status) {
  switch (status) {
    case HighsModelStatus::kOptimal:
      return Claim::optimal;
    case HighsModelStatus::kInfeasible:
    case HighsModelStatus::kUnboundedOrInfeasible:  // the frame finds out which one
      return Claim::infeasible;
    case HighsModelStatus::kUnbounded:
      return Claim::unbounded;
    case HighsModelStatus::kTimeLimit:
    case HighsModelStatus::kIterationLimit:
    case HighsModelStatus::kSolutionLimit:
    case HighsModelStatus::kInterrupt:
      return Claim::stopped;
    default:
      return Claim::failed;
  }
}

void read_solution(Answer& answer, const Highs& highs, bool is_mixed_integer) {
  const HighsInfo& info = highs.getInfo();
  const HighsSolution& solution = highs.getSolution();
  const bool has_point =
      info.primal_solution_status == kSolutionStatusFeasible || answer.claim == Claim::optimal;
  if (solution.value_valid && has_point) answer.values = solution.col_value;
  if (is_mixed_integer) {
    answer.nodes = info.mip_node_count;
    answer.bound = info.mip_dual_bound;
    return;
  }
  if (solution.dual_valid) answer.row_duals = solution.row_dual;
  answer.basis = from_highs(highs.getBasis());
}

void read_proof(Answer& answer, Highs& highs, const Model& model) {
  std::vector<double> ray(static_cast<std::size_t>(model.row_count()), 0.0);
  bool has_ray = false;
  if (highs.getDualRay(has_ray, ray.data()) == HighsStatus::kOk && has_ray) {
    answer.infeasibility_proof = std::move(ray);
  }
}

Answer solve_in_highs(const Task& task, HighsMethod method) {
  Highs highs;
  set_options(highs, method, task);
  stop_on_request(highs, task.stop);
  if (highs.passModel(to_highs(task.model)) == HighsStatus::kError) {
    return failed_answer("HiGHS refused the model");
  }
  set_start(highs, task);
  highs.run();
  const bool is_mixed_integer = task.model.integer_count() > 0;
  const HighsInfo& info = highs.getInfo();
  Answer answer;
  answer.claim = claim_of(highs.getModelStatus());
  answer.iterations = std::max<std::int64_t>(info.simplex_iteration_count, 0) +
                      std::max<std::int64_t>(info.ipm_iteration_count, 0) +
                      std::max<std::int64_t>(info.crossover_iteration_count, 0);
  if (answer.claim == Claim::optimal || answer.claim == Claim::stopped) {
    read_solution(answer, highs, is_mixed_integer);
  } else if (answer.claim == Claim::infeasible && !is_mixed_integer) {
    read_proof(answer, highs, task.model);
  } else if (answer.claim == Claim::failed) {
    answer.message = "HiGHS ended with: " + highs.modelStatusToString(highs.getModelStatus());
  }
  return answer;
}

class HighsBackend final : public Backend {
 public:
  explicit HighsBackend(HighsMethod method)
      : Backend{method == HighsMethod::interior ? "highs_interior" : "highs"}, method_{method} {}

  [[nodiscard]] std::string explain(const Model& model) const override {
    if (method_ == HighsMethod::simplex || model.integer_count() == 0) return {};
    return "the interior-point method takes linear models only; this one has " +
           std::to_string(model.integer_count()) + " integer columns";
  }

 private:
  [[nodiscard]] Answer attempt(const Task& task) override {
    try {
      return solve_in_highs(task, method_);
    } catch (const std::exception& error) {
      return failed_answer(std::string{"HiGHS: "} + error.what());
    }
  }

  HighsMethod method_;
};

}  // namespace

std::unique_ptr<Solver> make_highs(HighsMethod method) {
  return std::make_unique<HighsBackend>(method);
}

std::string highs_version() { return highsVersion(); }

}  // namespace ohmstead::solve

#endif
