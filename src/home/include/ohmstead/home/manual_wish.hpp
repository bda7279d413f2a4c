// What manual blocks mean for a device in a slot, stated once for planners, the evaluator and
// reality.
//
// The block of a device goes before one for all of its kind. PV surplus and what the load lacks are
// those of the home without planned devices, shared among batteries by their power. Units: kW at
// the terminals, kWh as stored. Thread rule: pure functions.
//
//   const BatteryWish wish = battery_wish(home, home.batteries[0], slot);
#pragma once

#include <string>
#include <vector>

#include "ohmstead/home/site.hpp"

namespace ohmstead::home {

// Whether a slot obeys the block: it covers at least half of it.
[[nodiscard]] bool covers(const ManualBlock& block, const SlotGrid& slots, std::size_t slot);
// The kinds of blocks that a device obeys; empty: there is no such device.
[[nodiscard]] std::vector<ManualKind> manual_kinds_of(const Case& home, const std::string& device);
[[nodiscard]] std::vector<ManualKind> manual_kinds_of(const Site& site, const std::string& device);
// "charge, hold".
[[nodiscard]] std::string list_names(const std::vector<ManualKind>& kinds);
// The block that this device obeys in a slot; null: none.
[[nodiscard]] const ManualBlock* find_manual_block(const Case& home, const std::string& device,
                                                   std::size_t slot);

// Of a battery: at least `charge` is wanted until it holds `full`, at least `give` until it holds
// no more than `empty`. `most` are the limits that the block sets.
struct BatteryWish {
  Power charge;
  Energy full;
  Power give;
  Energy empty;
  std::optional<Power> most_charge, most_discharge;
};
[[nodiscard]] BatteryWish battery_wish(const Case& home, const Battery& battery, std::size_t slot);

// Of another device: 1 to draw, -1 not to, 0 as planned.
[[nodiscard]] int device_wish(const Case& home, const std::string& device, std::size_t slot);

}  // namespace ohmstead::home
