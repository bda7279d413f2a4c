// Forecasts that integrations of Home Assistant keep as attributes of an entity, by its REST
// interface (/api/states/<entity>).
//
// Prices: amberelectric and amber2mqtt, Amber Express, AEMO NEM, Nord Pool, Octopus, EPEX Spot,
// ENTSO-e, Flow Power, EMHASS. PV: Open-Meteo Solar Forecast, Forecast.Solar, Solcast, Volcast,
// EMHASS. Which one it is follows from the attributes. Thread rule: pure functions.
#pragma once

#include "ohmstead/connect/source.hpp"
#include "parts/settings.hpp"

namespace ohmstead::connect {

[[nodiscard]] std::unique_ptr<PriceSource> make_home_assistant(const home::LivePrices& live,
                                                               const Settings& settings);
// Each item of `live.entities` may be several joined by "+", which are added up: planes of a roof.
[[nodiscard]] std::unique_ptr<PvSource> make_home_assistant_pv(const home::LivePv& live,
                                                               const Settings& settings);

}  // namespace ohmstead::connect
