#include "make_devices.hpp"

#include <algorithm>
#include <cmath>

namespace ohmstead::plan {
namespace {

using base::Celsius;
using base::Energy;
using base::Power;
using base::Seconds;
using base::Series;
using base::SlotGrid;
using base::Time;
using home::find_reading;
using home::LocalSpan;

constexpr Seconds k_late{3600};          // a car may leave this much later
constexpr Seconds k_comes_within{3600};  // that is not there although it should be
constexpr Seconds k_day{24 * 3600};
constexpr Seconds k_told_within{3 * 3600};  // heating meets by then what was drawn beyond
constexpr Seconds k_rest_step{60};          // of what is left of a run

Time end_of(const SlotGrid& slots) { return slots.end(slots.count() - 1); }

// One number of a site file, slot by slot.
template <class Q>
void spread(Series<Q>& series, std::size_t count) {
  if (series.size() == 1) series = Series<Q>{count, series[0]};
}

struct Plan {
  home::Trip trip;
  const home::Departure* departure;
};

// Trips in order, none over another; also the first beyond the horizon, for its target.
std::vector<Plan> trips_of(const home::SiteVehicle& vehicle, const SlotGrid& slots,
                           const base::Zone& zone) {
  std::vector<Plan> trips;
  for (const home::Departure& each : vehicle.departures) {
    for (const LocalSpan& span : home::local_spans({each.leave_h, each.back_h, each.days}, zone,
                                                   slots.start(0), end_of(slots) + k_day))
      trips.push_back({{span.from, span.to, each.energy}, &each});
  }
  std::sort(trips.begin(), trips.end(),
            [](const Plan& a, const Plan& b) { return a.trip.leave < b.trip.leave; });
  // Clock changes can push one trip into the next.
  for (std::size_t i = 1; i < trips.size(); ++i)
    trips[i].trip.leave = std::max(trips[i].trip.leave, trips[i - 1].trip.back);
  std::erase_if(trips, [](const Plan& each) { return each.trip.leave >= each.trip.back; });
  return trips;
}

// What is measured now goes before the site file; see the header.
void meet_reality(std::vector<Plan>& trips, bool is_connected, const SlotGrid& slots) {
  const Time now = slots.start(0);
  const bool is_trip = !trips.empty() && trips.front().trip.leave <= now;
  if (is_connected && is_trip) {
    home::Trip& trip = trips.front().trip;
    const bool is_late = now - trip.leave < k_late && slots.end(0) < trip.back;
    if (is_late)
      trip.leave = slots.end(0);
    else
      trips.erase(trips.begin());
  } else if (!is_connected && !is_trip) {
    const Time next = trips.empty() ? Time::max() : trips.front().trip.leave;
    trips.insert(trips.begin(), {{now, std::min(now + k_comes_within, next), {}}, nullptr});
  }
}

home::Vehicle make_vehicle(const home::SiteVehicle& from, const home::Case& home,
                           const base::Zone& zone, const home::VehicleReading* reading) {
  home::Vehicle car = base_of(from);
  std::vector<Plan> trips = trips_of(from, home.slots, zone);
  if (reading != nullptr) {
    if (reading->soc) car.soc = *reading->soc;
    meet_reality(trips, reading->is_connected, home.slots);
    const auto is_here = [&](const home::Charger& charger) {
      return charger.id == reading->charger && can_use(from, charger);
    };
    if (reading->is_connected && std::any_of(home.chargers.begin(), home.chargers.end(), is_here))
      car.chargers = {reading->charger};
  }
  for (const Plan& each : trips) {
    if (each.trip.leave < end_of(home.slots)) car.trips.push_back(each.trip);
    if (each.departure == nullptr || !each.departure->target_soc_pct) continue;
    car.targets.push_back({car.capacity * (*each.departure->target_soc_pct / 100.0),
                           each.trip.leave, each.departure->price, false});
  }
  return car;
}

// Mean heat of the draws in each slot.
void add_draws(Series<Power>& draw, const std::vector<home::WaterDraw>& draws,
               const SlotGrid& slots, const base::Zone& zone) {
  if (draws.empty()) return;
  if (draw.is_empty()) draw = Series<Power>{slots.count()};
  for (const home::WaterDraw& each : draws) {
    for (const LocalSpan& span : home::local_spans(each, zone, slots.start(0), end_of(slots))) {
      const Power power = heat_of(each) / base::hours(span.to - span.from);
      for (std::size_t t = 0; t < slots.count(); ++t) {
        const Time from = std::max(span.from, slots.start(t));
        const Time to = std::min(span.to, slots.end(t));
        if (from < to) draw.set(t, draw[t] + power * (base::hours(to - from) / slots.hours(t)));
      }
    }
  }
}

// More may be drawn than is expected, until what is measured tells: what a run of draws may take
// beyond it, at the end of each slot.
void add_reserve(home::WaterTank& tank, double draws_vary_pct, const SlotGrid& slots) {
  if (!tank.min || tank.draw.is_empty() || draws_vary_pct <= 0.0) return;
  if (tank.reserve.is_empty()) tank.reserve = Series<Energy>{slots.count()};
  std::size_t first = 0;  // of the run, or of what of it nothing measured tells in time
  Energy drawn;
  const auto heat = [&](std::size_t t) { return tank.draw[t] * slots.hours(t); };
  for (std::size_t t = 0; t < slots.count(); ++t) {
    drawn += heat(t);
    for (; slots.start(first) + k_told_within <= slots.start(t); ++first) drawn -= heat(first);
    if (tank.draw[t] <= Power{}) {
      first = t + 1;
      drawn = {};
    }
    tank.reserve.set(t, tank.reserve[t] + drawn * (draws_vary_pct / 100.0));
  }
}

template <class Device>
void set_switch(Device& device, const home::SwitchState& state) {
  device.on_for = state.on_for;
  device.off_for = state.on_for ? std::nullopt : state.off_for;
  device.starts_today = state.starts_today;
}

home::WaterHeater make_heater(const home::SiteWaterHeater& from, const SlotGrid& slots,
                              const base::Zone& zone, const home::WaterHeaterReading* reading) {
  home::WaterHeater heater = static_cast<const home::WaterHeater&>(from);
  spread(heater.cop, slots.count());
  if (heater.tank) {
    spread(heater.tank->ambient, slots.count());
    spread(heater.tank->draw, slots.count());
    spread(heater.tank->reserve, slots.count());
    add_draws(heater.tank->draw, from.draws, slots, zone);
    add_reserve(*heater.tank, from.draws_vary_pct, slots);
  }
  if (reading == nullptr) return heater;
  if (heater.tank && reading->temperature) heater.tank->temperature = *reading->temperature;
  if (heater.daily && reading->heat_today) heater.used_today = *reading->heat_today;
  set_switch(heater, reading->switched);
  return heater;
}

// Comfort counts at the end of a slot: what is wanted in its last second.
Series<Celsius> comfort_of(const Series<Celsius>& outside,
                           const std::vector<home::ComfortWindow>& windows,
                           std::optional<Celsius> home::ComfortWindow::* edge, Celsius none,
                           const SlotGrid& slots, const base::Zone& zone) {
  Series<Celsius> wanted{slots.count(), outside.is_empty() ? none : outside[0]};
  for (auto window = windows.rbegin(); window != windows.rend(); ++window) {
    for (const LocalSpan& span : home::local_spans(*window, zone, slots.start(0), end_of(slots))) {
      for (std::size_t t = 0; t < slots.count(); ++t) {
        const Time last = slots.end(t) - Seconds{1};
        if (span.from <= last && last < span.to) wanted.set(t, ((*window).*edge).value_or(none));
      }
    }
  }
  const auto is_none = [&](double c) { return c == none.value(); };
  if (std::all_of(wanted.raw().begin(), wanted.raw().end(), is_none)) return {};
  return wanted;
}

home::ThermalZone make_zone(const home::SiteZone& from, const SlotGrid& slots,
                            const base::Zone& zone, const home::ZoneReading* reading) {
  // No room comes near these, so that they are no edge.
  constexpr Celsius k_no_low{-100.0};
  constexpr Celsius k_no_high{200.0};
  home::ThermalZone room = static_cast<const home::ThermalZone&>(from);
  room.low = comfort_of(from.low, from.comfort, &home::ComfortWindow::low, k_no_low, slots, zone);
  room.high =
      comfort_of(from.high, from.comfort, &home::ComfortWindow::high, k_no_high, slots, zone);
  spread(room.gain, slots.count());
  if (reading == nullptr) return room;
  if (reading->temperature) room.temperature = *reading->temperature;
  if (room.mass && reading->mass_temperature) room.mass->temperature = *reading->mass_temperature;
  return room;
}

home::HeatSource make_source(const home::SiteHeatSource& from, const SlotGrid& slots,
                             const home::HeatSourceReading* reading) {
  home::HeatSource source = static_cast<const home::HeatSource&>(from);
  spread(source.cop, slots.count());
  if (reading != nullptr) set_switch(source, reading->switched);
  return source;
}

// What is left of a run that is not interrupted: it goes on from the first slot.
void go_on(home::Appliance& machine, Seconds ran, const SlotGrid& slots) {
  Series<Power> rest;
  const Seconds all = machine.profile_step * static_cast<std::int64_t>(machine.profile.size());
  for (Seconds at = ran; at < all; at += k_rest_step)
    rest.push_back(machine.profile[static_cast<std::size_t>(at / machine.profile_step)]);
  machine.profile = std::move(rest);
  machine.profile_step = k_rest_step;
  machine.earliest = slots.start(0);
  machine.latest_end =
      slots.start(0) + k_rest_step * static_cast<std::int64_t>(machine.profile.size());
  machine.delay_cost_per_hour = {};
}

// Nothing when no run is left inside the horizon.
std::optional<home::Appliance> make_appliance(const home::SiteAppliance& from,
                                              const SlotGrid& slots, const base::Zone& zone,
                                              const home::ApplianceReading* reading) {
  home::Appliance machine = static_cast<const home::Appliance&>(from);
  const Time now = slots.start(0);
  const home::ApplianceState state =
      reading == nullptr ? home::ApplianceState::waiting : reading->state;
  const bool is_running = state == home::ApplianceState::running;
  if (is_running && !is_interruptible(machine)) {
    const Seconds all = machine.profile_step * static_cast<std::int64_t>(machine.profile.size());
    const Seconds ran = reading->on_for.value_or(Seconds{0});
    if (ran < all && now + (all - ran) < end_of(slots)) {
      go_on(machine, ran, slots);
      return machine;
    }
  }
  for (const LocalSpan& span : home::local_spans(from.window, zone, now, end_of(slots))) {
    const bool is_present = span.from <= now;
    if (is_present &&
        (state == home::ApplianceState::done || (is_running && !is_interruptible(machine))))
      continue;
    machine.earliest = std::max(span.from, now);
    machine.latest_end = span.to;
    if (is_present && is_interruptible(machine) && reading != nullptr) {
      const Energy needed =
          machine.energy ? *machine.energy : *machine.power * base::hours(*machine.run_time);
      machine.energy = std::max(Energy{}, needed - reading->used);
      machine.run_time.reset();
      if (is_running) machine.on_for = reading->on_for;
    }
    return machine;
  }
  return std::nullopt;
}

}  // namespace

void add_devices(home::Case& home, const home::Site& site, const base::Zone& zone,
                 const home::DeviceReadings& readings) {
  const SlotGrid& slots = home.slots;
  if (slots.is_empty()) return;
  home.chargers = site.chargers;
  for (const home::SiteVehicle& each : site.vehicles)
    home.vehicles.push_back(
        make_vehicle(each, home, zone, find_reading(readings.vehicles, each.id)));
  for (const home::SiteWaterHeater& each : site.water_heaters)
    home.water_heaters.push_back(
        make_heater(each, slots, zone, find_reading(readings.water_heaters, each.id)));
  for (const home::SiteZone& each : site.zones)
    home.zones.push_back(make_zone(each, slots, zone, find_reading(readings.zones, each.id)));
  for (const home::SiteHeatSource& each : site.heat_sources)
    home.heat_sources.push_back(
        make_source(each, slots, find_reading(readings.heat_sources, each.id)));
  for (const home::SiteAppliance& each : site.appliances) {
    const auto* reading = find_reading(readings.appliances, each.id);
    if (auto machine = make_appliance(each, slots, zone, reading))
      home.appliances.push_back(std::move(*machine));
  }
}

}  // namespace ohmstead::plan
