#include "device_answers.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace ohmstead::api {
namespace {

using Json = nlohmann::ordered_json;

base::Time at(const char* text) { return base::parse_time(text).value(); }

TEST(DeviceAnswers, TellEachDeviceInItsOwnWords) {
  home::Site site;
  home::SiteVehicle& car = site.vehicles.emplace_back();
  car.id = "car";
  car.capacity = base::Energy{50.0};
  home::Case home;
  home.slots = base::SlotGrid::uniform(at("2026-03-02T10:00:00Z"), std::chrono::hours{1}, 2);
  home::Vehicle& planned = home.vehicles.emplace_back();
  planned.id = "car";
  planned.trips = {{at("2026-03-02T09:00:00Z"), at("2026-03-02T09:30:00Z"), {}},
                   {at("2026-03-03T06:30:00Z"), at("2026-03-03T16:00:00Z"), {}}};
  planned.targets = {{base::Energy{30.0}, at("2026-03-03T06:30:00Z"), {}, false}};
  home::ThermalZone& zone = home.zones.emplace_back();
  zone.id = "living";
  zone.low = base::Series<base::Celsius>{std::vector<double>{20.0, 17.0}};
  zone.high = base::Series<base::Celsius>{std::vector<double>{200.0, 24.0}};
  home::Readings now;
  now.at = at("2026-03-02T10:30:00Z");
  now.devices.vehicles = {{.id = "car",
                           .charger = "wallbox",
                           .soc = base::Energy{20.0},
                           .power = base::Power{3.5},
                           .charged = base::Energy{100.0}},
                          {.id = "stranger", .is_connected = false}};
  now.devices.water_heaters = {
      {.id = "tank", .temperature = base::Celsius{51.5}, .power = base::Power{2.0}}};
  now.devices.zones = {{.id = "living", .temperature = base::Celsius{20.5}}};
  now.devices.heat_sources = {{.id = "pump"}};
  now.devices.appliances = {{.id = "washer", .state = home::ApplianceState::done}};
  EXPECT_EQ(devices_json(site, home, now), Json::parse(R"({
    "vehicles": [
      {"id": "car", "is_connected": true, "power_kw": 3.5, "charged_kwh": 100.0,
       "discharged_kwh": 0.0, "charger": "wallbox", "soc_kwh": 20.0, "soc_pct": 40.0,
       "capacity_kwh": 50.0, "leaves_at": "2026-03-03T06:30:00Z", "target_soc_pct": 60.0,
       "target_at": "2026-03-03T06:30:00Z"},
      {"id": "stranger", "is_connected": false, "power_kw": 0.0, "charged_kwh": 0.0,
       "discharged_kwh": 0.0}],
    "water_heaters": [
      {"id": "tank", "state": "on", "power_kw": 2.0, "drawn_kwh": 0.0, "temperature_c": 51.5}],
    "zones": [{"id": "living", "temperature_c": 20.5, "low_c": 20.0}],
    "heat_sources": [{"id": "pump", "state": "off", "power_kw": 0.0, "drawn_kwh": 0.0}],
    "appliances": [
      {"id": "washer", "state": "done", "power_kw": 0.0, "used_kwh": 0.0, "drawn_kwh": 0.0}]})"));
}

TEST(DeviceAnswers, SayWhenACarComesBack) {
  home::Site site;
  site.vehicles.emplace_back().id = "car";
  site.vehicles[0].capacity = base::Energy{50.0};
  home::Case home;
  home::Vehicle& planned = home.vehicles.emplace_back();
  planned.id = "car";
  planned.trips = {{at("2026-03-02T06:30:00Z"), at("2026-03-02T16:00:00Z"), {}}};
  home::Readings now;
  now.at = at("2026-03-02T10:30:00Z");
  now.devices.vehicles = {{.id = "car", .is_connected = false}};
  const Json car = devices_json(site, home, now)["vehicles"][0];
  EXPECT_EQ(car["returns_at"], "2026-03-02T16:00:00Z");
  EXPECT_FALSE(car.contains("leaves_at"));
  EXPECT_FALSE(car.contains("soc_kwh"));
}

}  // namespace
}  // namespace ohmstead::api
