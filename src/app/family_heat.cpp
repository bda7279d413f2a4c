#include "family_heat.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ohmstead::app {
namespace {

using namespace ohmstead::base;

template <class Q>
Series<Q> means(const Series<Q>& from, const std::vector<std::size_t>& groups) {
  Series<Q> to;
  std::size_t next = 0;
  for (const std::size_t group : groups) {
    Q sum;
    for (std::size_t i = 0; i < group; ++i) sum += from[next++];
    to.push_back(sum / static_cast<double>(group));
  }
  return to;
}

Series<Energy> sums(const Series<Energy>& from, const std::vector<std::size_t>& groups) {
  Series<Energy> to = means(from, groups);
  for (std::size_t i = 0; i < groups.size(); ++i) to.set(i, to[i] * static_cast<double>(groups[i]));
  return to;
}

Series<Energy> highest(const Series<Energy>& from, const std::vector<std::size_t>& groups) {
  Series<Energy> to;
  std::size_t next = 0;
  for (const std::size_t group : groups) {
    Energy most;
    for (std::size_t i = 0; i < group; ++i) most = std::max(most, from[next++]);
    to.push_back(most);
  }
  return to;
}

home::WaterHeater make_tank(const FamilyTank& from, EnergyPrice mean_import, bool is_switched) {
  home::WaterHeater heater;
  heater.id = "hot_water";
  heater.power = from.power;
  heater.is_modulating = !is_switched;
  home::WaterTank& tank = heater.tank.emplace();
  tank.capacity_kwh_per_k = from.capacity_kwh_per_k;
  tank.loss_w_per_k = 1000.0 * from.loss_kw_per_k;
  tank.temperature = from.start;
  tank.min = Celsius{5.0};
  tank.max = Celsius{75.0};
  tank.comfort = Celsius{46.0};
  tank.comfort_price_per_k_h = 0.3;
  tank.draw = from.draw;
  tank.end_value = mean_import * 0.8;
  tank.end_from = Celsius{45.0};
  tank.end_span_k = 20.0;
  tank.end_min = Celsius{45.0};
  if (is_switched) {
    heater.max_starts_per_day = 1;
    heater.days_from = home::DaysFrom::first_slot;
  }
  return heater;
}

home::ThermalZone make_room(const FamilyHome& from, std::size_t index) {
  const FamilyRoom& room = from.rooms[index];
  home::ThermalZone zone;
  zone.id = fmt::format("room_{}", index + 1);
  zone.temperature = room.air;
  zone.capacity_kwh_per_k = room.air_kwh_per_k;
  zone.loss_kw_per_k = room.air_out_kw_per_k;
  zone.mass = home::ThermalMass{room.wall_kwh_per_k, room.wall, room.air_wall_kw_per_k,
                                room.wall_out_kw_per_k};
  if (index + 1 < from.rooms.size())
    zone.couplings.push_back({fmt::format("room_{}", index + 2), from.room_coupling_kw_per_k});
  for (const double kw : from.pv.raw())
    zone.gain.push_back(Power{room.solar_factor * 10.0 * kw / from.pv_peak.value()});
  zone.low = room.low;
  zone.high = room.high;
  zone.low_price_per_k_h = 0.15;
  zone.high_price_per_k_h = 0.08;
  zone.end_value = from.mean_import() * 0.25;
  return zone;
}

home::HeatSource make_heater(const FamilyHome& from, std::size_t index, bool is_switched) {
  home::HeatSource heater;
  heater.id = fmt::format("heater_{}", index + 1);
  heater.zone = fmt::format("room_{}", index + 1);
  heater.power = from.rooms[index].heater;
  heater.cop = from.cop;
  heater.is_modulating = !is_switched;
  if (is_switched) {
    heater.switch_every = Seconds{3600};
    heater.min_on = Seconds{7200};
  }
  return heater;
}

}  // namespace

FamilyHome coarsen(const FamilyHome& from, const std::vector<std::size_t>& groups) {
  FamilyHome to = from;
  // Ends are worth what the mean price of the fine slots says.
  to.fine_mean_import = from.mean_import();
  to.import = means(from.import, groups);
  to.export_ = means(from.export_, groups);
  to.pv = means(from.pv, groups);
  to.load = means(from.load, groups);
  to.outdoor = means(from.outdoor, groups);
  to.cop = means(from.cop, groups);
  to.tank.draw = means(from.tank.draw, groups);
  for (FamilyCar& car : to.cars) {
    car.available = means(car.available, groups);
    car.trip = sums(car.trip, groups);
    car.target = highest(car.target, groups);
  }
  for (FamilyRoom& room : to.rooms) {
    room.low = means(room.low, groups);
    room.high = means(room.high, groups);
  }
  return to;
}

void add_family_whole_home(const FamilyHome& from, bool is_switched, home::Case& home) {
  home.grid.peak = home::PeakCharge{from.peak.price, from.peak.so_far, 1};
  add_family_cars(from, from.cars.size(), Power{is_switched ? 1.4 : 0.0}, home);
  home::PowerLimit wallboxes{"wallboxes", from.wallbox, {}, {}};
  for (const home::Vehicle& car : home.vehicles) wallboxes.devices.push_back(car.id);
  if (!wallboxes.devices.empty()) home.power_limits.push_back(std::move(wallboxes));
  home.water_heaters.push_back(make_tank(from.tank, from.mean_import(), is_switched));
  home.outdoor = from.outdoor;
  home::PowerLimit heat_pump{"heat_pump", from.heat_pump_limit, {}, {}};
  for (std::size_t i = 0; i < from.rooms.size(); ++i) {
    home.zones.push_back(make_room(from, i));
    home.heat_sources.push_back(make_heater(from, i, is_switched));
    heat_pump.devices.push_back(home.heat_sources.back().id);
  }
  if (!heat_pump.devices.empty()) home.power_limits.push_back(std::move(heat_pump));
}

void add_family_machines(const FamilyHome& from, home::Case& home) {
  const Seconds step{static_cast<std::int64_t>(from.step_h * 3600.0)};
  for (std::size_t i = 0; i < from.machines.size(); ++i) {
    const FamilyMachine& machine = from.machines[i];
    home::Appliance appliance;
    appliance.id = fmt::format("machine_{}", i + 1);
    appliance.profile = machine.profile;
    appliance.profile_step = step;
    appliance.earliest = home.slots.start(0) + step * machine.first_start;
    const auto length = static_cast<std::int64_t>(machine.profile.size());
    appliance.latest_end = home.slots.start(0) + step * (machine.last_start + length);
    appliance.skip_cost = Money{3.0};
    appliance.delay_cost_per_hour = Money{0.002};
    home.appliances.push_back(std::move(appliance));
  }
}

}  // namespace ohmstead::app
