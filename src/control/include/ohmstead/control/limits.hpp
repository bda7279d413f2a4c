// What no plan, override or schedule can pass: a battery's bounds, frost in a room, the fuse, the
// grid.
//
// Commands come in, commands that keep every limit come out, each with what was changed and why.
// They are judged by what is measured now, not by what was planned. Units: kW, kWh, deg C, Hz.
// Thread rule: pure functions.
//
//   Kept kept = keep_limits(commands, readings, limits_of(site));
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ohmstead/home/command.hpp"
#include "ohmstead/home/heat_place.hpp"
#include "ohmstead/home/readings.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::control {

struct BatteryLimits {
  std::string id;
  base::Energy least;  // of what is stored
  base::Energy most;
  base::Power charge;
  base::Power discharge;
  base::Energy capacity = {};
  // Of its cells; lithium must not be charged below freezing.
  base::Celsius coldest_charge{0.0};
  base::Celsius coldest{-20.0};
  base::Celsius hottest{55.0};
};

struct ZoneFrost {
  std::string zone;
  base::Celsius frost{5.0};
};

// What heats rooms. Where one of them is colder than its frost it is on, until it is a K warmer.
struct HeatLimits {
  std::string id;
  base::Power power;
  std::vector<ZoneFrost> zones;
  base::Celsius low{16.0};  // where nobody else decides and the device has no thermostat
};

struct HeatedPlace {
  std::string device;
  home::HeatPlace place;
};

struct Limits {
  std::vector<BatteryLimits> batteries;
  std::vector<HeatLimits> heat;
  std::vector<HeatedPlace> places;
  std::optional<base::Power> import;  // of the whole home
  std::optional<base::Power> export_;
  std::optional<double> phase_a;  // of each phase
  // Outside of this window nothing is given to or asked of the grid. Source: EN 50549-1 table 1.
  double least_hz = 47.5;
  double most_hz = 51.5;
  bool is_stopped = false;  // the emergency stop
};

[[nodiscard]] Limits limits_of(const home::Site& site);

struct Kept {
  std::vector<home::Command> commands;  // as many as were given, in their order
  std::vector<std::string> changes;     // a sentence each
};

// `drawn` and given powers of the devices are taken from the readings. What goes its own way draws
// what it draws now; the power of such a command, if any, is what it would draw when let go. Import
// is kept in this order: batteries stop charging, cars that go their own way wait, then what is on
// is cut from the last command to the first.
[[nodiscard]] Kept keep_limits(std::vector<home::Command> commands, const home::Readings& now,
                               const Limits& limits);

// Whether a room that the device heats must be kept from frost, whoever decides about it.
[[nodiscard]] bool is_freezing(const std::string& device, const home::Readings& now,
                               const Limits& limits);

// A heater that is told `off` for want of anything better is on instead while one of its rooms is
// below `low`, and until it is half a K warmer.
void keep_warm(home::Command& own, const home::Readings& now, const Limits& limits);

}  // namespace ohmstead::control
