#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "render.hpp"

namespace ohmstead::app {
namespace {

constexpr std::size_t k_label_width = 14;
constexpr std::size_t k_levels = 8;  // heights within one line of text

// What the chart draws, one value per column; signed ones hang below the zero line.
struct Panel {
  std::string name;
  std::string unit;
  std::size_t lines = 3;
  int decimals = 2;
  Ink ink = Ink::plain;
  Ink ink_below = Ink::plain;
  std::vector<double> values{};
  double low = 0.0;
  double high = 0.0;
};

// Lengths of a column, in minutes, that people can read on the axis.
constexpr std::array<std::int64_t, 18> k_steps_min{1,  2,   5,   10,  15,  20,  30,   45,   60,
                                                   90, 120, 180, 240, 360, 720, 1440, 2880, 10080};

base::Seconds choose_step(base::Seconds horizon, std::size_t columns) {
  for (const std::int64_t step_min : k_steps_min) {
    const base::Seconds step = std::chrono::minutes{step_min};
    if ((horizon + step - base::Seconds{1}) / step <= static_cast<std::int64_t>(columns))
      return step;
  }
  const auto count = static_cast<std::int64_t>(columns);
  return base::Seconds{(horizon.count() + count - 1) / count};
}

// The share of a slot's mean that lies in each column; slots may be longer or shorter than columns.
class ColumnMeans {
 public:
  ColumnMeans(const PlanView& view, base::Seconds step, std::size_t count)
      : view_{&view}, step_{step}, sums_(count, 0.0), seconds_(count, 0.0) {}

  template <class Value>
  std::vector<double> of(Value value) {
    std::fill(sums_.begin(), sums_.end(), 0.0);
    std::fill(seconds_.begin(), seconds_.end(), 0.0);
    const base::SlotGrid& slots = view_->home.slots;
    const base::Time origin = slots.start(0);
    for (std::size_t i = 0; i < slots.count(); ++i) {
      for (base::Time at = slots.start(i); at < slots.end(i);) {
        const auto column = static_cast<std::size_t>((at - origin) / step_);
        const base::Time next =
            std::min(slots.end(i), origin + step_ * static_cast<std::int64_t>(column + 1));
        const auto length = static_cast<double>((next - at).count());
        sums_[column] += value(i) * length;
        seconds_[column] += length;
        at = next;
      }
    }
    std::vector<double> means(sums_.size());
    for (std::size_t c = 0; c < means.size(); ++c) means[c] = sums_[c] / std::max(1.0, seconds_[c]);
    return means;
  }

