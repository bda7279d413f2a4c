// What is expected of the coming slots, and where each number is from.
// Units: power kW, spot price per kWh before tariff. Thread rule: plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ohmstead/home/case.hpp"

namespace ohmstead::home {

// What is exceeded in nine of ten cases, and in one of ten; empty: not known.
struct PowerBand {
  Series<Power> p10;
  Series<Power> p90;
};

struct PriceBand {
  Series<EnergyPrice> p10;
  Series<EnergyPrice> p90;
};

struct Outlook {
  SlotGrid slots;                        // ends where prices are neither published nor foreseen
  Series<EnergyPrice> spot;              // day-ahead price per kWh, before all fees and taxes
  Series<EnergyPrice> export_spot = {};  // where feed-in has prices of its own; empty: as spot
  Series<Power> load;
  Series<Power> pv;
  PowerBand load_band = {};
  PowerBand pv_band = {};
  std::optional<base::Time> spot_until = {};  // from here on prices are forecasts, not published
  PriceBand spot_band = {};                   // where published, the price itself
  Series<base::Celsius> outdoor = {};         // air; empty: not known
  Series<Power> irradiance = {};              // per m2; empty: not known
  std::vector<Scenario> scenarios;            // what may come instead; empty: not known
  std::vector<std::string> notes;             // what was cut, filled or assumed
};

}  // namespace ohmstead::home
