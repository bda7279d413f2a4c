#include <algorithm>
#include <cmath>

#include "check_parts.hpp"
#include "device_checks.hpp"

namespace ohmstead::home {
namespace {

// Import and export at once, with export above import, earns without end unless limits end it.
void check_both_ways(const Case& home, Problems& problems) {
  if (home.grid.is_exclusive) return;
  const std::size_t count = std::min(home.prices.import.size(), home.prices.export_.size());
  for (std::size_t slot = 0; slot < count; ++slot) {
    const EnergyPrice spread = home.prices.export_[slot] - export_weight(home, slot) -
                               home.prices.import[slot] - import_weight(home, slot);
    if (spread <= EnergyPrice{}) continue;
    const auto ends = [&](std::optional<Power> limit, const PerSlot<EnergyPrice>& over) {
      return limit && (!over || over[slot] > spread);
    };
    if (ends(home.grid.import_limit.at(slot), home.grid.import_over_limit_price) &&
        ends(effective_export_limit(home.grid, slot), home.grid.export_over_limit_price)) {
      continue;
    }
    problems.add("grid.exclusive",
                 fmt::format("false needs limits that cost more than they earn: in slot {} the "
                             "export price is above the import price",
                             slot));
    return;
  }
}

void check_peak(const PeakCharge& peak, const Case& home, const std::string& path,
                Problems& problems) {
  const std::size_t count = home.slots.count();
  const auto add = [&](const char* key, std::string_view message) {
    problems.add(join_path(path, key), message);
  };
  check_finite(peak.price.value() + peak.so_far.value() + peak.threshold.value(), path, problems);
  if (peak.window_slots > static_cast<std::int64_t>(count))
    add("window_slots", fmt::format("{} is more than the {} slots", peak.window_slots, count));
  if (peak.window && peak.window_slots != 1) add("window_s", "give either this or window_slots");
  if (peak.window && *peak.window < base::Seconds{1}) add("window_s", "must be at least 1");
  if (peak.is_aligned && !peak.window) {
    add("aligned", "needs window_s");
  } else if (peak.is_aligned && !problems.has_about(join_path(path, "window_s")) &&
             !is_clock_raster(peak.window->count())) {
    add("window_s",
        fmt::format("{} divides neither an hour nor, in hours, a day", peak.window->count()));
  }
  if (peak.window_so_far && !peak.is_aligned) add("window_so_far_kwh", "needs aligned windows");
  if (peak.mean_of < 1) add("mean_of", "must be at least 1");
  if (peak.mean_of > 1 && peak.per == PeakPer::window && !peak.is_aligned)
    add("mean_of", "more than 1 needs aligned windows or per: day");
  if (!peak.all_so_far.is_empty() && peak.so_far > Power{})
    add("period_peaks_so_far_kw", "give either this or period_peak_so_far_kw");
  check_series(peak.all_so_far, peak.all_so_far.size(), join_path(path, "period_peaks_so_far_kw"),
               problems, 0.0);
  check_per_slot(peak.applies, count, join_path(path, "applies"), problems);
  for (const double share : peak.applies.values().raw()) {
    if (share > 1.0) add("applies", fmt::format("{} must be at most 1", share));
  }
}

void check_shares(const Series<Ratio>& shares, const std::string& path, Problems& problems) {
  if (shares.is_empty() || problems.has_about(path)) return;
  check_series(shares, shares.size(), path, problems, 0.0, 1.0);
  double sum = 0.0;
  for (const double share : shares.raw()) sum += share;
  if (shares.size() != 3) {
    problems.add(path, fmt::format("{} values for 3 phases", shares.size()));
  } else if (!(std::abs(sum - 1.0) < 1e-6)) {
    problems.add(path, fmt::format("the shares add up to {:.3f} instead of 1", sum));
  }
}

void check_phases(const Phases& phases, const Case& home, Problems& problems) {
  const std::string path = "grid.phases";
  const std::string limit = join_path(path, "limit_kw");
  if (!phases.limit && !problems.has_about(limit)) problems.add(limit, "must not be empty");
  check_per_slot(phases.limit, home.slots.count(), limit, problems);
  check_shares(phases.load_share, join_path(path, "load_share"), problems);
  check_shares(phases.pv_share, join_path(path, "pv_share"), problems);
  check_ids(phases.devices, join_path(path, "devices"), problems);
  if (phases.max_unbalance)
    check_finite(phases.max_unbalance->value(), join_path(path, "max_unbalance_kw"), problems);
}

void check_weights(const Case& home, Problems& problems) {
  const std::size_t count = home.slots.count();
  check_per_slot(home.co2, count, "co2_kg_per_kwh", problems);
  check_per_slot(home.co2_export, count, "co2_export_kg_per_kwh", problems);
  check_finite(home.objective.co2_price.value(), "objective.co2_price_per_kg", problems);
  check_finite(home.objective.self_consumption_weight.value(),
               "objective.self_consumption_weight_per_kwh", problems);
  check_finite(home.objective.peak_shaving_weight.value(), "objective.peak_shaving_weight_per_kw",
               problems);
}

}  // namespace

bool is_clock_raster(std::int64_t seconds) {
  return seconds > 0 && (3600 % seconds == 0 || (seconds % 3600 == 0 && 86400 % seconds == 0));
}

void find_grid_problems(const Case& home, Problems& problems) {
  const std::size_t count = home.slots.count();
  const Grid& grid = home.grid;
  check_per_slot(grid.import_limit, count, "grid.import_limit_kw", problems);
  check_per_slot(grid.export_limit, count, "grid.export_limit_kw", problems);
  check_per_slot(grid.import_over_limit_price, count, "grid.import_over_limit_price_per_kwh",
                 problems);
  check_per_slot(grid.export_over_limit_price, count, "grid.export_over_limit_price_per_kwh",
                 problems);
  if (grid.export_cap_share.has_value() != grid.pv_peak.has_value()) {
    problems.add(grid.pv_peak ? "grid.export_cap_share" : "grid.pv_peak_kw",
                 "a cap on export needs both export_cap_share and pv_peak_kw");
  }
  if (grid.peak) check_peak(*grid.peak, home, "grid.peak", problems);
  for (std::size_t i = 0; i < grid.peaks.size(); ++i)
    check_peak(grid.peaks[i], home, join_path("grid.peaks", i), problems);
  if (grid.phases) check_phases(*grid.phases, home, problems);
  check_weights(home, problems);
  if (!problems.has_below("grid") && !problems.has_about("co2_kg_per_kwh") &&
      !problems.has_about("co2_export_kg_per_kwh"))
    check_both_ways(home, problems);
}

void find_phase_device_problems(const Case& home, const std::set<std::string>& devices,
                                Problems& problems) {
  if (!home.grid.phases) return;
  const auto is_inverter = [&](const std::string& id) {
    return std::any_of(home.inverters.begin(), home.inverters.end(),
                       [&](const Inverter& inverter) { return inverter.id == id; });
  };
  for (std::size_t i = 0; i < home.grid.phases->devices.size(); ++i) {
    const PhaseDevice& device = home.grid.phases->devices[i];
    const std::string path = join_path("grid.phases.devices", i);
    if (!devices.contains(device.id) && !is_inverter(device.id))
      problems.add(join_path(path, "id"), fmt::format("there is no device '{}'", device.id));
    if (device.phase < 1 || device.phase > 3)
      problems.add(join_path(path, "phase"), fmt::format("{} is not 1, 2 or 3", device.phase));
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
