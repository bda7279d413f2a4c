#include "ohmstead/home/efficiency.hpp"

#include <limits>

namespace ohmstead::home {
namespace {

constexpr double k_infinity = std::numeric_limits<double>::infinity();

// The curve bends at the points, where `inside_kw` follows from the efficiency.
template <class InsideKw>
Leg make_leg(const Efficiency& efficiency, InsideKw inside_kw) {
  if (!efficiency.has_points())
    return Leg{{{k_infinity, inside_kw(1.0, efficiency.number().value())}}};
  std::vector<Leg::Piece> pieces;
  pieces.reserve(efficiency.points().size() + 1);
  double outside = 0.0, inside = 0.0;
  for (const EfficiencyPoint& point : efficiency.points()) {
    const double next_outside = point.power.value();
    const double next_inside = inside_kw(next_outside, point.efficiency.value());
    pieces.push_back({next_outside - outside, (next_inside - inside) / (next_outside - outside)});
    outside = next_outside;
    inside = next_inside;
  }
  pieces.push_back({k_infinity, inside / outside});
  return Leg{std::move(pieces)};
}

}  // namespace

base::Ratio nominal(const Efficiency& efficiency) {
  return efficiency.has_points() ? efficiency.points().back().efficiency : efficiency.number();
}

double Leg::inside_kw(double outside_kw) const {
  double inside = 0.0;
  for (const Piece& piece : pieces_) {
    if (outside_kw <= piece.width_kw) return inside + outside_kw * piece.inside_per_kw;
    inside += piece.width_kw * piece.inside_per_kw;
    outside_kw -= piece.width_kw;
  }
  return inside;
}

double Leg::outside_kw(double inside_kw) const {
  double outside = 0.0;
  for (const Piece& piece : pieces_) {
    if (inside_kw <= piece.width_kw * piece.inside_per_kw)
      return outside + inside_kw / piece.inside_per_kw;
    outside += piece.width_kw;
    inside_kw -= piece.width_kw * piece.inside_per_kw;
  }
  return outside;
}

double Leg::highest_kw(double limit_kw, base::Ratio ratio) const {
  double outside = 0.0;
  for (const Piece& piece : pieces_) {
    const double per_kw = 1.0 + ratio.value() * piece.inside_per_kw;
    if (limit_kw <= piece.width_kw * per_kw) return outside + limit_kw / per_kw;
    outside += piece.width_kw;
    limit_kw -= piece.width_kw * per_kw;
  }
  return outside;
}

Leg inward_leg(const Efficiency& efficiency) {
  return make_leg(efficiency, [](double kw, double share) { return kw * share; });
}

Leg outward_leg(const Efficiency& efficiency) {
  return make_leg(efficiency, [](double kw, double share) { return kw / share; });
}

}  // namespace ohmstead::home
