// Field table of manual blocks (manual_block.hpp says what they mean).
#pragma once

#include "ohmstead/describe/walk.hpp"
#include "ohmstead/home/manual_block.hpp"

namespace ohmstead::home {

constexpr auto fields_of(const ManualBlock*) {
  using namespace describe;
  return std::make_tuple(field("kind", &ManualBlock::kind, "what to do"),
                         field("device", &ManualBlock::device,
                               "battery, car, heater or appliance; absent: all batteries, or for "
                               "water_heating all water heaters",
                               optional),
                         field("start", &ManualBlock::start, "from this time on"),
                         field("end", &ManualBlock::end, "up to this time"),
                         field("target_soc_pct", &ManualBlock::target_soc_pct,
                               "charge up to this, or export down to it; per cent of the capacity",
                               between(0.0, 100.0), optional));
}

}  // namespace ohmstead::home
