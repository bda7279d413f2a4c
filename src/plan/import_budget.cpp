#include "ohmstead/plan/import_budget.hpp"

#include <algorithm>
#include <functional>

#include "peaks.hpp"
#include "power_fees.hpp"

namespace ohmstead::plan {
namespace {

using base::Power;
using base::Seconds;
using base::Time;

// What the plan takes from the grid from now on.
struct Course {
  home::Case home;  // its slots and zone
  std::vector<double> import_kw;
};

Course course_from(const home::Plan& plan, const base::Zone& zone, Time now) {
  Course course;
  std::vector<Seconds> durations;
  for (const home::PlanSlot& slot : plan.slots) {
    const Time end = slot.start + slot.duration;
    if (end <= now || (durations.empty() && slot.start > now)) continue;
    durations.push_back(end - std::max(slot.start, now));
    course.import_kw.push_back(slot.grid_import.value());
  }
  course.home.timezone = zone.name();
  course.home.slots = base::SlotGrid::make(now, durations).value_or(base::SlotGrid{});
  return course;
}

double mean_kw(const PeakWindow& window, const std::vector<double>& import_kw) {
  double mean = window.fixed_kw;
  for (const auto& [slot, factor] : window.parts) mean += factor * import_kw[slot];
  return mean;
}

// What the first window may reach and nothing becomes dearer.
double goal_kw(const Peak& peak, const std::vector<double>& import_kw) {
  std::vector<double> others = peak.so_far_kw;
  double own = std::max(peak.first_group_kw, mean_kw(peak.windows.front(), import_kw));
  std::size_t group = peak.windows.front().group;
  const std::size_t first_group = group;
  double highest = 0.0;
  for (std::size_t w = 1; w < peak.windows.size(); ++w) {
    if (peak.windows[w].group != group) {
      if (group != first_group) others.push_back(highest);
      group = peak.windows[w].group;
      highest = 0.0;
    }
    highest = std::max(highest, mean_kw(peak.windows[w], import_kw));
    if (group == first_group) own = std::max(own, highest);
  }
  if (group != first_group) others.push_back(highest);
  if (others.size() < peak.mean_of) return own;
  const auto last = others.begin() + static_cast<std::ptrdiff_t>(peak.mean_of - 1);
  std::nth_element(others.begin(), last, others.end(), std::greater<>{});
  return std::max(own, *last);
}

std::optional<home::ImportBudget> budget_of(const home::PeakCharge& charge, const base::Zone& zone,
                                            const Course& course) {
  if (charge.applies[0] <= base::Ratio{}) return {};
  const Peak peak = make_peak(course.home, charge);
  const PeakWindow& window = peak.windows.front();
  const auto& [slot, factor] = window.parts.front();
  home::ImportBudget budget;
  budget.from = course.home.slots.start(0);
  budget.until =
      std::min(course.home.slots.end(0), aligned_window(zone, budget.from, *charge.window).second);
  budget.goal = Power{goal_kw(peak, course.import_kw)};
  const double others_kw = mean_kw(window, course.import_kw) - factor * course.import_kw[slot];
  const Power mean{(budget.goal.value() - others_kw) / factor};
  budget.energy = mean * base::hours(budget.until - budget.from);
  return budget;
}

}  // namespace

std::optional<home::ImportBudget> import_budget(const home::Tariff& tariff, const base::Zone& zone,
                                                const home::Plan& plan,
                                                const std::vector<home::PeakSoFar>& so_far,
                                                Time now) {
  std::optional<home::ImportBudget> narrowest;
  if (tariff.power_fees.empty()) return narrowest;
  const Course course = course_from(plan, zone, now);
  const auto power_of = [](const home::ImportBudget& each) {
    return each.energy / base::hours(each.until - each.from);
  };
  for (const home::PeakCharge& charge : power_fees(tariff, zone, course.home.slots, so_far)) {
    const auto budget = budget_of(charge, zone, course);
    if (budget && (!narrowest || power_of(*budget) < power_of(*narrowest))) narrowest = budget;
  }
  return narrowest;
}

}  // namespace ohmstead::plan
