// What field tables cannot say of inverters, and of curves of efficiency, which batteries have too.
#include <fmt/format.h>

#include "check_parts.hpp"
#include "device_checks.hpp"

namespace ohmstead::home {

// More power outside must not make the inside get less, nor give less.
void find_problems(const Efficiency& efficiency, CurveUse use, const std::string& path,
                   Problems& problems) {
  const auto& points = efficiency.points();
  if (points.empty() || problems.has_below(path)) return;
  double last_outside = 0.0, last_inside = 0.0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const std::string place = join_path(path, i);
    const double outside = points[i].power.value(), share = points[i].efficiency.value();
    check_finite(outside + share, place, problems);
    if (!(share > 0.0 && share <= 1.0))
      return problems.add(join_path(place, "efficiency"), "must be above 0 and at most 1");
    if (!(outside > last_outside))
      return problems.add(join_path(place, "kw"), "must be above 0 and rise from point to point");
    const double inside = use.is_inward ? outside * share : outside / share;
    if (!(inside > last_inside)) {
      problems.add(join_path(place, "efficiency"),
                   fmt::format("{} {:.4g} kW at {} kW, no more than the point before", use.verb,
                               inside, outside));
    }
    last_outside = outside;
    last_inside = inside;
  }
}

void find_problems(const Inverter& inverter, const Case& home, const std::string& path,
                   Problems& problems) {
  const std::string to_ac = join_path(path, "efficiency");
  const std::string from_ac =
      inverter.charge_efficiency ? join_path(path, "charge_efficiency") : to_ac;
  find_problems(inverter.efficiency, {false, "takes"}, to_ac, problems);
  find_problems(charge_curve(inverter), {true, "passes"}, from_ac, problems);
  if (inverter.pv.is_empty()) return;
  check_series(inverter.pv, home.slots.count(), join_path(path, "pv_kw"), problems, 0.0);
  if (!inverter.is_hybrid)
    problems.add(join_path(path, "pv_kw"), "only a hybrid inverter has PV of its own");
}

}  // namespace ohmstead::home
