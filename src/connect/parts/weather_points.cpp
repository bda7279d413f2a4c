#include "parts/weather_points.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ohmstead::connect {
namespace {

using Value = std::optional<double>;

struct Limits {
  double low;
  double high;
};
constexpr Limits k_outdoor_c{-90.0, 60.0};
constexpr Limits k_clouds_pct{0.0, 100.0};
constexpr Limits k_wind_m_per_s{0.0, 130.0};
// The sun gives 1361 W/m2 outside the air; bright clouds can add to it for minutes.
constexpr Limits k_sun_w{-20.0, 1800.0};
constexpr Limits k_snow_m{0.0, 15.0};

void check(const Value& value, Limits limits, std::string_view what, const std::string& path,
           describe::Problems& problems) {
  if (value && (*value < limits.low || *value > limits.high))
    problems.add(path, fmt::format("{} {:g} cannot be", what, *value));
}

void check(const WeatherPoint& point, describe::Problems& problems) {
  check(point.outdoor_c, k_outdoor_c, "a temperature of (deg C)", point.path, problems);
  check(point.clouds_pct, k_clouds_pct, "a cover of clouds of (%)", point.path, problems);
  check(point.wind_m_per_s, k_wind_m_per_s, "a wind of (m/s)", point.path, problems);
  check(point.global_w, k_sun_w, "a sun of (W/m2)", point.path, problems);
  check(point.direct_w, k_sun_w, "a direct sun of (W/m2)", point.path, problems);
  check(point.diffuse_w, k_sun_w, "a diffuse sun of (W/m2)", point.path, problems);
  check(point.snow_m, k_snow_m, "snow of (m)", point.path, problems);
}

Value mean(const Value& a, const Value& b) {
  if (a && b) return (*a + *b) / 2.0;
  return a ? a : b;
}

template <class Q>
std::optional<Q> scaled(const Value& value, double factor) {
  if (!value) return std::nullopt;
  return Q{*value * factor};
}

std::optional<base::Power> sun_of(const Value& watts) {
  return watts ? std::optional{base::Power{std::max(0.0, *watts) / 1000.0}} : std::nullopt;
}

}  // namespace

home::Weather WeatherPoints::finish(home::Weather head, base::Seconds longest,
                                    describe::Problems& problems) {
  std::stable_sort(points_.begin(), points_.end(),
                   [](const WeatherPoint& a, const WeatherPoint& b) { return a.at < b.at; });
  head.slots.clear();
  head.slots.reserve(points_.size());
  for (std::size_t i = 0; i < points_.size(); ++i) {
    const WeatherPoint& end = points_[i];
    check(end, problems);
    if (i == 0) continue;
    const WeatherPoint& begin = points_[i - 1];
    if (begin.at == end.at) {
      problems.add(end.path, fmt::format("{} is there twice", base::format_time(end.at)));
      continue;
    }
    if (end.at - begin.at > longest) continue;
    home::WeatherSlot slot;
    slot.from = begin.at;
    slot.to = end.at;
    slot.outdoor = scaled<base::Celsius>(mean(begin.outdoor_c, end.outdoor_c), 1.0);
    slot.clouds = scaled<base::Ratio>(mean(begin.clouds_pct, end.clouds_pct), 0.01);
    slot.wind_m_per_s = mean(begin.wind_m_per_s, end.wind_m_per_s);
    slot.global = sun_of(end.global_w);
    slot.direct = sun_of(end.direct_w);
    slot.diffuse = sun_of(end.diffuse_w);
    slot.snow_depth_m = begin.snow_m;
    head.slots.push_back(slot);
  }
  points_.clear();
  return head;
}

}  // namespace ohmstead::connect
