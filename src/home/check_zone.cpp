#include <algorithm>

#include "check_parts.hpp"
#include "device_checks.hpp"

namespace ohmstead::home {
namespace {

void check_outdoor(const Case& home, Problems& problems) {
  if (!home.outdoor.is_empty() || problems.has_about("outdoor_c")) return;
  problems.add("outdoor_c", "is needed for zones and heat sources");
}

const ThermalZone* find_zone(const Case& home, const std::string& id) {
  const auto found = std::find_if(home.zones.begin(), home.zones.end(),
                                  [&](const ThermalZone& zone) { return zone.id == id; });
  return found == home.zones.end() ? nullptr : &*found;
}

void check_at_least(double value, double least, const std::string& path, Problems& problems) {
  if (problems.has_about(path)) return;
  if (!std::isfinite(value)) return problems.add(path, "is not a finite number");
  if (value < least) problems.add(path, fmt::format("{} must be at least {}", value, least));
}

void check_capacity(double kwh_per_k, const std::string& path, Problems& problems) {
  check_at_least(kwh_per_k, 0.0, path, problems);
  if (kwh_per_k == 0.0 && !problems.has_about(path)) problems.add(path, "must be above 0");
}

void check_mass(const ThermalMass& mass, const std::string& path, Problems& problems) {
  check_capacity(mass.capacity_kwh_per_k, join_path(path, "capacity_kwh_per_k"), problems);
  check_finite(mass.temperature.value(), join_path(path, "temperature_c"), problems);
  check_at_least(mass.coupling_kw_per_k, 0.0, join_path(path, "coupling_kw_per_k"), problems);
  check_at_least(mass.loss_kw_per_k, 0.0, join_path(path, "loss_kw_per_k"), problems);
}

bool names(const ThermalZone& zone, const std::string& neighbour) {
  return std::any_of(zone.couplings.begin(), zone.couplings.end(),
                     [&](const ZoneCoupling& coupling) { return coupling.zone == neighbour; });
}

void check_couplings(const ThermalZone& zone, const Case& home, const std::string& path,
                     Problems& problems) {
  for (std::size_t i = 0; i < zone.couplings.size(); ++i) {
    const ZoneCoupling& coupling = zone.couplings[i];
    const std::string place = join_path(join_path(path, "couplings"), i);
    const std::string zone_path = join_path(place, "zone");
    check_at_least(coupling.kw_per_k, 0.0, join_path(place, "kw_per_k"), problems);
    const ThermalZone* other = find_zone(home, coupling.zone);
    if (other == nullptr) {
      problems.add(zone_path, fmt::format("there is no zone '{}'", coupling.zone));
    } else if (coupling.zone == zone.id) {
      problems.add(zone_path, "is the zone itself");
    } else if (other < &zone && names(*other, zone.id)) {
      problems.add(zone_path, fmt::format("'{}' states this coupling already", coupling.zone));
    }
    for (std::size_t j = 0; j < i; ++j) {
      if (zone.couplings[j].zone == coupling.zone)
        problems.add(zone_path, fmt::format("'{}' is named twice", coupling.zone));
    }
  }
}

void check_comfort(const ThermalZone& zone, const Case& home, const std::string& path,
                   Problems& problems) {
  const std::size_t count = home.slots.count();
  const std::string low = join_path(path, "low_c");
  const std::string high = join_path(path, "high_c");
  if (!zone.low.is_empty()) check_series(zone.low, count, low, problems);
  if (!zone.high.is_empty()) check_series(zone.high, count, high, problems);
  check_at_least(zone.low_price_per_k_h, 0.0, join_path(path, "low_price_per_k_h"), problems);
  check_at_least(zone.high_price_per_k_h, 0.0, join_path(path, "high_price_per_k_h"), problems);
  if (zone.low.size() != count || zone.high.size() != count) return;
  for (std::size_t slot = 0; slot < count; ++slot) {
    if (zone.low[slot] <= zone.high[slot]) continue;
    return problems.add(low, fmt::format("{} is above high_c {} in slot {}", zone.low[slot].value(),
                                         zone.high[slot].value(), slot));
  }
}

void check_shares(const HeatSource& source, const Case& home, const std::string& path,
                  Problems& problems) {
  if (source.zone.empty() == source.zones.empty()) {
    return problems.add(join_path(path, "zone"), "give either this or zones");
  }
  if (!source.zone.empty() && find_zone(home, source.zone) == nullptr) {
    problems.add(join_path(path, "zone"), fmt::format("there is no zone '{}'", source.zone));
  }
  double sum = 0.0;
  for (std::size_t i = 0; i < source.zones.size(); ++i) {
    const std::string place = join_path(join_path(path, "zones"), i);
    const ZoneShare& share = source.zones[i];
    check_at_least(share.share.value(), 0.0, join_path(place, "share"), problems);
    sum += share.share.value();
    if (find_zone(home, share.zone) == nullptr) {
      problems.add(join_path(place, "zone"), fmt::format("there is no zone '{}'", share.zone));
    }
  }
  if (sum > 1.0 + 1e-9)
    problems.add(join_path(path, "zones"), fmt::format("the shares add up to {}", sum));
}

void check_cop(const HeatSource& source, const Case& home, const std::string& path,
               Problems& problems) {
  const std::string curve = join_path(path, "cop_by_outdoor");
  if (!source.cop.is_empty()) {
    check_series(source.cop, home.slots.count(), join_path(path, "cop"), problems, 0.0);
    if (!source.cop_by_outdoor.empty()) problems.add(curve, "give either this or cop");
  }
  for (std::size_t i = 0; i < source.cop_by_outdoor.size(); ++i) {
    const CopPoint& point = source.cop_by_outdoor[i];
    const std::string place = join_path(curve, i);
    check_finite(point.outdoor.value(), join_path(place, "outdoor_c"), problems);
    check_at_least(point.cop, 0.0, join_path(place, "cop"), problems);
    if (i > 0 && point.outdoor <= source.cop_by_outdoor[i - 1].outdoor)
      problems.add(join_path(place, "outdoor_c"), "must rise from point to point");
  }
}

void check_times(const HeatSource& source, const std::string& path, Problems& problems) {
  const auto check = [&](const char* key, base::Seconds time) {
    // Ten years: beyond that sums with instants may overflow.
    if (time < base::Seconds{0} || time > base::Seconds{315'360'000}) {
      problems.add(join_path(path, key), "must be between 0 and 315360000");
    }
  };
  check("switch_every_s", source.switch_every);
  check("min_on_s", source.min_on);
  check("min_off_s", source.min_off);
  if (source.on_for) check("on_for_s", *source.on_for);
  if (source.off_for) check("off_for_s", *source.off_for);
  if (source.on_for && source.off_for)
    problems.add(join_path(path, "off_for_s"), "give either this or on_for_s");
  if (source.max_starts_per_day && *source.max_starts_per_day < 0)
    problems.add(join_path(path, "max_starts_per_day"), "must be at least 0");
}

}  // namespace

void find_problems(const ThermalZone& zone, const Case& home, const std::string& path,
                   Problems& problems) {
  check_outdoor(home, problems);
  check_finite(zone.temperature.value(), join_path(path, "temperature_c"), problems);
  check_capacity(zone.capacity_kwh_per_k, join_path(path, "capacity_kwh_per_k"), problems);
  check_at_least(zone.loss_kw_per_k, 0.0, join_path(path, "loss_kw_per_k"), problems);
  if (zone.mass) check_mass(*zone.mass, join_path(path, "mass"), problems);
  check_couplings(zone, home, path, problems);
  if (!zone.gain.is_empty())
    check_series(zone.gain, home.slots.count(), join_path(path, "gain_kw"), problems);
  const std::string aperture = join_path(path, "solar_aperture_m2");
  check_at_least(zone.solar_aperture_m2, 0.0, aperture, problems);
  if (zone.solar_aperture_m2 > 0.0 && home.irradiance.is_empty() &&
      !problems.has_about("irradiance_kw_per_m2")) {
    problems.add(aperture, "needs irradiance_kw_per_m2 of the case");
  }
  check_comfort(zone, home, path, problems);
  if (zone.end_value)
    check_finite(zone.end_value->value(), join_path(path, "end_value_per_kwh"), problems);
}

void find_problems(const HeatSource& source, const Case& home, const std::string& path,
                   Problems& problems) {
  check_outdoor(home, problems);
  check_shares(source, home, path, problems);
  check_at_least(source.power.value(), 0.0, join_path(path, "power_kw"), problems);
  const std::string lowest = join_path(path, "min_kw");
  check_at_least(source.min_power.value(), 0.0, lowest, problems);
  if (source.min_power > source.power) {
    problems.add(lowest, fmt::format("{} is above power_kw {}", source.min_power.value(),
                                     source.power.value()));
  }
  if (!source.is_modulating && source.min_power > base::Power{})
    problems.add(lowest, "only a modulating source has a lowest power");
  check_cop(source, home, path, problems);
  check_times(source, path, problems);
}

}  // namespace ohmstead::home
