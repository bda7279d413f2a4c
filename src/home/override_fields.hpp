// Field tables of overrides (override.hpp says what they mean).
#pragma once

#include "ohmstead/describe/walk.hpp"
#include "ohmstead/home/override.hpp"

namespace ohmstead::home {

constexpr auto fields_of(const Override*) {
  using namespace describe;
  return std::make_tuple(
      field("id", &Override::id, "number; 0 of a schedule", optional),
      field("kind", &Override::kind, "what to do"),
      field("device", &Override::device, "battery, car, heater or appliance"),
      field("from", &Override::from, "from this time on"),
      field("until", &Override::until, "up to this time"),
      field("target_soc_pct", &Override::target_soc_pct, "of charge and export of a battery",
            between(0.0, 100.0), optional),
      field("source", &Override::source, "manual, or a schedule of the site file", optional),
      field("by", &Override::by, "who asked", optional),
      field("heartbeat_s", &Override::heartbeat, "ends where nobody asks again for so long",
            at_least(0.0), optional),
      field("beat_at", &Override::beat_at, "when it was asked for last", optional));
}

constexpr auto fields_of(const OverrideWish*) {
  using namespace describe;
  return std::make_tuple(
      field("kind", &OverrideWish::kind, "what to do"),
      field("device", &OverrideWish::device, "absent: the only battery", optional),
      field("from", &OverrideWish::from, "absent: now", optional),
      field("until", &OverrideWish::until, "absent: 90 minutes after `from`", optional),
      field("minutes", &OverrideWish::minutes, "instead of until", between(1.0, 20160.0), optional),
      field("target_soc_pct", &OverrideWish::target_soc_pct, "of charge and export of a battery",
            between(0.0, 100.0), optional),
      field("by", &OverrideWish::by, "who asks", optional),
      field("heartbeat_s", &OverrideWish::heartbeat_s,
            "it ends when the same is not asked again within so many seconds; absent `until` is "
            "then a day later",
            between(10.0, 86400.0), optional));
}

struct KeptOverrides {
  std::vector<Override> overrides;
};
constexpr auto fields_of(const KeptOverrides*) {
  using namespace describe;
  return std::make_tuple(field("overrides", &KeptOverrides::overrides, "all of them"));
}

struct WishedOverrides {
  std::vector<OverrideWish> overrides;
};
constexpr auto fields_of(const WishedOverrides*) {
  using namespace describe;
  return std::make_tuple(field("overrides", &WishedOverrides::overrides, "all of them"));
}

}  // namespace ohmstead::home
