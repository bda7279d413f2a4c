#include "device_answers.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace ohmstead::api {
namespace {

using Json = nlohmann::ordered_json;

double kw(base::Power power) { return power.value(); }

template <class Device>
const Device* find_device(const std::vector<Device>& devices, const std::string& id) {
  const auto found = std::find_if(devices.begin(), devices.end(),
                                  [&](const Device& device) { return device.id == id; });
  return found == devices.end() ? nullptr : &*found;
}

// When it leaves next by the case, and what it shall hold then.
void add_departure(const home::Case& home, const home::SiteVehicle& car, base::Time now,
                   Json& json) {
  const home::Vehicle* planned = find_device(home.vehicles, car.id);
  if (planned == nullptr) return;
  for (const home::Trip& trip : planned->trips) {
    if (trip.leave <= now && now < trip.back) json["returns_at"] = base::format_time(trip.back);
    if (trip.leave <= now) continue;
    json["leaves_at"] = base::format_time(trip.leave);
    break;
  }
  for (const home::SocTarget& target : planned->targets) {
    if (target.by <= now) continue;
    json["target_soc_pct"] = 100.0 * target.soc.value() / car.capacity.value();
    json["target_at"] = base::format_time(target.by);
    break;
  }
}

Json vehicle_json(const home::Site& site, const home::Case& home, base::Time now,
                  const home::VehicleReading& reading) {
  Json json{{"id", reading.id},
            {"is_connected", reading.is_connected},
            {"power_kw", kw(reading.power)},
            {"charged_kwh", reading.charged.value()},
            {"discharged_kwh", reading.discharged.value()}};
  if (!reading.charger.empty()) json["charger"] = reading.charger;
  const home::SiteVehicle* car = find_device(site.vehicles, reading.id);
  if (reading.soc) json["soc_kwh"] = reading.soc->value();
  if (car == nullptr) return json;
  if (reading.soc) json["soc_pct"] = 100.0 * reading.soc->value() / car->capacity.value();
  json["capacity_kwh"] = car->capacity.value();
  add_departure(home, *car, now, json);
  return json;
}

Json water_heater_json(const home::WaterHeaterReading& reading) {
  Json json{{"id", reading.id},
            {"state", kw(reading.power) > 0.0 ? "on" : "off"},
            {"power_kw", kw(reading.power)},
            {"drawn_kwh", reading.drawn.value()}};
  if (reading.temperature) json["temperature_c"] = reading.temperature->value();
  if (reading.heat_today) json["heat_today_kwh"] = reading.heat_today->value();
  return json;
}

Json zone_json(const home::Case& home, base::Time now, const home::ZoneReading& reading) {
  Json json{{"id", reading.id}};
  if (reading.temperature) json["temperature_c"] = reading.temperature->value();
  if (reading.mass_temperature) json["mass_temperature_c"] = reading.mass_temperature->value();
  const home::ThermalZone* planned = find_device(home.zones, reading.id);
  const auto slot = home.slots.is_empty() ? std::nullopt : home.slots.find(now);
  if (planned == nullptr || !slot) return json;
  // Edges that no room comes near stand for none.
  if (!planned->low.is_empty() && planned->low[*slot].value() > -100.0)
    json["low_c"] = planned->low[*slot].value();
  if (!planned->high.is_empty() && planned->high[*slot].value() < 200.0)
    json["high_c"] = planned->high[*slot].value();
  return json;
}

}  // namespace

Json devices_json(const home::Site& site, const home::Case& home, const home::Readings& readings) {
  Json json;
  const home::DeviceReadings& devices = readings.devices;
  const auto add = [&](const char* list, const auto& all, const auto& to_json) {
    json[list] = Json::array();
    for (const auto& each : all) json[list].push_back(to_json(each));
  };
  add("vehicles", devices.vehicles,
      [&](const auto& each) { return vehicle_json(site, home, readings.at, each); });
  add("water_heaters", devices.water_heaters,
      [](const auto& each) { return water_heater_json(each); });
  add("zones", devices.zones, [&](const auto& each) { return zone_json(home, readings.at, each); });
  add("heat_sources", devices.heat_sources, [](const home::HeatSourceReading& each) {
    return Json{{"id", each.id},
                {"state", kw(each.power) > 0.0 ? "on" : "off"},
                {"power_kw", kw(each.power)},
                {"drawn_kwh", each.drawn.value()}};
  });
  add("appliances", devices.appliances, [](const home::ApplianceReading& each) {
    return Json{{"id", each.id},
                {"state", names_of(each.state)[static_cast<std::size_t>(each.state)]},
                {"power_kw", kw(each.power)},
                {"used_kwh", each.used.value()},
                {"drawn_kwh", each.drawn.value()}};
  });
  return json;
}

}  // namespace ohmstead::api