 private:
  const PlanView* view_;
  base::Seconds step_;
  std::vector<double> sums_;
  std::vector<double> seconds_;
};

void set_scale(Panel& panel) {
  panel.low = std::min(0.0, *std::min_element(panel.values.begin(), panel.values.end()));
  panel.high = std::max(0.0, *std::max_element(panel.values.begin(), panel.values.end()));
}

double sum_over(const home::PlanSlot& slot, base::Power home::InverterSlot::* member) {
  double sum = 0.0;
  for (const home::InverterSlot& inverter : slot.inverters) sum += (inverter.*member).value();
  return sum;
}

std::vector<Panel> make_panels(const PlanView& view, base::Seconds step, std::size_t count) {
  ColumnMeans means{view, step, count};
  const auto& slots = view.plan.slots;
  std::vector<Panel> panels;
  panels.push_back({"price", view.home.currency + "/kWh", 3, 3, Ink::price, Ink::good});
  panels.back().values =
      means.of([&](std::size_t i) { return view.home.prices.import[i].value(); });
  panels.push_back({"PV", "kW", 2, 2, Ink::pv, Ink::pv});
  panels.back().values = means.of([&](std::size_t i) {
    return slots[i].pv_used.value() + sum_over(slots[i], &home::InverterSlot::pv_used);
  });
  panels.push_back({"load", "kW", 2, 2, Ink::load, Ink::load});
  panels.back().values = means.of([&](std::size_t i) { return slots[i].load.value(); });
  for (Panel& panel : panels) set_scale(panel);
  // PV and load on one scale, so that their heights can be compared.
  panels[1].high = panels[2].high = std::max(panels[1].high, panels[2].high);
  if (view.home.batteries.empty()) return panels;
  panels.push_back({"battery", "kW", 4, 2, Ink::charge, Ink::discharge});
  panels.back().values = means.of([&](std::size_t i) {
    double net_kw = 0.0;
    for (const home::BatterySlot& b : slots[i].batteries)
      net_kw += b.charge.value() - b.discharge.value();
    return net_kw;
  });
  set_scale(panels.back());
  panels.push_back({"stored", "%", 3, 0, Ink::stored, Ink::stored});
  const double capacity_kwh = std::max(1e-9, total_capacity(view.home).value());
  panels.back().values = means.of([&](std::size_t i) {
    double soc_kwh = 0.0;
    for (const home::BatterySlot& b : slots[i].batteries) soc_kwh += b.soc.value();
    return 100.0 * soc_kwh / capacity_kwh;
  });
  panels.back().high = 100.0;
  return panels;
}

// The character for `eighths` (0..8) of a cell, filled from below or, hanging, from above.
std::string cell_text(long eighths, bool is_hanging, const Style& style) {
  static constexpr std::array<const char*, 9> k_blocks{" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  const auto level = static_cast<std::size_t>(std::clamp(eighths, 0L, 8L));
  if (!style.is_unicode) {
    if (is_hanging) return level == 0 ? " " : level < 5 ? "'" : "#";
    return level == 0 ? " " : level < 3 ? "." : level < 6 ? ":" : "#";
  }
  if (!is_hanging) return k_blocks[level];
  return level == 0 ? " " : level < 3 ? "▔" : level < 7 ? "▀" : "█";
}

std::string label(const Panel& panel, std::size_t line, std::size_t above, std::size_t total) {
  std::string text;
  if (line == 0) text = number_text(panel.high, panel.decimals);
  if (line == 1) text = panel.unit;
  if (line + 1 == total && line > 1 && total > above) text = number_text(panel.low, panel.decimals);
  const std::string name = line == 0 ? panel.name : "";
  if (line == 1 && total == 2) return pad_left(text, k_label_width - 1) + ' ';
  const std::size_t rest = k_label_width - 1 - std::min(k_label_width - 1, name.size());
  return name + pad_left(text, rest) + ' ';
}

std::string render_panel(Panel panel, std::size_t stretch, const Style& style) {
  const double span = panel.high - panel.low;
  if (span <= 0.0) panel.high = 1.0;
  const bool has_below = panel.low < 0.0;
  const bool has_above = panel.high > 0.0;
  std::size_t above = panel.lines;
  if (has_below && has_above) {
    const double share = panel.high / span * static_cast<double>(panel.lines);
    above =
        std::clamp<std::size_t>(static_cast<std::size_t>(std::lround(share)), 1, panel.lines - 1);
  } else if (has_below) {
    above = 0;
  }
  const std::size_t below = panel.lines - above;
  // One height for a line above and below zero, so that both directions compare.
  const double line_up = above > 0 ? panel.high / static_cast<double>(above) : 0.0;
  const double line_down = below > 0 && has_below ? -panel.low / static_cast<double>(below) : 0.0;
  const double per_line = std::max({line_up, line_down, 1e-12});
  std::string text;
  for (std::size_t line = 0; line < panel.lines; ++line) {
    const bool is_hanging = line >= above;
    const auto floor = static_cast<double>(is_hanging ? line - above : above - line - 1);
    std::string cells;
    for (const double value : panel.values) {
      const double height = (is_hanging ? -value : value) / per_line - floor;
      const long eighths = std::lround(std::min(height, 1.0) * static_cast<double>(k_levels));
      for (std::size_t i = 0; i < stretch; ++i) cells += cell_text(eighths, is_hanging, style);
    }
    while (!cells.empty() && cells.back() == ' ') cells.pop_back();
    std::string front = label(panel, line, above, panel.lines);
    if (cells.empty()) front.pop_back();  // no space at the end of a line
    text += front + paint(cells, is_hanging ? panel.ink_below : panel.ink, style) + '\n';
  }
  return text;
}

// Local hours under the columns; days where there is room for no more.
std::string render_axis(const PlanView& view, base::Seconds step, std::size_t count,
                        std::size_t stretch) {
  const base::Zone zone = zone_of(view.home);
  const base::Time origin = view.home.slots.start(0);
  const double columns_per_day =
      86400.0 / static_cast<double>(step.count()) * static_cast<double>(stretch);
  const int every_h = columns_per_day >= 100  ? 1
                      : columns_per_day >= 40 ? 3
                      : columns_per_day >= 20 ? 6
                      : columns_per_day >= 10 ? 12
                                              : 24;
  std::string hours(count * stretch, ' '), days(count * stretch, ' ');
  const auto place = [](std::string& line, std::size_t at, const std::string& text) {
    const bool is_free = at == 0 || line[at - 1] == ' ';
    if (at + text.size() <= line.size() && is_free &&
        line.substr(at, text.size()).find_first_not_of(' ') == std::string::npos) {
      line.replace(at, text.size(), text);
    }
  };
  // "Mon 24" of "Mon 24 Jun 10:15", or "24 Jun" where a column is a day or more.
  const std::size_t day_at = step >= base::Seconds{86400} ? 4 : 0;
  const auto day_text = [&](base::Time time) { return zone.format_short(time).substr(day_at, 6); };
  place(days, 0, day_text(origin));
  for (std::size_t column = 0; column < count; ++column) {
    const base::Time start = origin + step * static_cast<std::int64_t>(column);
    for (base::Time hour = base::floor_to(start + base::Seconds{899}, base::Seconds{900});
         hour < start + step; hour += std::chrono::minutes{15}) {
      const base::WallClock clock = zone.wall_clock(hour);
      if (clock.minute != 0 || clock.hour % every_h != 0) continue;
      place(hours, column * stretch, fmt::format("{:02}", clock.hour));
      if (clock.hour == 0 && column > 0) place(days, column * stretch, day_text(hour));
    }
  }
  std::string text;
  for (std::string* line : {&hours, &days}) {
    if (line == &hours && every_h == 24) continue;
    line->erase(line->find_last_not_of(' ') + 1);
    text += std::string(k_label_width, ' ') + *line + '\n';
  }
  return text;
}

}  // namespace

std::string render_chart(const PlanView& view, const Style& style) {
  const std::size_t width = style.columns - k_label_width;
  const base::Seconds horizon =
      view.home.slots.end(view.home.slots.count() - 1) - view.home.slots.start(0);
  const base::Seconds step = choose_step(horizon, width);
  const auto count = static_cast<std::size_t>((horizon + step - base::Seconds{1}) / step);
  const std::size_t stretch = std::max<std::size_t>(1, width / count);
  std::string text;
  for (const Panel& panel : make_panels(view, step, count))
    text += render_panel(panel, stretch, style);
  return text + render_axis(view, step, count, stretch);
}

}  // namespace ohmstead::app
