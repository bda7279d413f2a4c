// A home with a car by a turned clock: what is told here is what is measured.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "ohmstead/base/turned_clock.hpp"
#include "ohmstead/home/site.hpp"
#include "ohmstead/ports/home_devices.hpp"
#include "ohmstead/ports/outlook_source.hpp"

namespace ohmstead::engine::testing {

using base::Celsius;
using base::Energy;
using base::Power;

inline base::Time at(const char* text) { return *base::parse_time(text); }

// What is told here is what is measured; orders are kept.
struct Devices final : ports::HomeDevices {
  const base::Clock* clock = nullptr;
  home::Readings readings;
  std::vector<home::PlanSlot> told;
  std::vector<std::string> sun_only;
  std::string set_by_others;
  base::Result<home::Readings> read() override {
    home::Readings now = readings;
    now.at = clock->now();
    return now;
  }
  base::Result<void> follow(const home::PlanSlot& order) override {
    told.push_back(order);
    return {};
  }
  void set_sun_only(const std::vector<std::string>& devices) override { sun_only = devices; }
  [[nodiscard]] std::string kept() const override { return set_by_others; }
  void restore(const std::string& kept) override { set_by_others = kept; }

  home::VehicleReading& car(std::size_t i = 0) { return readings.devices.vehicles[i]; }
  [[nodiscard]] double told_kw(const std::string& id) const {
    const auto* slot = home::find_reading(told.back().devices, id);
    return slot == nullptr ? std::nan("") : slot->power.value();
  }
};

// Two days; cheap from two to four at night, sun around noon. May fall silent.
struct Outlooks final : ports::OutlookSource {
  bool is_silent = false;
  double sun_kw = 4.0, price = 0.30;
  base::Result<home::Outlook> outlook(base::Time now) override {
    if (is_silent) return base::fail(base::ErrorKind::not_found, "no prices");
    home::Outlook outlook;
    const base::Time start = base::floor_to(now, std::chrono::minutes{30});
    outlook.slots = base::SlotGrid::uniform(start, std::chrono::minutes{30}, 96);
    for (std::size_t t = 0; t < 96; ++t) {
      const auto of_day =
          outlook.slots.start(t) - std::chrono::floor<std::chrono::days>(outlook.slots.start(t));
      const double hour = base::hours(of_day).value();
      const bool is_cheap = hour >= 2.0 && hour < 4.0;
      outlook.spot.push_back(base::EnergyPrice{is_cheap ? 0.10 : price});
      outlook.load.push_back(Power{0.5});
      outlook.pv.push_back(Power{hour >= 11.0 && hour < 14.0 ? sun_kw : 0.0});
    }
    return outlook;
  }
};

inline home::Site make_site() {
  home::Site site;
  site.name = "Ruled home";
  site.timezone = "UTC";
  site.tariff.import.spot_factor = 1.0;
  site.tariff.export_.fixed = base::EnergyPrice{0.05};
  site.outdoor = Celsius{5.0};
  site.service.plan_within_s = 0.1;
  home::Charger box;
  box.id = "box";
  box.min = Power{1.4};
  box.max = Power{7.0};
  site.chargers.push_back(box);
  home::SiteVehicle car;
  car.id = "car";
  car.capacity = Energy{50.0};
  car.charge_efficiency = base::Ratio{1.0};
  home::Departure departure;
  departure.leave_h = 7.0;
  departure.back_h = 8.0;
  departure.target_soc_pct = 60.0;
  car.departures = {departure};
  site.vehicles.push_back(car);
  return site;
}

inline home::SiteWaterHeater make_tank(const char* id) {
  home::SiteWaterHeater tank;
  tank.id = id;
  tank.power = Power{3.0};
  tank.tank.emplace();
  tank.tank->capacity_kwh_per_k = 0.23;
  tank.tank->temperature = Celsius{50.0};
  tank.tank->min = Celsius{40.0};
  tank.tank->max = Celsius{65.0};
  return tank;
}

}  // namespace ohmstead::engine::testing
