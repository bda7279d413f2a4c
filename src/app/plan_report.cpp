#include "plan_report.hpp"

#include "ohmstead/plan/make_case.hpp"

namespace ohmstead::app {
namespace {

constexpr std::size_t k_max_table_rows = 72;  // three days of hours

std::string heading(std::string_view text, const Style& style) {
  return '\n' + paint(text, Ink::bold, style) + '\n';
}

}  // namespace

std::vector<MoneyRow> compare_money(plan::Planner& planner, const PlanView& view) {
  std::vector<MoneyRow> rows{{"this plan", view.plan.money}};
  if (view.home.batteries.empty()) return rows;
  plan::PlanOptions self_use;
  self_use.strategy = plan::Strategy::self_use;
  self_use.is_explained = false;
  if (view.plan.strategy != "self_use") {
    rows.push_back({"no planning (self_use)", planner.make_plan(view.home, self_use).money});
  }
  rows.push_back(
      {"no battery", planner.make_plan(plan::without_batteries(view.home), self_use).money});
  return rows;
}

std::string render_report(const PlanView& view, const std::vector<MoneyRow>& rows,
                          const ReportOptions& options, const Style& style) {
  const TableOptions table{options.is_detailed, options.is_detailed ? 0 : k_max_table_rows};
  std::string text = render_summary(view, style);
  text += '\n' + render_chart(view, style);
  text += '\n' + render_table(view, table, style);
  text +=
      heading("What comes next, and why", style) + render_reasons(view, options.max_reasons, style);
  text += '\n' + render_money(view, rows, style);
  return text;
}

}  // namespace ohmstead::app
