#include "family_home.hpp"

#include <fmt/format.h>

#include <numeric>

namespace ohmstead::app {

using namespace ohmstead::base;

EnergyPrice mean(const Series<EnergyPrice>& prices) {
  const auto all = prices.raw();
  return EnergyPrice{std::accumulate(all.begin(), all.end(), 0.0) /
                     static_cast<double>(all.size())};
}

EnergyPrice FamilyHome::mean_import() const { return fine_mean_import.value_or(mean(import)); }

home::Battery make_family_battery(const FamilyBattery& from, EnergyPrice mean_import) {
  home::Battery battery;
  battery.id = "battery";
  battery.capacity = from.capacity;
  battery.soc = from.soc;
  battery.min_soc = from.capacity * 0.05;
  battery.charge = from.power;
  battery.charge_efficiency = from.leg_efficiency;
  const Power third = from.power / 3.0;
  for (const double price : {0.002, 0.004, 0.010})
    battery.charge_wear.push_back({third, EnergyPrice{price}});
  for (const double price : {0.008, 0.018, 0.035}) {
    battery.discharge_wear.push_back({third, EnergyPrice{price}});
  }
  battery.low_band = home::SocBand{from.capacity * 0.15, Money{0.02}};
  battery.high_band = home::SocBand{from.capacity * 0.90, Money{0.01}};
  for (const double share : {0.95, 0.80, 0.55}) {
    battery.end_value_steps.push_back({from.capacity / 3.0, mean_import * share});
  }
  battery.is_exclusive = false;
  return battery;
}

void add_family_cars(const FamilyHome& from, std::size_t count, Power min, home::Case& home) {
  const EnergyPrice worth = from.mean_import() * 0.85;
  for (std::size_t i = 0; i < std::min(count, from.cars.size()); ++i) {
    const FamilyCar& car = from.cars[i];
    home::Charger wallbox;
    wallbox.id = fmt::format("wallbox_{}", i + 1);
    wallbox.min = min;
    wallbox.max = Power{11.0};
    home::Vehicle vehicle;
    vehicle.id = fmt::format("car_{}", i + 1);
    vehicle.capacity = car.capacity;
    vehicle.soc = car.soc;
    vehicle.charge_efficiency = Ratio{0.92};
    vehicle.chargers = {wallbox.id};
    vehicle.available = car.available;
    vehicle.trip = car.trip;
    vehicle.public_price = EnergyPrice{3.0};
    for (std::size_t t = 0; t < home.slots.count(); ++t) {
      if (car.target[t] <= Energy{}) continue;
      vehicle.targets.push_back({car.target[t], home.slots.start(t), EnergyPrice{1.0}, false});
    }
    vehicle.end_value_steps = {{car.capacity * 0.6, worth}, {car.capacity * 0.4, EnergyPrice{}}};
    home.chargers.push_back(std::move(wallbox));
    home.vehicles.push_back(std::move(vehicle));
  }
}

void add_family_scenarios(const FamilyHome& from, home::Case& home) {
  home::ScenarioSet& set = home.scenarios.emplace();
  // Tariff 0 pays for export what import costs.
  const bool moves_export = from.tariff == 0;
  set.all = home::scenario_grid({{0.6, 0.25}, {1.0, 0.5}, {1.3, 0.25}},
                                {{0.85, 0.25}, {1.0, 0.5}, {1.25, 0.25}},
                                {{-0.03, 0.25}, {0.0, 0.5}, {0.04, 0.25}}, moves_export);
  set.is_first_slot_shared = false;
  set.cvar = home::Cvar{Ratio{0.9}, Ratio{0.3}};
}

}  // namespace ohmstead::app
