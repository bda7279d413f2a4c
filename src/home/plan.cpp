#include "ohmstead/home/plan.hpp"

#include <fmt/format.h>

#include "ohmstead/describe/read.hpp"
#include "ohmstead/describe/write.hpp"
#include "plan_fields.hpp"

namespace ohmstead::home {

base::Result<Plan> read_plan(const std::string& text, const std::string& file) {
  auto tree = describe::parse_json(text, file);
  if (!tree) return tl::unexpected{tree.error()};
  Plan plan;
  describe::Problems problems{file, *tree};
  describe::read_fields(*tree, plan, problems);
  if (problems.is_empty() && plan.schema != k_plan_schema) {
    problems.add("schema", fmt::format("'{}' is not {}", plan.schema, k_plan_schema));
  }
  if (!problems.is_empty()) return tl::unexpected{problems.to_error()};
  return plan;
}

std::string write_plan(const Plan& plan) { return describe::write_json(plan); }

std::string write_bill(const Bill& bill) { return describe::write_json(bill); }

}  // namespace ohmstead::home
