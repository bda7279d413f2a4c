#include "interior.hpp"

#include <new>

#include "backend.hpp"
#include "clp.hpp"
#include "interior/guess_vertex.hpp"

namespace ohmstead::solve {
namespace {

Answer run_clp_alone(const Task& task, std::string why) {
  Answer answer = run_clp(task, ClpMethod::dual);
  answer.solver = "clp_dual";
  if (!why.empty() && answer.message.empty()) answer.message = std::move(why);
  return answer;
}

Answer solve_inside(const Task& task) {
  const auto form = make_box_form(task.model);
  if (!form) return run_clp_alone(task, "");
  const InteriorPoint point = find_interior_point(*form, [&task] { return task.stop.must_stop(); });
  Answer answer;
  answer.claim = Claim::stopped;
  answer.iterations = point.iterations;
  if (point.end == InteriorEnd::stopped) return answer;
  if (point.end == InteriorEnd::broke_down)
    return run_clp_alone(
        task, "the interior point method gave up " + point.message + ": solved by Clp alone");
  answer = run_clp_from_point(task, guess_vertex(task.model, *form, point));
  if (answer.claim != Claim::optimal && answer.claim != Claim::stopped)
    return run_clp_alone(task, "no vertex was found near the interior point: solved by Clp alone");
  answer.iterations += point.iterations;
  return answer;
}

class InteriorBackend final : public Backend {
 public:
  InteriorBackend() : Backend{"interior"} {}

  [[nodiscard]] std::string explain(const Model& model) const override {
    if (model.integer_count() == 0) return {};
    return "the interior point method takes linear models only; this one has " +
           std::to_string(model.integer_count()) + " integer columns";
  }

 private:
  [[nodiscard]] Answer attempt(const Task& task) override {
    if (task.basis != nullptr || task.is_careful) return run_clp_alone(task, "");
    try {
      return solve_inside(task);
    } catch (const std::bad_alloc&) {
      return run_clp_alone(task, "no memory for the interior point method: solved by Clp alone");
    }
  }
};

}  // namespace

std::unique_ptr<Solver> make_interior() { return std::make_unique<InteriorBackend>(); }

}  // namespace ohmstead::solve
