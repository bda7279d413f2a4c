// Small readings and slots for this room's tests.
#pragma once

#include <string>

#include "ohmstead/control/limits.hpp"
#include "ohmstead/home/plan.hpp"
#include "ohmstead/home/readings.hpp"

namespace ohmstead::control {

inline home::BatteryReading battery_reading(const std::string& id, double soc_kwh) {
  home::BatteryReading reading;
  reading.id = id;
  reading.soc = base::Energy{soc_kwh};
  return reading;
}

inline home::BatterySlot battery_slot(const std::string& id, home::Mode mode,
                                      double power_kw = 0.0) {
  home::BatterySlot slot;
  slot.id = id;
  slot.mode = mode;
  (mode == home::Mode::charge ? slot.charge : slot.discharge) = base::Power{power_kw};
  return slot;
}

inline home::DeviceSlot device_slot(const std::string& id, double power_kw = 0.0) {
  home::DeviceSlot slot;
  slot.id = id;
  slot.power = base::Power{power_kw};
  return slot;
}

inline home::VehicleReading car_reading(double power_kw) {
  home::VehicleReading reading;
  reading.id = "car";
  reading.power = base::Power{power_kw};
  return reading;
}

// One battery called home.
inline Limits battery_limits(double least_kwh, double most_kwh, double charge_kw,
                             double discharge_kw) {
  Limits limits;
  limits.batteries.push_back({.id = "home",
                              .least = base::Energy{least_kwh},
                              .most = base::Energy{most_kwh},
                              .charge = base::Power{charge_kw},
                              .discharge = base::Power{discharge_kw}});
  return limits;
}

}  // namespace ohmstead::control
