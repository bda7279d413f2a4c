#include "points/apply_point.hpp"

#include <algorithm>
#include <cmath>

namespace ohmstead::connect {
namespace {

using base::Celsius;
using base::Energy;
using base::Power;
using home::PointValue;

template <class List>
auto& find_or_add(List& list, const std::string& id) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const auto& each) { return each.id == id; });
  if (found != list.end()) return *found;
  auto& added = list.emplace_back();
  added.id = id;
  return added;
}

template <class List>
const auto* find(const List& list, const std::string& id) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const auto& each) { return each.id == id; });
  return found == list.end() ? nullptr : &*found;
}

Energy stored(double number, home::PointUnit unit, Energy capacity) {
  return unit == home::PointUnit::percent ? capacity * (number / 100.0) : Energy{number};
}

// Of two directions: a signed number sets both.
void set_flow(PointValue value, double number, Power& in, Power& out) {
  const bool is_in = value == PointValue::import || value == PointValue::charge;
  if (value == PointValue::power || is_in) in = Power{std::max(0.0, number)};
  if (value == PointValue::power) out = Power{std::max(0.0, -number)};
  if (value == PointValue::export_ || value == PointValue::discharge)
    out = Power{std::max(0.0, number)};
}

bool is_flow(PointValue value) {
  using enum PointValue;
  return value == power || value == import || value == export_ || value == charge ||
         value == discharge;
}

bool is_current(PointValue value) {
  using enum PointValue;
  return value == current_l1 || value == current_l2 || value == current_l3;
}

bool is_counter(PointValue value) {
  using enum PointValue;
  return value == energy || value == imported || value == exported || value == charged ||
         value == discharged;
}

void set_battery(const home::SiteBattery& battery, PointValue value, home::PointUnit unit,
                 double number, ports::Measured& into) {
  home::BatteryReading& reading = find_or_add(into.now.batteries, battery.id);
  if (is_flow(value)) set_flow(value, number, reading.charge, reading.discharge);
  if (value == PointValue::temperature) reading.temperature = Celsius{number};
  if (value != PointValue::soc) return;
  reading.soc = stored(number, unit, battery.capacity);
  into.has_soc.push_back(battery.id);
}

void set_vehicle(const home::SiteVehicle& car, PointValue value, home::PointUnit unit,
                 double number, home::DeviceReadings& devices) {
  home::VehicleReading& reading = find_or_add(devices.vehicles, car.id);
  if (value == PointValue::connected) {
    reading.is_connected = number != 0.0;
    reading.tells_plug = true;
  }
  if (value == PointValue::soc) reading.soc = stored(number, unit, car.capacity);
  if (value == PointValue::power) reading.power = Power{number};
  if (value == PointValue::charge) reading.power = Power{std::max(0.0, number)};
  if (value == PointValue::discharge && number > 0.0) reading.power = Power{-number};
}

void set_device(const std::string& id, PointValue value, double number, const home::Site& site,
                home::DeviceReadings& devices) {
  if (find(site.water_heaters, id) != nullptr) {
    auto& reading = find_or_add(devices.water_heaters, id);
    if (value == PointValue::power) reading.power = Power{number};
    if (value == PointValue::temperature) reading.temperature = Celsius{number};
  } else if (find(site.zones, id) != nullptr) {
    find_or_add(devices.zones, id).temperature = Celsius{number};
  } else if (find(site.heat_sources, id) != nullptr) {
    auto& reading = find_or_add(devices.heat_sources, id);
    if (value == PointValue::power) reading.power = Power{number};
  } else if (find(site.appliances, id) != nullptr) {
    auto& reading = find_or_add(devices.appliances, id);
    if (value == PointValue::power) reading.power = Power{number};
    if (value == PointValue::running && number != 0.0)
      reading.state = home::ApplianceState::running;
  }
}

}  // namespace

void apply_point(const home::PointReading& point, home::PointUnit unit, double number,
                 const home::Site& site, ports::Measured& into) {
  const PointValue value = point.value;
  if (is_counter(value)) {
    const auto word = home::names_of(value)[static_cast<std::size_t>(value)];
    into.meters[point.of + "." + std::string{word}] = Energy{number};
    return;
  }
  if (point.of == "grid") {
    if (value == PointValue::frequency) {
      into.now.frequency_hz = number;
      return;
    }
    if (is_current(value)) {
      into.now.highest_phase_a = std::max(into.now.highest_phase_a.value_or(0.0), std::abs(number));
      return;
    }
    set_flow(value, number, into.now.grid_import, into.now.grid_export);
    into.has_grid = true;
  } else if (point.of == "pv") {
    into.now.pv = Power{std::max(0.0, number)};
    into.has_pv = true;
  } else if (point.of == "load") {
    into.now.load = Power{std::max(0.0, number)};
    into.has_load = true;
  } else if (point.of == "outdoor") {
    into.now.outdoor = Celsius{number};
  } else if (const auto* battery = find(site.batteries, point.of)) {
    set_battery(*battery, value, unit, number, into);
  } else if (const auto* car = find(site.vehicles, point.of)) {
    set_vehicle(*car, value, unit, number, into.now.devices);
  } else {
    set_device(point.of, value, number, site, into.now.devices);
  }
}

}  // namespace ohmstead::connect
