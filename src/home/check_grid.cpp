#include <algorithm>

#include "check_parts.hpp"
#include "device_checks.hpp"

namespace ohmstead::home {
namespace {

// Import and export at once, with export above import, earns without end unless limits end it. What
// pays is decided slot by slot, so a charge on the highest import of all slots cannot be weighed.
void check_both_ways(const Case& home, Problems& problems) {
  if (home.grid.is_exclusive) return;
  if (home.grid.peak) problems.add("grid.exclusive", "false cannot go with a peak charge");
  const std::size_t count = std::min(home.prices.import.size(), home.prices.export_.size());
  for (std::size_t slot = 0; slot < count; ++slot) {
    const EnergyPrice spread = home.prices.export_[slot] - home.prices.import[slot];
    if (spread <= EnergyPrice{}) continue;
    const auto ends = [&](const PerSlot<Power>& limit, const PerSlot<EnergyPrice>& over) {
      return limit && (!over || over[slot] > spread);
    };
    if (ends(home.grid.import_limit, home.grid.import_over_limit_price) &&
        ends(home.grid.export_limit, home.grid.export_over_limit_price)) {
      continue;
    }
    problems.add("grid.exclusive",
                 fmt::format("false needs limits that cost more than they earn: in slot {} the "
                             "export price is above the import price",
                             slot));
    return;
  }
}

}  // namespace

void find_grid_problems(const Case& home, Problems& problems) {
  const std::size_t count = home.slots.count();
  const Grid& grid = home.grid;
  check_per_slot(grid.import_limit, count, "grid.import_limit_kw", problems);
  check_per_slot(grid.export_limit, count, "grid.export_limit_kw", problems);
  check_per_slot(grid.import_over_limit_price, count, "grid.import_over_limit_price_per_kwh",
                 problems);
  check_per_slot(grid.export_over_limit_price, count, "grid.export_over_limit_price_per_kwh",
                 problems);
  if (!problems.has_below("grid")) check_both_ways(home, problems);
  if (grid.peak && grid.peak->window_slots > static_cast<std::int64_t>(count)) {
    problems.add("grid.peak.window_slots",
                 fmt::format("{} is more than the {} slots", grid.peak->window_slots, count));
  }
}

void find_power_limit_problems(const Case& home, const std::set<std::string>& devices,
                               Problems& problems) {
  check_ids(home.power_limits, "power_limits", problems);
  for (std::size_t i = 0; i < home.power_limits.size(); ++i) {
    const PowerLimit& limit = home.power_limits[i];
    const std::string path = join_path("power_limits", i);
    if (!limit.limit && !problems.has_about(join_path(path, "limit_kw")))
      problems.add(join_path(path, "limit_kw"), "must not be empty");
    check_per_slot(limit.limit, home.slots.count(), join_path(path, "limit_kw"), problems);
    if (limit.price) check_finite(limit.price->value(), join_path(path, "price_per_kwh"), problems);
    const std::string list = join_path(path, "devices");
    if (limit.devices.empty() && !problems.has_about(list)) problems.add(list, "must not be empty");
    std::set<std::string> seen;
    for (std::size_t k = 0; k < limit.devices.size(); ++k) {
      const std::string& id = limit.devices[k];
      if (!devices.contains(id))
        problems.add(join_path(list, k), fmt::format("there is no device '{}' to plan", id));
      if (!seen.insert(id).second)
        problems.add(join_path(list, k), fmt::format("'{}' stands there twice", id));
    }
  }
}

}  // namespace ohmstead::home
