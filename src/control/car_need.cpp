#include "ohmstead/control/car_need.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ohmstead::control {
namespace {

using base::Energy;
using base::Power;
using base::Seconds;
using base::Time;

constexpr Seconds k_step{60};
constexpr std::chrono::hours k_furthest{72};
// Less than this is no reason to alarm anybody.
constexpr Energy k_slack{0.5};
constexpr std::chrono::minutes k_plug_in_within{60};

Power most_at(const CarGoal& goal, Energy soc) {
  Power most = goal.most;
  const auto& points = goal.power_by_soc;
  if (points.empty()) return most;
  if (soc <= points.front().soc) return std::min(most, points.front().power);
  for (std::size_t i = 1; i < points.size(); ++i) {
    if (soc > points[i].soc) continue;
    const double share = (soc - points[i - 1].soc) / (points[i].soc - points[i - 1].soc);
    return std::min(most, points[i - 1].power + (points[i].power - points[i - 1].power) * share);
  }
  return std::min(most, points.back().power);
}

Energy charged_in(const CarGoal& goal, Energy soc, Seconds time) {
  return most_at(goal, soc) * base::hours(time) * goal.efficiency;
}

// What it holds after charging from `from` to `to`.
Energy charge(const CarGoal& goal, Time from, Time to) {
  Energy soc = goal.soc;
  for (Time at = from; at < to && soc < goal.capacity; at += k_step)
    soc = std::min(goal.capacity, soc + charged_in(goal, soc, std::min<Seconds>(k_step, to - at)));
  return soc;
}

// From now on at full power; nothing when it would take days.
std::optional<Seconds> time_to_target(const CarGoal& goal) {
  Energy soc = goal.soc;
  Seconds passed{0};
  while (soc < goal.target - Energy{1e-6}) {
    if (passed > k_furthest) return std::nullopt;
    soc += charged_in(goal, soc, k_step);
    passed += k_step;
  }
  return passed;
}

double pct(const CarGoal& goal, Energy soc) { return 100.0 * (soc / goal.capacity); }

std::string too_late(const CarGoal& goal, const CarNeed& need, std::optional<Seconds> time,
                     Time now, const base::Zone& zone) {
  const Energy missing = goal.target - need.reachable;
  std::string text =
      fmt::format("{} will hold {:.0f} % instead of {:.0f} % at {}: {:.1f} kWh are missing",
                  goal.id, pct(goal, need.reachable), pct(goal, goal.target),
                  zone.format_short(goal.by), missing.value());
  const double hours = base::hours(goal.by - now).value();
  const double kw = need.needed.value() / std::max(0.1, hours);
  // A taper, not the charger, may be what holds it up.
  if (kw > goal.most.value() + 0.05)
    text += fmt::format("; it would need {:.1f} kW instead of {:.1f} kW", kw, goal.most.value());
  if (time) text += fmt::format("; it is ready at {}", zone.format_short(now + *time));
  return text;
}

}  // namespace

CarNeed need_of(const CarGoal& goal, Time now, const base::Zone& zone) {
  CarNeed need;
  const Energy missing = std::max(Energy{}, goal.target - goal.soc);
  need.needed = missing / std::max(0.01, goal.efficiency);
  need.reachable =
      goal.by > now ? charge(goal, now, std::min(goal.by, now + k_furthest)) : goal.soc;
  if (goal.by <= now) return need;
  const auto time = time_to_target(goal);
  if (time && now + *time <= goal.by) need.latest_start = goal.by - *time;
  if (missing < k_slack) return need;
  if (goal.target - need.reachable >= k_slack) {
    need.alarm = too_late(goal, need, time, now, zone);
  } else if (!goal.is_connected && need.latest_start &&
             *need.latest_start - now <= k_plug_in_within) {
    need.alarm = fmt::format("{} must be plugged in until {} to hold {:.0f} % at {}", goal.id,
                             zone.format_short(*need.latest_start), pct(goal, goal.target),
                             zone.format_short(goal.by));
  } else if (goal.planned && goal.target - *goal.planned >= k_slack) {
    need.alarm = fmt::format(
        "{} is planned to hold {:.0f} % instead of {:.0f} % at {}: other cars, limits or what you "
        "set leave it {:.1f} kWh less than it needs",
        goal.id, pct(goal, *goal.planned), pct(goal, goal.target), zone.format_short(goal.by),
        (goal.target - *goal.planned).value());
  }
  return need;
}

}  // namespace ohmstead::control
