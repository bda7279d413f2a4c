// What panels give in a given light: planes, glass, heat, inverter, snow.
//
// P = peak * light on the plane * (1 - 0.004 (T_cell - 25)), the sun's share lowered by the glass
// at its angle (ASHRAE, b0 = 0.05), T_cell by Faiman (2008), clipped at the inverter. Units: kW, kW
// per m2, deg C, m/s. Never negative; night is zero. Thread rule: plain values, pure functions.
//
//   Power pv = plant.power(Air{sky, 12.0, 2.0}, sun);
#pragma once

#include <optional>
#include <vector>

#include "ohmstead/forecast/irradiance.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::forecast {

struct Air {
  Sky sky;
  double outdoor_c = 15.0;
  double wind_m_per_s = 1.0;
  bool is_snow_on_panels = false;
};

struct PvPlant {
  std::vector<home::PvPlane> planes;
  std::optional<base::Power> inverter_limit;
  SkyModel model = SkyModel::perez;

  [[nodiscard]] base::Power peak() const;  // of all planes
  [[nodiscard]] base::Power power(const Air& air, const SunPosition& sun) const;
};

// kW per kW of peak, before the inverter.
[[nodiscard]] double plane_yield(const Air& air, const SunPosition& sun, const Facing& facing,
                                 SkyModel model);

}  // namespace ohmstead::forecast
