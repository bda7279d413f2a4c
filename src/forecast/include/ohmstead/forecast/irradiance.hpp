// From the light on a level square metre to the light on a tilted one.
//
// Decomposition: Erbs, Klein and Duffie (1982). Transposition: isotropic (Liu and Jordan 1963), Hay
// and Davies (1980) or Perez et al. (1990). Clear sky: Haurwitz (1945). All irradiance in kW per
// m2, angles in degrees; when the sun is below 1 degree there is diffuse light only. Never
// negative. Thread rule: pure functions.
//
//   Sky sky = decompose(0.45, sun);
//   PlaneLight light = transpose(sky, sun, {30.0, 180.0}, SkyModel::perez);
#pragma once

#include "ohmstead/forecast/sun.hpp"

namespace ohmstead::forecast {

struct Sky {
  double global = 0.0;   // on the level
  double direct = 0.0;   // on a plane that faces the sun
  double diffuse = 0.0;  // on the level
};

enum class SkyModel { isotropic, hay_davies, perez };

struct Facing {
  double tilt_deg = 30.0;      // 0 flat, 90 a wall
  double azimuth_deg = 180.0;  // clockwise from north
};

// On a plane, by where it is from; the sun's share is to be lowered by the glass at its angle.
struct PlaneLight {
  double beam = 0.0;  // from the sun and its bright surroundings
  double sky = 0.0;
  double ground = 0.0;
  double cos_incidence = 0.0;  // of the sun, at least 0

  [[nodiscard]] double total() const { return beam + sky + ground; }
};

// Outside of the air, on a plane that faces the sun.
[[nodiscard]] double extraterrestrial(const SunPosition& sun);
[[nodiscard]] double clear_global(const SunPosition& sun);
// Direct and diffuse light from the global alone.
[[nodiscard]] Sky decompose(double global_kw, const SunPosition& sun);
// From global and diffuse light.
[[nodiscard]] Sky with_diffuse(double global_kw, double diffuse_kw, const SunPosition& sun);
[[nodiscard]] PlaneLight transpose(const Sky& sky, const SunPosition& sun, const Facing& facing,
                                   SkyModel model);

}  // namespace ohmstead::forecast
