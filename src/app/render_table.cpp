#include <fmt/format.h>

#include <algorithm>

#include "render.hpp"

namespace ohmstead::app {
namespace {

constexpr std::size_t k_price_width = 8;
constexpr std::size_t k_energy_width = 7;

std::string header(const PlanView& view) {
  const bool has_battery = !view.home.batteries.empty();
  const std::string& currency = view.home.currency;
  const auto cell = [](std::string_view text, std::size_t width) { return pad_left(text, width); };
  std::string names =
      pad_right("", 5) + cell("price", k_price_width) + cell("feed-in", k_price_width);
  std::string units = pad_right("", 5) + cell(currency + "/kWh", k_price_width) +
                      cell(currency + "/kWh", k_price_width);
  for (const char* name : {"load", "PV", "import", "export"}) {
    names += cell(name, k_energy_width);
    units += cell("kWh", k_energy_width);
  }
  if (has_battery) {
    names += cell("battery", k_price_width) + cell("soc", 5);
    units += cell("kWh", k_price_width) + cell("%", 5);
  }
  names += cell("cost", k_price_width);
  units += cell(currency, k_price_width);
  return names + '\n' + units + '\n';
}

std::string energy_cells(const SlotGroup& group) {
  return number_cell(group.load.value(), k_energy_width, 2) +
         number_cell(group.pv_used.value(), k_energy_width, 2) +
         number_cell(group.grid_import.value(), k_energy_width, 2) +
         number_cell(group.grid_export.value(), k_energy_width, 2);
}

Ink ink_of(const SlotGroup& group) {
  if (group.charge > group.discharge + base::Energy{0.005}) return Ink::charge;
  if (group.discharge > group.charge + base::Energy{0.005}) return Ink::discharge;
  return Ink::plain;
}

std::string battery_cells(const PlanView& view, const SlotGroup& group, const Style& style) {
  const double capacity_kwh = total_capacity(view.home).value();
  const double share_pct = capacity_kwh > 0.0 ? 100.0 * group.soc.value() / capacity_kwh : 0.0;
  const double net_kwh = group.charge.value() - group.discharge.value();
  return paint(number_cell(net_kwh, k_price_width, 2, true), ink_of(group), style) +
         number_cell(share_pct, 5, 0);
}

std::string row(const PlanView& view, const SlotGroup& group, const base::Zone& zone,
                const Style& style) {
  const base::WallClock clock = zone.wall_clock(group.start);
  std::string line = fmt::format("{:02}:{:02}", clock.hour, clock.minute) +
                     number_cell(group.import_price.value(), k_price_width, 4) +
                     number_cell(group.export_price.value(), k_price_width, 4) +
                     energy_cells(group);
  if (!view.home.batteries.empty()) line += battery_cells(view, group, style);
  line += number_cell(group.cost.value(), k_price_width, 3);
  const bool is_curtailed = group.pv_curtailed > base::Energy{0.005};
  const std::string action = is_curtailed                  ? "PV down"
                             : view.home.batteries.empty() ? ""
                                                           : std::string{mode_word(group.mode)};
  if (!action.empty()) line += ' ' + paint(action, is_curtailed ? Ink::bad : ink_of(group), style);
  return line + '\n';
}

std::string sum_row(const PlanView& view, const Style& style) {
  const SlotGroup all = make_group(view, 0, view.plan.slots.size());
  std::string line = pad_right("sum", 5) + std::string(2 * k_price_width, ' ') + energy_cells(all);
  if (!view.home.batteries.empty()) line += std::string(k_price_width + 5, ' ');
  line += number_cell(all.cost.value(), k_price_width, 3);
  return paint(line, Ink::bold, style) + '\n';
}

std::string day_line(const base::Zone& zone, base::Time start) {
  return zone.format_short(start).substr(0, 10);  // "Mon 24 Jun" of "Mon 24 Jun 10:15"
}

}  // namespace

std::string_view mode_word(home::Mode mode) {
  switch (mode) {
    case home::Mode::self_use:
      return "self-use";
    case home::Mode::charge:
      return "charge";
    case home::Mode::discharge:
      return "discharge";
    case home::Mode::hold:
      return "hold";
    case home::Mode::export_:
      return "export";
  }
  return "";
}

std::string render_table(const PlanView& view, const TableOptions& options, const Style& style) {
  const base::Zone zone = zone_of(view.home);
  const auto groups = options.is_detailed ? group_by_slot(view) : group_by_hour(view, zone);
  const std::size_t shown =
      options.max_rows == 0 ? groups.size() : std::min(options.max_rows, groups.size());
  std::string text = paint(header(view), Ink::dim, style);
  base::Date day{};
  for (std::size_t i = 0; i < shown; ++i) {
    if (const base::Date today = zone.date(groups[i].start); today != day) {
      day = today;
      text += paint(day_line(zone, groups[i].start), Ink::bold, style) + '\n';
    }
    text += row(view, groups[i], zone, style);
  }
  if (shown < groups.size()) {
    text +=
        fmt::format("{} more {}\n", groups.size() - shown, options.is_detailed ? "slots" : "hours");
  }
  return text + sum_row(view, style);
}

}  // namespace ohmstead::app
