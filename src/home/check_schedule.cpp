#include <algorithm>

#include "check_parts.hpp"
#include "check_site_devices.hpp"
#include "ohmstead/home/manual_wish.hpp"

namespace ohmstead::home {

void find_schedule_problems(const Site& site, Problems& problems) {
  for (std::size_t i = 0; i < site.schedules.size(); ++i) {
    const SiteSchedule& schedule = site.schedules[i];
    const std::string path = join_path("schedules", i);
    if (problems.has_below(path)) continue;
    const auto kinds = manual_kinds_of(site, schedule.device);
    if (kinds.empty()) {
      problems.add(join_path(path, "device"),
                   fmt::format("'{}' is no battery, car, heater or appliance", schedule.device));
    } else if (std::find(kinds.begin(), kinds.end(), schedule.kind) == kinds.end()) {
      problems.add(join_path(path, "kind"),
                   fmt::format("{} knows {}", schedule.device, list_names(kinds)));
    }
    const bool has_aim =
        schedule.kind == ManualKind::charge || schedule.kind == ManualKind::export_;
    const bool is_battery =
        std::any_of(site.batteries.begin(), site.batteries.end(),
                    [&](const SiteBattery& battery) { return battery.id == schedule.device; });
    if (schedule.target_soc_pct && !(has_aim && is_battery))
      problems.add(join_path(path, "target_soc_pct"),
                   "only charge and export of batteries have a target");
    if (schedule.from_h == schedule.to_h)
      problems.add(join_path(path, "to_h"), "must differ from from_h");
  }
}

}  // namespace ohmstead::home
