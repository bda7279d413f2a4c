#include "ohmstead/forecast/irradiance.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace ohmstead::forecast {
namespace {

constexpr double k_degree = std::numbers::pi / 180.0;
constexpr double k_solar_constant = 1.361;       // kW per m2, Kopp and Lean (2011)
constexpr double k_lowest_cos_zenith = 0.01745;  // of a sun 1 degree high
constexpr double k_ground_albedo = 0.2;

double cos_incidence(const SunPosition& sun, const Facing& facing) {
  const double zenith = sun.zenith_deg * k_degree, tilt = facing.tilt_deg * k_degree;
  return std::cos(zenith) * std::cos(tilt) +
         std::sin(zenith) * std::sin(tilt) *
             std::cos((sun.azimuth_deg - facing.azimuth_deg) * k_degree);
}

// Perez et al. (1990), table 1: all sites together. Rows by clearness.
struct Brightness {
  double up_to, f11, f12, f13, f21, f22, f23;
};
constexpr std::array<Brightness, 8> k_brightness{{
    {1.065, -0.0083117, 0.5877285, -0.0620636, -0.0596012, 0.0721249, -0.0220216},
    {1.23, 0.1299457, 0.6825954, -0.1513752, -0.0189325, 0.0659650, -0.0288748},
    {1.5, 0.3296958, 0.4868735, -0.2210958, 0.0554140, -0.0639588, -0.0260542},
    {1.95, 0.5682053, 0.1874525, -0.2951290, 0.1088631, -0.1519229, -0.0139754},
    {2.8, 0.8730280, -0.3920403, -0.3616149, 0.2255647, -0.4620442, 0.0012448},
    {4.5, 1.1326077, -1.2367284, -0.4118494, 0.2877813, -0.8230357, 0.0558651},
    {6.2, 1.0601591, -1.5999137, -0.3589221, 0.2642124, -1.1272340, 0.1310694},
    {HUGE_VAL, 0.6777470, -0.3272588, -0.2504286, 0.1561313, -1.3765031, 0.2506212},
}};

// Kasten and Young (1989).
double air_mass(double zenith_deg) {
  const double elevation_deg = std::max(0.0, 90.0 - zenith_deg);
  return 1.0 / (std::sin(elevation_deg * k_degree) +
                0.50572 * std::pow(elevation_deg + 6.07995, -1.6364));
}

struct Shares {
  double around_sun = 0.0;  // of the diffuse light
  double horizon = 0.0;
};

Shares perez(const Sky& sky, const SunPosition& sun) {
  const double zenith = sun.zenith_deg * k_degree;
  const double bent = 1.041 * zenith * zenith * zenith;
  const double clearness = ((sky.diffuse + sky.direct) / sky.diffuse + bent) / (1.0 + bent);
  const double brightness = sky.diffuse * air_mass(sun.zenith_deg) / extraterrestrial(sun);
  const auto* row = std::find_if(k_brightness.begin(), k_brightness.end(),
                                 [&](const auto& each) { return clearness < each.up_to; });
  if (row == k_brightness.end()) --row;
  return {std::max(0.0, row->f11 + row->f12 * brightness + row->f13 * zenith),
          row->f21 + row->f22 * brightness + row->f23 * zenith};
}

}  // namespace

double extraterrestrial(const SunPosition& sun) {
  return k_solar_constant / (sun.distance_au * sun.distance_au);
}

double clear_global(const SunPosition& sun) {
  const double cos_zenith = sun.cos_zenith();
  return cos_zenith <= 0.0 ? 0.0 : 1.098 * cos_zenith * std::exp(-0.057 / cos_zenith);
}

Sky with_diffuse(double global_kw, double diffuse_kw, const SunPosition& sun) {
  const double global = std::max(0.0, global_kw);
  const double diffuse = std::clamp(diffuse_kw, 0.0, global);
  const double cos_zenith = sun.cos_zenith();
  if (cos_zenith < k_lowest_cos_zenith) return {global, 0.0, global};
  const double direct = std::min((global - diffuse) / cos_zenith, extraterrestrial(sun));
  return {global, direct, global - direct * cos_zenith};
}

Sky decompose(double global_kw, const SunPosition& sun) {
  const double global = std::max(0.0, global_kw);
  const double cos_zenith = sun.cos_zenith();
  if (cos_zenith < k_lowest_cos_zenith) return {global, 0.0, global};
  const double k = std::min(1.0, global / (extraterrestrial(sun) * cos_zenith));
  double share = 0.165;
  if (k <= 0.22) {
    share = 1.0 - 0.09 * k;
  } else if (k <= 0.8) {
    share = 0.9511 + k * (-0.1604 + k * (4.388 + k * (-16.638 + k * 12.336)));
  }
  return with_diffuse(global, share * global, sun);
}

PlaneLight transpose(const Sky& sky, const SunPosition& sun, const Facing& facing, SkyModel model) {
  const double tilt = facing.tilt_deg * k_degree;
  PlaneLight light;
  light.cos_incidence = std::max(0.0, cos_incidence(sun, facing));
  light.ground = sky.global * k_ground_albedo * 0.5 * (1.0 - std::cos(tilt));
  const double seen = 0.5 * (1.0 + std::cos(tilt));
  const double cos_zenith = sun.cos_zenith();
  if (cos_zenith < k_lowest_cos_zenith || sky.diffuse <= 0.0 || model == SkyModel::isotropic) {
    light.sky = sky.diffuse * seen;
    light.beam = sky.direct * light.cos_incidence;
    return light;
  }
  Shares shares{sky.direct / extraterrestrial(sun), 0.0};  // Hay and Davies
  double ratio = light.cos_incidence / std::max(cos_zenith, k_lowest_cos_zenith);
  if (model == SkyModel::perez) {
    shares = perez(sky, sun);
    ratio = light.cos_incidence / std::max(cos_zenith, 0.087);  // 85 degrees, as Perez has it
  }
  light.beam = sky.direct * light.cos_incidence + sky.diffuse * shares.around_sun * ratio;
  light.sky = std::max(
      0.0, sky.diffuse * ((1.0 - shares.around_sun) * seen + shares.horizon * std::sin(tilt)));
  return light;
}

}  // namespace ohmstead::forecast
