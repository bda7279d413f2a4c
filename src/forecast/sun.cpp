#include "ohmstead/forecast/sun.hpp"

#include <array>
#include <cmath>
#include <numbers>

namespace ohmstead::forecast {
namespace {

constexpr double k_degree = std::numbers::pi / 180.0;

// a cos(b + c t), a in 1e-8 radians or astronomical units, t in thousands of Julian years.
struct Term {
  double a, b, c;
};

constexpr Term k_longitude_0[] = {{175347046, 0, 0},           {3341656, 4.6692568, 6283.07585},
                                  {34894, 4.6261, 12566.1517}, {3497, 2.7441, 5753.3849},
                                  {3418, 2.8289, 3.5231},      {3136, 3.6277, 77713.7715},
                                  {2676, 4.4181, 7860.4194},   {2343, 6.1352, 3930.2097},
                                  {1324, 0.7425, 11506.7698},  {1273, 2.0371, 529.691},
                                  {1199, 1.1096, 1577.3435},   {990, 5.233, 5884.927},
                                  {902, 2.045, 26.298},        {857, 3.508, 398.149},
                                  {780, 1.179, 5223.694},      {753, 2.533, 5507.553},
                                  {505, 4.583, 18849.228},     {492, 4.205, 775.523},
                                  {357, 2.92, 0.067},          {317, 5.849, 11790.629},
                                  {284, 1.899, 796.298},       {271, 0.315, 10977.079},
                                  {243, 0.345, 5486.778},      {206, 4.806, 2544.314},
                                  {205, 1.869, 5573.143},      {202, 2.458, 6069.777},
                                  {156, 0.833, 213.299},       {132, 3.411, 2942.463},
                                  {126, 1.083, 20.775},        {115, 0.645, 0.98},
                                  {103, 0.636, 4694.003}};
constexpr Term k_longitude_1[] = {{628331966747, 0, 0},       {206059, 2.678235, 6283.07585},
                                  {4303, 2.6351, 12566.1517}, {425, 1.59, 3.523},
                                  {119, 5.796, 26.298},       {109, 2.966, 1577.344}};
constexpr Term k_longitude_2[] = {
    {52919, 0, 0}, {8720, 1.0721, 6283.0758}, {309, 0.867, 12566.152}};
constexpr Term k_distance_0[] = {{100013989, 0, 0},
                                 {1670700, 3.0984635, 6283.07585},
                                 {13956, 3.05525, 12566.1517},
                                 {3084, 5.1985, 77713.7715},
                                 {1628, 1.1739, 5753.3849},
                                 {1576, 2.8469, 7860.4194},
                                 {925, 5.453, 11506.77},
                                 {542, 4.564, 3930.21}};
constexpr Term k_distance_1[] = {{103019, 1.10749, 6283.07585}, {1721, 1.0644, 12566.1517}};

template <std::size_t count>
double sum(const Term (&terms)[count], double t) {
  double all = 0.0;
  for (const Term& term : terms) all += term.a * std::cos(term.b + term.c * t);
  return all * 1e-8;
}

double in_circle(double angle_deg) {
  const double rest = std::fmod(angle_deg, 360.0);
  return rest < 0.0 ? rest + 360.0 : rest;
}

double julian_day(base::Time time) {
  return 2440587.5 + static_cast<double>(time.time_since_epoch().count()) / 86400.0;
}

// Terrestrial time less universal time in seconds; Espenak and Meeus (2006) for 2005 to 2050. One
// second moves the sun by 0.00001 degrees, so the years before need no formula of their own.
double clock_difference_s(double day) {
  const double year = (day - 2451545.0) / 365.25;
  return 62.92 + 0.32217 * year + 0.005589 * year * year;
}

struct Nutation {
  double longitude_deg = 0.0;
  double obliquity_deg = 0.0;  // of the ecliptic, true
};

// The largest terms of IAU 1980; centuries of terrestrial time.
Nutation nutation(double centuries) {
  const double node = (125.04452 - 1934.136261 * centuries) * k_degree;
  const double sun = (280.4665 + 36000.7698 * centuries) * k_degree;
  const double moon = (218.3165 + 481267.8813 * centuries) * k_degree;
  const double longitude_s = -17.20 * std::sin(node) - 1.32 * std::sin(2 * sun) -
                             0.23 * std::sin(2 * moon) + 0.21 * std::sin(2 * node);
  const double obliquity_s = 9.20 * std::cos(node) + 0.57 * std::cos(2 * sun) +
                             0.10 * std::cos(2 * moon) - 0.09 * std::cos(2 * node);
  const double mean_s = 84381.448 - 46.815 * centuries - 0.00059 * centuries * centuries;
  return {longitude_s / 3600.0, (mean_s + obliquity_s) / 3600.0};
}

}  // namespace

double SunPosition::cos_zenith() const { return std::cos(zenith_deg * k_degree); }

SunCoordinates sun_coordinates(base::Time time) {
  const double day = julian_day(time);
  const double centuries = (day + clock_difference_s(day) / 86400.0 - 2451545.0) / 36525.0;
  const double t = centuries / 10.0;
  const double earth =
      sum(k_longitude_0, t) + t * (sum(k_longitude_1, t) + t * sum(k_longitude_2, t));
  const double distance = sum(k_distance_0, t) + t * sum(k_distance_1, t);
  const Nutation nod = nutation(centuries);
  const double aberration_deg = -20.4898 / 3600.0 / distance;
  const double longitude_deg =
      in_circle(earth / k_degree + 180.0 + nod.longitude_deg + aberration_deg);
  const double longitude = longitude_deg * k_degree;
  const double obliquity = nod.obliquity_deg * k_degree;
  return {longitude_deg,
          in_circle(std::atan2(std::sin(longitude) * std::cos(obliquity), std::cos(longitude)) /
                    k_degree),
          std::asin(std::sin(obliquity) * std::sin(longitude)) / k_degree, distance};
}

SunPosition sun_position(base::Time time, double latitude_deg, double longitude_deg) {
  const SunCoordinates sun = sun_coordinates(time);
  const double days = julian_day(time) - 2451545.0;
  const double centuries = days / 36525.0;
  const Nutation nod = nutation(centuries);
  const double sidereal_deg = 280.46061837 + 360.98564736629 * days +
                              0.000387933 * centuries * centuries +
                              nod.longitude_deg * std::cos(nod.obliquity_deg * k_degree);
  const double hour = (sidereal_deg + longitude_deg - sun.right_ascension_deg) * k_degree;
  const double latitude = latitude_deg * k_degree;
  const double declination = sun.declination_deg * k_degree;
  const double sin_elevation = std::sin(latitude) * std::sin(declination) +
                               std::cos(latitude) * std::cos(declination) * std::cos(hour);
  const double elevation = std::asin(std::fmin(1.0, std::fmax(-1.0, sin_elevation)));
  const double parallax_deg = 8.794 / 3600.0 / sun.distance_au * std::cos(elevation);
  const double azimuth = std::atan2(std::sin(hour), std::cos(hour) * std::sin(latitude) -
                                                        std::tan(declination) * std::cos(latitude));
  return {90.0 - elevation / k_degree + parallax_deg, in_circle(azimuth / k_degree + 180.0),
          sun.distance_au};
}

}  // namespace ohmstead::forecast
