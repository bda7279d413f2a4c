#include "ohmstead/solve/from_point.hpp"

#include "backend.hpp"
#include "clp.hpp"

namespace ohmstead::solve {
namespace {

class PointBackend final : public Backend {
 public:
  explicit PointBackend(const Point& point) : Backend{"clp_primal"}, point_{&point} {}

  [[nodiscard]] std::string explain(const Model& model) const override {
    return model.integer_count() == 0 ? "" : "a point leads to the optimum of linear models only";
  }

 private:
  [[nodiscard]] Answer attempt(const Task& task) override {
    return task.is_careful ? run_clp(task, ClpMethod::dual) : run_clp_from_point(task, *point_);
  }

  const Point* point_;
};

}  // namespace

Solution solve_from_point(const Model& model, const Point& point, const Limits& limits) {
  base::expect(point.values.size() == model.costs().size() &&
                   point.basis.columns.size() == point.values.size() &&
                   point.basis.rows.size() == model.row_lower().size(),
               "a point has the sizes of its model");
  return PointBackend{point}.solve(model, limits, nullptr);
}

}  // namespace ohmstead::solve
