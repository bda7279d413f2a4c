#include "ohmstead/forecast/pv_plant.hpp"

#include <algorithm>

namespace ohmstead::forecast {
namespace {

constexpr double k_glass = 0.05;            // ASHRAE's b0
constexpr double k_per_kelvin = -0.004;     // of crystalline silicon
constexpr double k_still_air = 25.0;        // W per m2 and K, Faiman's U0
constexpr double k_per_wind = 6.84;         // and U1, per m/s
constexpr double k_light_under_snow = 0.1;  // what wet snow lets through

double glass(double cos_incidence) {
  if (cos_incidence <= 0.0) return 0.0;
  return std::max(0.0, 1.0 - k_glass * (1.0 / cos_incidence - 1.0));
}

}  // namespace

double plane_yield(const Air& air, const SunPosition& sun, const Facing& facing, SkyModel model) {
  const PlaneLight light = transpose(air.sky, sun, facing, model);
  double kw_per_m2 =
      light.beam * glass(light.cos_incidence) + (1.0 - k_glass) * (light.sky + light.ground);
  if (air.is_snow_on_panels) kw_per_m2 *= k_light_under_snow;
  const double cell_c =
      air.outdoor_c + 1000.0 * kw_per_m2 / (k_still_air + k_per_wind * air.wind_m_per_s);
  return std::max(0.0, kw_per_m2 * (1.0 + k_per_kelvin * (cell_c - 25.0)));
}

base::Power PvPlant::peak() const {
  base::Power all;
  for (const home::PvPlane& plane : planes) all += plane.peak;
  return all;
}

base::Power PvPlant::power(const Air& air, const SunPosition& sun) const {
  base::Power all;
  if (air.sky.global <= 0.0) return all;
  for (const home::PvPlane& plane : planes) {
    all += plane.peak * plane_yield(air, sun, {plane.tilt_deg, plane.azimuth_deg}, model);
  }
  return inverter_limit ? std::min(all, *inverter_limit) : all;
}

}  // namespace ohmstead::forecast
