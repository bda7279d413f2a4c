// Why the planned devices beside batteries do what they do, slot by slot.
//
// A reason is picked from what the plan says of the device and from what a kWh at the home is worth
// in the slots around. Units: kW, money per kWh. Thread rule: pure functions.
#pragma once

#include <optional>

#include "ohmstead/home/plan.hpp"
#include "ohmstead/plan/speaker.hpp"

namespace ohmstead::plan {

// vehicle: stores energy until it leaves. heater: heats a room or a tank. appliance: runs once
// within a window.
enum class DeviceKind { vehicle, heater, appliance, other };

// A device in a slot, and what its time before the deadline (or the end of the plan) holds.
struct DeviceMoment {
  DeviceKind kind = DeviceKind::other;
  double power_kw = 0.0;   // drawn; negative: given
  double value_now = 0.0;  // worth of one more kWh at the home
  // Lowest worth of a kWh in the time that is left; none when nothing is left.
  std::optional<double> cheapest_later = {};
  std::optional<double> next_run = {};     // worth of a kWh when it draws again; none: it does not
  std::optional<double> dearer_soon = {};  // highest worth of a kWh in the next hours
  bool rests_later = false;                // in some slot that is left it could draw and does not
  bool can_run_now = true;                 // plugged in, inside its window
  bool has_deadline = false;
  bool is_on_surplus = false;  // the home buys nothing and empties no battery: it runs on PV
  bool is_at_edge = false;     // as cold as it may get
};

// Precondition: the device can draw or give power at all.
[[nodiscard]] home::ReasonCode pick_device_reason(const DeviceMoment& moment);

// Fills DeviceSlot::reason of every device that can draw or give; texts with a `speaker`.
void explain_devices(const home::Case& home, const Speaker* speaker, home::Plan& plan);

}  // namespace ohmstead::plan
