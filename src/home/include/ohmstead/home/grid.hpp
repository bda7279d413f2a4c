// The grid connection: what a home may take and give, and what the highest power costs.
//
// A limit without a price of its own is kept unless that would make the home infeasible; then it is
// exceeded at the case's violation price and reported. Units: kW, money. All powers are
// non-negative; the direction is in the name. Thread rule: plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ohmstead/base/per_slot.hpp"
#include "ohmstead/base/time.hpp"

namespace ohmstead::home {

using base::EnergyPrice;
using base::PerSlot;
using base::Power;
using base::PowerPrice;

// A charge on the highest mean import of any `window_slots` consecutive slots of the horizon.
struct PeakCharge {
  PowerPrice price;
  Power so_far;  // the period's highest mean import until now: only more than this costs more
  std::int64_t window_slots = 1;
};

struct Grid {
  PerSlot<Power> import_limit;
  PerSlot<Power> export_limit;
  PerSlot<EnergyPrice> import_over_limit_price;  // absent: the violation price
  PerSlot<EnergyPrice> export_over_limit_price;
  std::optional<PeakCharge> peak;
  // false allows import and export in the same slot, as some planners' cases do.
  bool is_exclusive = true;
};

// A limit on what several devices draw together, such as the fuse of a wallbox circuit. Counts the
// power drawn by planned devices and the charge of batteries at their terminals; power that a
// device gives makes no room for the others.
struct PowerLimit {
  std::string id;
  PerSlot<Power> limit;
  std::vector<std::string> devices;
  std::optional<EnergyPrice> price;  // of each kWh beyond it; absent: the violation price
};

}  // namespace ohmstead::home
