#include "check_site_devices.hpp"

#include <algorithm>
#include <map>

#include "check_parts.hpp"
#include "device_checks.hpp"
#include "ohmstead/home/shared_charger.hpp"

namespace ohmstead::home {
namespace {

// A Monday, in a place without clock changes.
constexpr base::Time k_some_week = std::chrono::sys_days{std::chrono::January / 1 / 2024};

// What does not change in a site file may be a series in a case.
template <class Q>
void check_one_number(const base::Series<Q>& series, const std::string& path, Problems& problems) {
  if (series.size() > 1)
    problems.add(path, fmt::format("expected one number, found {}", series.size()));
}

void check_departures(const SiteVehicle& vehicle, const std::string& path, Problems& problems) {
  struct Away {
    LocalSpan span;
    std::size_t departure;
  };
  std::vector<Away> all;
  for (std::size_t i = 0; i < vehicle.departures.size(); ++i) {
    const Departure& departure = vehicle.departures[i];
    if (problems.has_below(join_path(path, i))) continue;
    if (departure.price && !departure.target_soc_pct)
      problems.add(join_path(join_path(path, i), "price_per_kwh"), "needs target_soc_pct");
    for (const LocalSpan& span :
         local_spans({departure.leave_h, departure.back_h, departure.days}, base::Zone::utc(),
                     k_some_week, k_some_week + std::chrono::days{8}))
      all.push_back({span, i});
  }
  for (const Away& one : all) {
    for (const Away& other : all) {
      if (other.departure >= one.departure || one.span.from >= other.span.to ||
          other.span.from >= one.span.to)
        continue;
      problems.add(join_path(path, one.departure),
                   fmt::format("overlaps {}", join_path(path, other.departure)));
    }
  }
}

void check_vehicle(const SiteVehicle& vehicle, const Case& home, const std::string& path,
                   Problems& problems) {
  check_departures(vehicle, join_path(path, "departures"), problems);
  if (home.chargers.empty()) problems.add(path, "needs one of chargers to charge at");
  find_problems(base_of(vehicle), home, path, problems);
}

// By it a charger tells which of them it has.
void check_known_as(const std::vector<SiteVehicle>& vehicles, Problems& problems) {
  std::map<std::string, std::string> taken;
  for (std::size_t i = 0; i < vehicles.size(); ++i) {
    const std::string path = join_path(join_path("vehicles", i), "known_as");
    for (std::size_t j = 0; j < vehicles[i].known_as.size(); ++j) {
      const std::string& name = vehicles[i].known_as[j];
      if (name.empty()) problems.add(join_path(path, j), "must not be empty");
      const auto [first, is_new] = taken.try_emplace(name_key(name), vehicles[i].id);
      if (!is_new)
        problems.add(join_path(path, j), fmt::format("'{}' is {} already", name, first->second));
    }
  }
}

void check_heater(const SiteWaterHeater& heater, const Case& home, const std::string& path,
                  Problems& problems) {
  check_one_number(heater.cop, join_path(path, "cop"), problems);
  if (heater.tank) {
    check_one_number(heater.tank->ambient, join_path(path, "tank.ambient_c"), problems);
    check_one_number(heater.tank->draw, join_path(path, "tank.draw_kw"), problems);
    check_one_number(heater.tank->reserve, join_path(path, "tank.reserve_kwh"), problems);
  }
  const std::string draws = join_path(path, "draws");
  if (!heater.draws.empty() && !heater.tank && !problems.has_about(join_path(path, "tank")))
    problems.add(draws, "are drawn from a tank; give either tank or daily_kwh alone");
  for (std::size_t i = 0; i < heater.draws.size(); ++i) {
    const WaterDraw& draw = heater.draws[i];
    const std::string place = join_path(draws, i);
    if (draw.litres.has_value() == draw.energy.has_value() && !problems.has_below(place))
      problems.add(place, "give either litres or heat_kwh");
  }
  find_problems(static_cast<const WaterHeater&>(heater), home, path, problems);
}

void check_zone(const Site& site, std::size_t index, const Case& home, Problems& problems) {
  const SiteZone& zone = site.zones[index];
  const std::string path = join_path("zones", index);
  check_one_number(zone.gain, join_path(path, "gain_kw"), problems);
  check_one_number(zone.low, join_path(path, "low_c"), problems);
  check_one_number(zone.high, join_path(path, "high_c"), problems);
  if (zone.solar_aperture_m2 > 0.0 && !site.sources.irradiance)
    problems.add(join_path(path, "solar_aperture_m2"), "needs sources.irradiance");
  for (std::size_t i = 0; i < zone.comfort.size(); ++i) {
    const ComfortWindow& window = zone.comfort[i];
    if (!window.low || !window.high || *window.low <= *window.high) continue;
    problems.add(join_path(join_path(join_path(path, "comfort"), i), "low_c"),
                 fmt::format("{} is above high_c {}", window.low->value(), window.high->value()));
  }
  find_problems(home.zones[index], home, path, problems);
}

void check_faults(const Site& site, const std::set<std::string>& ids, Problems& problems) {
  const auto& faults = site.simulation.faults;
  for (std::size_t i = 0; i < faults.size(); ++i) {
    const std::string path = join_path("simulation.faults", i);
    if (problems.has_below(path)) continue;
    const std::string& device = faults[i].device;
    if (device != "meter" && device != "all" && !ids.contains(device))
      problems.add(join_path(path, "device"), fmt::format("there is no device '{}'", device));
    if (faults[i].until <= faults[i].from)
      problems.add(join_path(path, "until"), "must be after from");
  }
}

// Names are names of rows in a plan, so no two kinds may share one.
template <class Device>
void check_ids_of(const std::vector<Device>& devices, const std::string& list,
                  std::set<std::string>& ids, Problems& problems) {
  check_ids(devices, list, problems);
  for (std::size_t i = 0; i < devices.size(); ++i) {
    const std::string path = join_path(join_path(list, i), "id");
    if (!ids.insert(devices[i].id).second && !problems.has_about(path))
      problems.add(path, fmt::format("'{}' is the name of another device too", devices[i].id));
  }
}

// One slot, in which the devices can be checked as those of a case.
Case make_frame(const Site& site) {
  Case home;
  home.slots = base::SlotGrid::uniform(k_some_week, std::chrono::hours{1}, 1);
  if (site.outdoor || site.sources.outdoor) home.outdoor.push_back(base::Celsius{10.0});
  if (site.sources.irradiance) home.irradiance.push_back(Power{});
  home.chargers = site.chargers;
  for (const SiteZone& zone : site.zones)
    home.zones.push_back(static_cast<const ThermalZone&>(zone));
  return home;
}

}  // namespace

void find_device_problems(const Site& site, Problems& problems) {
  const Case home = make_frame(site);
  std::set<std::string> ids;
  for (const SiteBattery& battery : site.batteries) ids.insert(battery.id);
  check_ids(site.chargers, "chargers", problems);
  check_ids_of(site.vehicles, "vehicles", ids, problems);
  check_ids_of(site.water_heaters, "water_heaters", ids, problems);
  check_ids_of(site.zones, "zones", ids, problems);
  check_ids_of(site.heat_sources, "heat_sources", ids, problems);
  check_ids_of(site.appliances, "appliances", ids, problems);
  const bool needs_outdoor = !site.zones.empty() || !site.heat_sources.empty();
  if (needs_outdoor && home.outdoor.is_empty())
    problems.add("outdoor_c", "zones and heat sources need it, or sources.outdoor");
  for (std::size_t i = 0; i < site.chargers.size(); ++i)
    find_problems(site.chargers[i], join_path("chargers", i), problems);
  for (std::size_t i = 0; i < site.vehicles.size(); ++i)
    check_vehicle(site.vehicles[i], home, join_path("vehicles", i), problems);
  check_known_as(site.vehicles, problems);
  for (std::size_t i = 0; i < site.water_heaters.size(); ++i)
    check_heater(site.water_heaters[i], home, join_path("water_heaters", i), problems);
  for (std::size_t i = 0; i < site.zones.size(); ++i) check_zone(site, i, home, problems);
  for (std::size_t i = 0; i < site.heat_sources.size(); ++i) {
    const std::string path = join_path("heat_sources", i);
    check_one_number(site.heat_sources[i].cop, join_path(path, "cop"), problems);
    find_problems(static_cast<const HeatSource&>(site.heat_sources[i]), home, path, problems);
  }
  for (std::size_t i = 0; i < site.appliances.size(); ++i)
    find_problems(static_cast<const Appliance&>(site.appliances[i]), home,
                  join_path("appliances", i), problems);
  check_faults(site, ids, problems);
}

}  // namespace ohmstead::home
