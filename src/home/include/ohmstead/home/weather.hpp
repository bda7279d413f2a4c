// Weather of a place by time, as it was measured or as a service expects it.
//
// Each slot is a half-open interval with the mean over it (snow: its state); what a source does
// not give is absent, never 0. Irradiance is power per square metre (kW): `global` on the
// horizontal, `direct` on a plane facing the sun, `diffuse` from the sky on the horizontal.
// Slots are in order, do not overlap and may have gaps. Thread rule: plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ohmstead/base/time.hpp"
#include "ohmstead/base/units.hpp"

namespace ohmstead::home {

struct WeatherSlot {
  base::Time from;
  base::Time to;
  std::optional<base::Celsius> outdoor;  // air, 2 m above the ground
  std::optional<base::Power> global;
  std::optional<base::Power> direct;
  std::optional<base::Power> diffuse;
  std::optional<base::Ratio> clouds;  // covered share of the sky
  std::optional<double> wind_m_per_s;
  std::optional<double> snow_depth_m;
};

struct Weather {
  std::vector<WeatherSlot> slots;
  std::string source;                     // who said so
  std::optional<base::Time> issued_at{};  // of a forecast; absent: not said
};

}  // namespace ohmstead::home
