// A small home with a hand-made plan for the tests of the renderers.
#pragma once

#include "ohmstead/home/plan.hpp"

namespace ohmstead::app::testing {

struct SampleHome {
  home::Case home;
  home::Plan plan;
};

// Four hours from 22:00 local (Europe/Paris, summer), a battery of 10 kWh without losses:
//   slot  import  feed-in  load  PV   charge  discharge  import  export  soc
//   22 h   0.30    0.05     1    0       0        1         0       0     4
//   23 h  -0.02    0.05     1    0       2        0         3       0     6
//   00 h   0.10    0.05     1    3       2        0         0       0     8
//   01 h   0.40    0.35     1    0       0        3         0       2     5
[[nodiscard]] SampleHome make_sample_home();

// `count` equal slots of `step`: load 1 kW from the grid at `price`, no battery.
[[nodiscard]] SampleHome make_flat_home(std::size_t count, base::Seconds step,
                                        base::EnergyPrice price);

}  // namespace ohmstead::app::testing
