// What is expected of the coming slots, and where each number is from.
// Units: power kW, spot price per kWh before tariff. Thread rule: plain values.
#pragma once

#include <string>
#include <vector>

#include "ohmstead/home/case.hpp"

namespace ohmstead::home {

struct Outlook {
  SlotGrid slots;            // ends where the published prices end
  Series<EnergyPrice> spot;  // day-ahead price per kWh, before all fees and taxes
  Series<Power> load;
  Series<Power> pv;
  Series<base::Celsius> outdoor = {};  // air; empty: not known
  Series<Power> irradiance = {};       // per m2; empty: not known
  std::vector<Scenario> scenarios;     // what may come instead; empty: not known
  std::vector<std::string> notes;      // what was cut, filled or assumed
};

}  // namespace ohmstead::home
