#include "meter_faults.hpp"

#include <algorithm>

#include "jitter.hpp"

namespace ohmstead::simulate {
namespace {

using base::Celsius;
using base::Energy;
using base::Power;
using home::FaultKind;
using home::Readings;

// All numbers of a reading, handed to `f` by what they are; absent ones are left out.
template <class F>
void visit(home::BatteryReading& r, F& f) {
  f.power(r.charge), f.power(r.discharge), f.stored(r.soc);
  f.counter(r.charged), f.counter(r.discharged);
}
template <class F>
void visit(home::VehicleReading& r, F& f) {
  f.power(r.power), f.counter(r.charged), f.counter(r.discharged);
  if (r.soc) f.stored(*r.soc);
}
template <class F>
void visit(home::WaterHeaterReading& r, F& f) {
  f.power(r.power), f.counter(r.drawn);
  if (r.temperature) f.temperature(*r.temperature);
  if (r.heat_today) f.stored(*r.heat_today);
}
template <class F>
void visit(home::ZoneReading& r, F& f) {
  if (r.temperature) f.temperature(*r.temperature);
  if (r.mass_temperature) f.temperature(*r.mass_temperature);
}
template <class F>
void visit(home::HeatSourceReading& r, F& f) {
  f.power(r.power), f.counter(r.drawn);
}
template <class F>
void visit(home::ApplianceReading& r, F& f) {
  f.power(r.power), f.counter(r.drawn), f.stored(r.used);
}
template <class F>
void visit_meter(Readings& r, F& f) {
  f.power(r.load), f.power(r.pv), f.power(r.grid_import), f.power(r.grid_export);
  home::EnergyCounters& c = r.counters;
  f.counter(c.load), f.counter(c.pv), f.counter(c.grid_import), f.counter(c.grid_export);
  f.counter(c.devices);
}

// Each list of devices in `r`.
template <class F>
void for_each_list(Readings& r, const F& f) {
  f(r.batteries), f(r.devices.vehicles), f(r.devices.water_heaters), f(r.devices.zones);
  f(r.devices.heat_sources), f(r.devices.appliances);
}

struct Zeros {
  static void power(Power& value) { value = {}; }
  static void stored(Energy& value) { value = {}; }
  static void temperature(Celsius& value) { value = {}; }
  static void counter(Energy& value) { value = {}; }
};
struct Spikes {
  static void power(Power& value) { value = Power{1e5}; }
  static void stored(Energy& value) { value = Energy{1e5}; }
  static void temperature(Celsius& value) { value = Celsius{999.0}; }
  static void counter(Energy& value) { value += Energy{1e6}; }
};
struct Collected {
  std::vector<Energy>& counters;
  static void power(Power&) {}
  static void stored(Energy&) {}
  static void temperature(Celsius&) {}
  void counter(Energy& value) { counters.push_back(value); }
};
struct LessBase {
  const std::vector<Energy>& base;
  std::size_t next = 0;
  static void power(Power&) {}
  static void stored(Energy&) {}
  static void temperature(Celsius&) {}
  void counter(Energy& value) { value -= base[next++]; }
};
struct Noise {
  std::int64_t seed = 0, second = 0, next = 0;
  double share = 0.0;
  void power(Power& value) { value = value * (1.0 + share * jitter({seed, second, next++})); }
  static void stored(Energy&) {}
  static void temperature(Celsius&) {}
  static void counter(Energy&) {}
};

template <class F>
void visit_all(Readings& readings, const std::string& device, F f) {
  const bool is_all = device == "all";
  if (is_all || device == "meter") visit_meter(readings, f);
  for_each_list(readings, [&](auto& list) {
    for (auto& reading : list) {
      if (is_all || reading.id == device) visit(reading, f);
    }
  });
}

// What `device` tells in `then` is told again in `now`.
void repeat(Readings& now, Readings then, const std::string& device) {
  const base::Time at = now.at;
  if (device == "all") {
    now = std::move(then);
    now.at = at;
    return;
  }
  if (device == "meter") {
    now.load = then.load;
    now.pv = then.pv;
    now.grid_import = then.grid_import;
    now.grid_export = then.grid_export;
    now.counters = then.counters;
  }
  const auto take = [&](auto& list, const auto& old) {
    for (auto& reading : list) {
      const auto* before = home::find_reading(old, device);
      if (reading.id == device && before != nullptr) reading = *before;
    }
  };
  take(now.batteries, then.batteries);
  take(now.devices.vehicles, then.devices.vehicles);
  take(now.devices.water_heaters, then.devices.water_heaters);
  take(now.devices.zones, then.devices.zones);
  take(now.devices.heat_sources, then.devices.heat_sources);
  take(now.devices.appliances, then.devices.appliances);
}

}  // namespace

void MeterFaults::add_noise(Readings& readings) const {
  if (simulation_->noise_pct <= 0.0) return;
  visit_all(readings, "all",
            Noise{simulation_->seed, readings.at.time_since_epoch().count(), 0,
                  simulation_->noise_pct / 100.0});
}

base::Result<Readings> MeterFaults::falsify(Readings truth) {
  const base::Time now = truth.at;
  add_noise(truth);
  Readings told = truth;
  for (std::size_t i = 0; i < simulation_->faults.size(); ++i) {
    const home::MeterFault& fault = simulation_->faults[i];
    if (now < fault.from) continue;
    if (fault.kind == FaultKind::reset) {
      if (!base_[i]) visit_all(truth, fault.device, Collected{base_[i].emplace()});
      visit_all(told, fault.device, LessBase{*base_[i], 0});
      continue;
    }
    if (now >= fault.until) continue;
    switch (fault.kind) {
      case FaultKind::missing:
        if (fault.device == "meter" || fault.device == "all")
          return base::fail(base::ErrorKind::unavailable, "the meter does not answer");
        for_each_list(told, [&](auto& list) {
          std::erase_if(list, [&](const auto& reading) { return reading.id == fault.device; });
        });
        break;
      case FaultKind::frozen:
        if (!frozen_[i]) frozen_[i] = truth;
        repeat(told, *frozen_[i], fault.device);
        break;
      case FaultKind::zero:
        visit_all(told, fault.device, Zeros{});
        break;
      case FaultKind::spike:
        visit_all(told, fault.device, Spikes{});
        break;
      case FaultKind::reset:
        break;
    }
  }
  return told;
}

}  // namespace ohmstead::simulate
