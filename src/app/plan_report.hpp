// A plan with everything a person wants to see beside it: what other ways of running the home cost.
// Thread rule: one thread.
#pragma once

#include <string>

#include "ohmstead/plan/planner.hpp"
#include "render.hpp"

namespace ohmstead::app {

// The plan's money beside that of self_use and of the same home without batteries. The rows are
// the same when the home has no battery; then there is only one.
[[nodiscard]] std::vector<MoneyRow> compare_money(plan::Planner& planner, const PlanView& view);

struct ReportOptions {
  bool is_detailed = false;
  std::size_t max_reasons = 12;
};

[[nodiscard]] std::string render_report(const PlanView& view, const std::vector<MoneyRow>& rows,
                                        const ReportOptions& options, const Style& style);

}  // namespace ohmstead::app
