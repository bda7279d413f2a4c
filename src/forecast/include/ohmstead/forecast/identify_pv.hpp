// Which way a roof faces and how much it can give, from its history alone.
//
// With irradiance: the plane whose physics fit the measured power best (least squares; the peak
// that belongs to each facing is a quotient). Without: each half-hour's highest power of two weeks
// around is held against a clear sky. A coarse search over facings is refined to half a degree. The
// peak is an effective one: losses and an optimistic clear sky are part of it. Angles in degrees,
// power kW. Thread rule: pure functions.
//
//   std::optional<IdentifiedPlane> plane = identify_pv(past, past.known_cells(now));
#pragma once

#include <optional>

#include "ohmstead/forecast/pv_past.hpp"

namespace ohmstead::forecast {

struct IdentifiedPlane {
  home::PvPlane plane;
  // Share of the variance that it explains, and how much of that is lost when tilt or azimuth is
  // 15 degrees off: little means that the history does not tell the facing.
  double explained = 0.0;
  double certainty = 0.0;
  bool is_from_irradiance = false;
};

// Nothing without a location or with less than 10 days of sun before cell `known`.
[[nodiscard]] std::optional<IdentifiedPlane> identify_pv(const PvPast& past, std::size_t known);

}  // namespace ohmstead::forecast
