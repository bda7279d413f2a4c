// A made-up roof under made-up skies. Thread rule: pure functions.
#pragma once

#include <algorithm>

#include "ohmstead/forecast/pv_past.hpp"
#include "testing/sample_load.hpp"

namespace ohmstead::forecast::testing {

// From 1 March 2024: each day is clear, broken or dull by chance.
inline PvSources sample_pv(const home::SiteLocation& place, const home::PvPlane& plane,
                           std::size_t days, bool has_light) {
  PvSources sources{.pv = {at("2024-03-01T00:00:00Z"), base::Seconds{1800}, {}, {}}};
  sources.location = place;
  sources.global = sources.pv;
  const PvPlant plant{{plane}, std::nullopt};
  for (std::size_t slot = 0; slot < days * 48; ++slot) {
    const base::Time middle = sources.pv.slot_start(slot) + base::Seconds{900};
    const SunPosition sun = sun_position(middle, place.latitude_deg, place.longitude_deg);
    const double day = noise(slot / 48 + 1000);
    const double clear = day > 0.5 ? 1.0 : day > 0.2 ? 0.35 + 0.65 * noise(slot) : 0.25;
    const double global = clear_global(sun) * clear;
    sources.global.values.push_back(global);
    const base::Power power = plant.power({decompose(global, sun), 15.0}, sun);
    sources.pv.values.push_back(power.value());
  }
  if (!has_light) sources.global = {};
  return sources;
}

}  // namespace ohmstead::forecast::testing
