// A forecast of power with how sure it is of it.
//
// `expected` is the mean of what may come (what plans count with), `p50` its middle; in one case of
// ten it stays below `p10`, in one of ten above `p90`. p10 <= p50 <= p90, none below 0. Units: kW,
// one value per slot of the asked grid. Thread rule: plain values.
#pragma once

#include <string>
#include <vector>

#include "ohmstead/base/series.hpp"

namespace ohmstead::forecast {

struct PowerPrediction {
  base::Series<base::Power> expected;
  base::Series<base::Power> p10;
  base::Series<base::Power> p50;
  base::Series<base::Power> p90;
  std::vector<std::string> notes;  // what was missing or assumed
};

}  // namespace ohmstead::forecast
