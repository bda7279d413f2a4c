// What became of the plan in a slot, device by device.
//
// Thread rule: pure function.
#pragma once

#include "ohmstead/base/zone.hpp"
#include "ohmstead/engine/snapshot.hpp"
#include "ohmstead/home/site.hpp"
#include "ohmstead/ports/home_devices.hpp"

namespace ohmstead::engine {

struct SlotEnds {
  const home::Readings& from;
  const home::Readings& to;
};

// `before`: the snapshot whose plan held in the slot. Batteries, then other devices as measured.
[[nodiscard]] std::vector<home::DeviceAccount> account_slot(
    const MeasuredSlot& slot, const Snapshot& before, const SlotEnds& ends,
    const std::vector<ports::CommandEffort>& efforts, const home::Site& site,
    const base::Zone& zone);

}  // namespace ohmstead::engine
