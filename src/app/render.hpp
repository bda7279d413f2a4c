// A plan as text for people: table, chart, reasons, money. Pure functions; the text ends with a
// newline and fits style.columns (80) columns. Times are local to the case, energies kWh, prices
// and money in the case's currency. Precondition of all that take a PlanView: fits(view).
//
//   std::string text = render_chart({home, plan}, style) + render_table({home, plan}, {}, style);
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "ohmstead/home/bill.hpp"
#include "slot_groups.hpp"
#include "style.hpp"

namespace ohmstead::app {

struct TableOptions {
  bool is_detailed = false;  // one row per slot instead of one per hour
  std::size_t max_rows = 0;  // 0: all; what is left out is said
};

// One row per hour: prices, load, PV, grid, battery, state of charge, money, what the battery does.
[[nodiscard]] std::string render_table(const PlanView& view, const TableOptions& options,
                                       const Style& style);

// Price, PV and load, battery power and state of charge over the whole horizon.
[[nodiscard]] std::string render_chart(const PlanView& view, const Style& style);

// The first `max_blocks` decisions; consecutive slots with the same decision are one block.
[[nodiscard]] std::string render_reasons(const PlanView& view, std::size_t max_blocks,
                                         const Style& style);

// Who made the plan, for which time, how sure it is, what was bent or assumed.
[[nodiscard]] std::string render_summary(const PlanView& view, const Style& style);

struct MoneyRow {
  std::string label;
  home::MoneyCount money;
};

// What the plan costs beside what other ways of running the home cost; the first row is the plan.
[[nodiscard]] std::string render_money(const PlanView& view, const std::vector<MoneyRow>& rows,
                                       const Style& style);

[[nodiscard]] std::string render_bill(const home::Bill& bill, const Style& style);

// "self-use", "charge", ...
[[nodiscard]] std::string_view mode_word(home::Mode mode);

}  // namespace ohmstead::app
