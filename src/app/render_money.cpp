#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "ohmstead/plan/speaker.hpp"
#include "readable.hpp"
#include "render.hpp"

namespace ohmstead::app {
namespace {

using base::Money;

constexpr std::size_t k_money_width = 10;

std::size_t label_width(const std::vector<MoneyRow>& rows) {
  std::size_t width = 0;
  for (const MoneyRow& row : rows) width = std::max(width, row.label.size());
  return width;
}

std::string money_cells(const home::MoneyCount& money) {
  std::string text;
  for (const Money part : {money.import_cost, money.export_revenue, money.wear,
                           money.stored_value_change, money.net_cost}) {
    text += number_cell(part.value(), k_money_width, 2);
  }
  return text;
}

std::string money_header(std::size_t first_width) {
  std::string text(first_width, ' ');
  for (const char* name : {"import", "export", "wear", "stored", "net cost"}) {
    text += pad_left(name, k_money_width);
  }
  return text + '\n';
}

void append_more(std::string& text, const char* name, Money amount, const std::string& currency) {
  if (amount == Money{}) return;
  text +=
      fmt::format("{:<28}{} {}\n", name, number_cell(amount.value(), k_money_width, 2), currency);
}

std::string status_word(home::PlanStatus status) {
  switch (status) {
    case home::PlanStatus::optimal:
      return "proven optimal";
    case home::PlanStatus::good:
      return "good, not proven optimal";
    case home::PlanStatus::fallback_last_plan:
      return "fallback: the rest of the last plan";
    case home::PlanStatus::fallback_multipass:
      return "fallback: simple passes";
    case home::PlanStatus::fallback_rules:
      return "fallback: fixed rules";
  }
  return "";
}

std::string violation_line(const home::Violation& violation, const base::Zone& zone,
                           const plan::Speaker& speaker, const Style& style) {
  const std::string text =
      fmt::format("{}: {}", zone.format_short(violation.start), speaker.violation(violation));
  return "! " + fold(readable(printable(text), style), style.columns, 2) + '\n';
}

// The first few in words, the rest as a count.
std::string render_violations(const std::vector<home::Violation>& violations,
                              const base::Zone& zone, const plan::Speaker& speaker,
                              const Style& style) {
  constexpr std::size_t k_shown = 5;
  std::string text;
  for (std::size_t i = 0; i < std::min(k_shown, violations.size()); ++i) {
    text += paint(violation_line(violations[i], zone, speaker, style), Ink::bad, style);
  }
  if (violations.size() > k_shown) {
    const std::string count = speaker.count(violations.size() - k_shown);
    text +=
        "! " + readable(speaker.say(plan::Message::more_missed, {{"count", count}}), style) + '\n';
  }
  return text;
}

std::string proof_text(const home::Plan& plan) {
  if (plan.strategy != "optimal") return fmt::format("made by strategy {}", plan.strategy);
  if (!plan.gap) return status_word(plan.status);
  std::string apart;
  if (plan.gap_rooms_apart)
    apart = fmt::format("; {} {} but for the heat between rooms",
                        number_text(plan.gap_rooms_apart->value(), 4), plan.currency);
  return fmt::format("{} (within {} {}{})", status_word(plan.status),
                     number_text(std::max(0.0, plan.gap->value()), 4), plan.currency, apart);
}

// What a row's net cost holds besides the columns of the table; empty for most homes.
std::string included_text(const MoneyRow& row, const std::string& currency) {
  std::string parts;
  const auto add = [&](const char* name, Money amount) {
    const std::string number = number_text(amount.value(), 2);
    if (number == "0.00") return;
    parts += fmt::format("{}{} {} {}", parts.empty() ? "" : ", ", name, number, currency);
  };
  add("peak charge", row.money.peak);
  add("comfort", row.money.comfort);
  add("broken bounds", row.money.missed);
  return parts.empty() ? parts : fmt::format("{}: net cost includes {}\n", row.label, parts);
}

std::string scenario_line(const home::ScenarioCosts& scenarios, const std::string& currency) {
  std::string text = fmt::format("over {} scenarios: {} expected, {} at worst",
                                 scenarios.all.size(), number_text(scenarios.expected.value(), 2),
                                 number_text(scenarios.worst.value(), 2));
  if (scenarios.cvar)
    text += fmt::format(", {} in the mean of the worst", number_text(scenarios.cvar->value(), 2));
  return text + ' ' + currency + '\n';
}

std::string compare_line(const std::string& other, Money saved, const std::string& currency,
                         const Style& style) {
  const std::string amount = number_text(std::abs(saved.value()), 2);
  if (amount == "0.00") return fmt::format("costs as much as {}\n", other);
  if (saved < Money{})
    return paint(fmt::format("costs {} {} more than {}", amount, currency, other), Ink::bad,
                 style) +
           '\n';
  return paint(fmt::format("saves {} {} against {}", amount, currency, other), Ink::good, style) +
         '\n';
}

}  // namespace

std::string render_summary(const PlanView& view, const Style& style) {
  const base::Zone zone = zone_of(view.home);
  const base::SlotGrid& slots = view.home.slots;
  const std::string name = view.home.name.empty() ? "Plan" : view.home.name;
  std::string text = paint(printable(name), Ink::bold, style);
  text += fmt::format("\n{} to {} ({}), {} slots\n", zone.format_short(slots.start(0)),
                      zone.format_short(slots.end(slots.count() - 1)), zone.name(), slots.count());
  text += proof_text(view.plan);
  if (!view.plan.solver.empty()) text += fmt::format("; made by {}", view.plan.solver);
  text += fmt::format(" in {} ms\n", number_text(view.plan.solve_ms, 2));
  for (const std::string& note : view.plan.notes)
    text += "note: " + fold(readable(printable(note), style), style.columns, 6) + '\n';
  const plan::Speaker speaker{view.home, view.plan.language};
  return text + render_violations(view.plan.violations, zone, speaker, style);
}

std::string render_money(const PlanView& view, const std::vector<MoneyRow>& rows,
                         const Style& style) {
  const std::string& currency = view.home.currency;
  const std::size_t width = std::max(label_width(rows), currency.size() + 10);
  std::string text =
      paint(pad_right("money in " + currency, width) + money_header(0), Ink::dim, style);
  for (const MoneyRow& row : rows) {
    const bool is_first = &row == &rows.front();
    text += paint(pad_right(row.label, width) + money_cells(row.money),
                  is_first ? Ink::bold : Ink::plain, style) +
            '\n';
  }
  for (const MoneyRow& row : rows) text += included_text(row, currency);
  if (view.plan.scenarios) text += scenario_line(*view.plan.scenarios, currency);
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const Money saved = rows[i].money.net_cost - rows[0].money.net_cost;
    text += compare_line(rows[i].label, saved, currency, style);
  }
  return text;
}

