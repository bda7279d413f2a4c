// Values at instants become weather by slots: a slot lasts from one point to the next.
//
// What is said for an instant (temperature, clouds, wind) counts with the mean of both ends; what
// is said for the time before a point (irradiance) is the slot's. Numbers that no weather has are
// problems; small negative irradiance is 0. Thread rule: one thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ohmstead/describe/problems.hpp"
#include "ohmstead/home/weather.hpp"

namespace ohmstead::connect {

struct WeatherPoint {
  base::Time at;
  std::optional<double> outdoor_c;
  std::optional<double> clouds_pct;
  std::optional<double> wind_m_per_s;
  // W per m2, mean since the point before.
  std::optional<double> global_w;
  std::optional<double> direct_w;
  std::optional<double> diffuse_w;
  std::optional<double> snow_m;
  std::string path;
};

class WeatherPoints {
 public:
  void add(WeatherPoint point) { points_.push_back(std::move(point)); }
  // A gap of more than `longest` between two points stays a gap.
  [[nodiscard]] home::Weather finish(home::Weather head, base::Seconds longest,
                                     describe::Problems& problems);

 private:
  std::vector<WeatherPoint> points_;
};

}  // namespace ohmstead::connect
