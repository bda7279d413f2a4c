// Prices of a kWh by time, as a market or a supplier publishes them.
//
// Slots are half-open intervals in order that do not overlap; a missing price is a gap, never a
// guess. Prices are per kWh in `currency`, of the market (`is_final` false: the site's tariff comes
// on top) or as billed, with all fees and taxes. Thread rule: plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ohmstead/base/time.hpp"
#include "ohmstead/base/units.hpp"

namespace ohmstead::home {

struct PriceSlot {
  base::Time from;
  base::Time to;
  base::EnergyPrice price;
};

struct PriceCurve {
  std::vector<PriceSlot> slots;
  std::string currency;
  std::string source;  // who said so
  bool is_final = false;
};

// A PV service's forecast: mean power of the whole roof in each slot, with its band if it has one.
struct PvSlot {
  base::Time from;
  base::Time to;
  base::Power power;
  std::optional<base::Power> p10;
  std::optional<base::Power> p90;
};

struct PvForecast {
  std::vector<PvSlot> slots;
  std::string source;
};

}  // namespace ohmstead::home
