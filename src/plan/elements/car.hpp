// An electric car and the kinds of chargers that it may use, in plain numbers.
//
// Chargers that are the same to every car form a kind: which of them a car uses is decided last, so
// that two equal chargers for two cars need no decision. Power is measured at the home. The share
// of a slot that the car is plugged in scales every power of that slot. A measured state above the
// capacity counts as full. Units: kW, kWh, money per kWh. Thread rule: plain values.
#pragma once

#include <cstddef>
#include <vector>

#include "end_value.hpp"
#include "ohmstead/home/case.hpp"

namespace ohmstead::plan {

// Chargers that differ in nothing but their names.
struct ChargerKind {
  std::vector<std::size_t> chargers;  // numbers in the case
};

// A car at a charger of one kind.
struct Plug {
  std::size_t kind = 0;
  double least_kw = 0.0;  // while charging; 0: any power
  double most_kw = 0.0;
  std::vector<double> levels_kw;  // the only powers while charging; empty: any
  double discharge_kw = 0.0;
  double charge_efficiency = 1.0;  // of charger and car together
  double discharge_efficiency = 1.0;

  [[nodiscard]] bool has_gap() const { return least_kw > 0.0; }
  // The highest power it can be set to that is not above `limit_kw`, 0 where nothing fits.
  [[nodiscard]] double highest_below(double limit_kw, double share) const;
  // The possible power that is nearest to `wanted_kw`.
  [[nodiscard]] double nearest_to(double wanted_kw, double share) const;
};

struct CarTarget {
  std::size_t slot = 0;  // at its end
  double soc_kwh = 0.0;
  double price = 0.0;
};

// The car takes no more than at_empty_kw + per_kwh * soc.
struct TaperLine {
  double at_empty_kw = 0.0;
  double per_kwh = 0.0;  // not above 0
};

struct Car {
  Car(const home::Case& home, const home::Vehicle& car, const std::vector<ChargerKind>& kinds);

  const home::Vehicle* vehicle;
  double capacity_kwh;
  double soc_kwh;             // at the start
  double above_full_kwh;      // what was measured beyond the capacity
  std::vector<double> share;  // of each slot that it is plugged in
  std::vector<double> driven_kwh;
  std::vector<Plug> plugs;
  std::vector<CarTarget> targets;
  std::vector<TaperLine> taper;
  EndValue end_value;
  double violation_price;
  double public_price;

  // Most that it takes at the end of a slot with this state; infinite without a taper.
  [[nodiscard]] double taper_kw(double soc_kwh) const;
  // The highest state at which it takes `power_kw`, at most the capacity.
  [[nodiscard]] double full_enough_kwh(double power_kw) const;
  // The highest mean power that fits into a slot which starts with `soc_kwh`.
  [[nodiscard]] double room_kw(const Plug& plug, std::size_t slot, double soc_kwh, double goal_kwh,
                               double slot_hours) const;
};

// What a kWh in the car is worth at the end: as given, else 0.99 x cheapest import / efficiency of
// charging, at least 0. A car that can give power back and is left with less than it would have had
// anyway is charged the highest price for the difference: what it gives it has to get back.
[[nodiscard]] EndValue make_end_value(const home::Case& home, const Car& car);

}  // namespace ohmstead::plan
