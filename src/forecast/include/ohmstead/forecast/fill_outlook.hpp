// Puts forecasts of load and PV, with their bands, into an outlook whose slots are laid.
//
// The middle (p50) is what is planned by: in backtests it earns more than the mean, as what is
// drawn and what the sun gives are skewed. For live homes and replayed ones alike. Units as in
// home/outlook.hpp. Thread rule: as the predictors.
//
//   fill_outlook(outlook, now, load, &pv);
#pragma once

#include "ohmstead/forecast/predictor.hpp"
#include "ohmstead/home/outlook.hpp"

namespace ohmstead::forecast {

// `pv` null: a home without a roof, all zero.
void fill_outlook(home::Outlook& outlook, base::Time now, const Predictor& load,
                  const Predictor* pv);

}  // namespace ohmstead::forecast
