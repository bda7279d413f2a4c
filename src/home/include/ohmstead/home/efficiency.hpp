// What a device with losses passes on: one efficiency, or a curve by power, of a battery or of an
// inverter.
//
// The powers of a curve are those on the home's side of the device: a battery's terminals, an
// inverter's AC side. The other side is the inside: the store, the DC bus. A Leg says what the
// inside gets (or gives) at each power outside; planners, the evaluator and simulated reality all
// ask it. Units: kW, both not negative. Thread rule: plain values.
//
//   Leg leg = inward_leg(battery.charge_efficiency);
//   double stored_kw = leg.inside_kw(2.0);
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "ohmstead/base/number_or.hpp"
#include "ohmstead/base/units.hpp"

namespace ohmstead::home {

// What is left of a kWh at this power on the home's side. The power inside is linear between the
// points; below the first and above the last the efficiency is theirs.
struct EfficiencyPoint {
  base::Power power;
  base::Ratio efficiency;
  friend bool operator==(const EfficiencyPoint&, const EfficiencyPoint&) = default;
};

// One efficiency for all powers, or a curve.
using Efficiency = base::NumberOr<base::Ratio, EfficiencyPoint>;

// The number, or that at the highest power; for estimates.
[[nodiscard]] base::Ratio nominal(const Efficiency& efficiency);

// What the inside gets (or gives) as a function of the power outside: rises from 0 at 0 in straight
// pieces, the last one without end.
class Leg {
 public:
  struct Piece {
    double width_kw = 0.0;  // outside
    double inside_per_kw = 1.0;
  };
  // Precondition: at least one piece; check_case() sees to it that all rise.
  explicit Leg(std::vector<Piece> pieces) : pieces_{std::move(pieces)} {}

  [[nodiscard]] std::span<const Piece> pieces() const { return pieces_; }
  [[nodiscard]] double inside_kw(double outside_kw) const;
  [[nodiscard]] double outside_kw(double inside_kw) const;
  // The highest power p outside with p + ratio * inside_kw(p) <= limit_kw. Precondition: ratio >=
  // 0.
  [[nodiscard]] double highest_kw(double limit_kw, base::Ratio ratio) const;

 private:
  std::vector<Piece> pieces_;
};

[[nodiscard]] Leg inward_leg(const Efficiency& efficiency);   // inside = efficiency * outside
[[nodiscard]] Leg outward_leg(const Efficiency& efficiency);  // inside = outside / efficiency

}  // namespace ohmstead::home
