// Where the sun stands, to 0.01 degrees in the years 1990 to 2050.
//
// The earth's longitude and distance are the larger terms of VSOP87 (Bretagnon and Francou 1988, as
// in Reda and Andreas, NREL/TP-560-34302, 2008), with the main terms of nutation, aberration and
// parallax; refraction is left out: that is what panels see on average below it. Angles in degrees:
// zenith 0 overhead, azimuth clockwise from north, latitude north and longitude east positive.
// Thread rule: pure functions.
//
//   SunPosition sun = sun_position(time, 48.9, 2.3);
#pragma once

#include "ohmstead/base/time.hpp"

namespace ohmstead::forecast {

struct SunPosition {
  double zenith_deg = 0.0;
  double azimuth_deg = 0.0;
  double distance_au = 1.0;

  [[nodiscard]] double cos_zenith() const;  // below 0 when the sun is down
};

// Seen from the centre of the earth, against the equator of the date.
struct SunCoordinates {
  double longitude_deg = 0.0;  // apparent, along the ecliptic
  double right_ascension_deg = 0.0;
  double declination_deg = 0.0;
  double distance_au = 1.0;
};

[[nodiscard]] SunCoordinates sun_coordinates(base::Time time);
[[nodiscard]] SunPosition sun_position(base::Time time, double latitude_deg, double longitude_deg);

}  // namespace ohmstead::forecast