std::string render_bill(const home::Bill& bill, const Style& style) {
  const home::MoneyCount& money = bill.money;
  std::string text;
  const auto line = [&](const char* name, Money amount) {
    text += fmt::format("{:<28}{} {}\n", name, number_cell(amount.value(), k_money_width, 2),
                        bill.currency);
  };
  line("import", money.import_cost);
  line("less export", money.export_revenue);
  line("wear", money.wear);
  append_more(text, "peak charge", money.peak, bill.currency);
  append_more(text, "comfort", money.comfort, bill.currency);
  append_more(text, "broken bounds", money.missed, bill.currency);
  line("less gain in stored energy", money.stored_value_change);
  text += paint(fmt::format("{:<28}{} {}", "net cost",
                            number_cell(money.net_cost.value(), k_money_width, 2), bill.currency),
                Ink::bold, style) +
          '\n';
  const home::EnergyCount& energy = bill.energy;
  text += '\n';
  const auto energy_line = [&](const char* name, base::Energy amount) {
    if (amount == base::Energy{}) return;
    text += fmt::format("{:<28}{} kWh\n", name, number_cell(amount.value(), k_money_width, 2));
  };
  energy_line("load", energy.load);
  energy_line("PV used", energy.pv_used);
  energy_line("PV turned down", energy.pv_curtailed);
  energy_line("from the grid", energy.grid_import);
  energy_line("to the grid", energy.grid_export);
  energy_line("into batteries", energy.battery_charge);
  energy_line("out of batteries", energy.battery_discharge);
  const plan::Speaker speaker{home::Language::en, bill.currency, base::Zone::utc()};
  return text + render_violations(bill.violations, base::Zone::utc(), speaker, style);
}

}  // namespace ohmstead::app
