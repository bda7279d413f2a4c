#include "ohmstead/home/shared_charger.hpp"

#include <algorithm>
#include <cctype>
#include <set>
#include <utility>

namespace ohmstead::home {
namespace {

template <class List>
bool has_id(const List& list, const std::string& id) {
  return std::any_of(list.begin(), list.end(), [&](const auto& each) { return each.id == id; });
}

std::set<std::string> named_by_connections(const Site& site) {
  std::set<std::string> named;
  for (const Connection& each : site.connections) {
    for (const PairedDevice& device : each.devices) named.insert(device.ours);
    for (const PointReading& reading : each.readings) named.insert(reading.of);
    for (const PointCommands& commands : each.commands) named.insert(commands.device);
  }
  return named;
}

}  // namespace

bool is_shared_charger(const Site& site, const std::string& id) {
  const auto charger = std::find_if(site.chargers.begin(), site.chargers.end(),
                                    [&](const Charger& each) { return each.id == id; });
  if (charger == site.chargers.end()) return false;
  const bool is_other = has_id(site.batteries, id) || has_id(site.vehicles, id) ||
                        has_id(site.water_heaters, id) || has_id(site.zones, id) ||
                        has_id(site.heat_sources, id) || has_id(site.appliances, id);
  const auto users = std::count_if(site.vehicles.begin(), site.vehicles.end(),
                                   [&](const SiteVehicle& car) { return can_use(car, *charger); });
  return !is_other && users > 1;
}

std::vector<std::string> shared_chargers(const Site& site) {
  const std::set<std::string> named = named_by_connections(site);
  std::vector<std::string> shared;
  for (const Charger& each : site.chargers) {
    if (named.contains(each.id) && is_shared_charger(site, each.id)) shared.push_back(each.id);
  }
  return shared;
}

std::string name_key(std::string_view name) {
  std::string key{name};
  std::transform(key.begin(), key.end(), key.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return key;
}

bool is_known_as(const SiteVehicle& car, std::string_view name) {
  return std::any_of(car.known_as.begin(), car.known_as.end(),
                     [&](const std::string& each) { return name_key(each) == name_key(name); });
}

Site with_stand_ins(Site site) {
  for (const std::string& id : shared_chargers(site)) {
    SiteVehicle stand_in;
    stand_in.id = id;
    stand_in.capacity = k_stand_in_capacity;
    stand_in.chargers = {id};
    site.vehicles.push_back(std::move(stand_in));
  }
  return site;
}

}  // namespace ohmstead::home
