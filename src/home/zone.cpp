#include "ohmstead/home/zone.hpp"

#include <algorithm>
#include <limits>

#include "ohmstead/home/case.hpp"

namespace ohmstead::home {

bool is_switched(const HeatSource& source) {
  return !source.is_modulating || source.min_power > base::Power{} ||
         source.min_on > base::Seconds{0} || source.min_off > base::Seconds{0} ||
         source.max_starts_per_day.has_value();
}

std::vector<ZoneShare> effective_shares(const HeatSource& source) {
  if (source.zone.empty()) return source.zones;
  return {{source.zone, base::Ratio{1.0}}};
}

double effective_cop(const HeatSource& source, const base::Series<base::Celsius>& outdoor,
                     std::size_t slot) {
  if (!source.cop.is_empty()) return source.cop[slot].value();
  const auto& curve = source.cop_by_outdoor;
  if (curve.empty()) return 1.0;
  const base::Celsius now = outdoor[slot];
  const auto above = std::find_if(curve.begin(), curve.end(),
                                  [&](const CopPoint& point) { return point.outdoor > now; });
  if (above == curve.begin()) return curve.front().cop;
  if (above == curve.end()) return curve.back().cop;
  const CopPoint& below = *(above - 1);
  const double part = (now - below.outdoor) / (above->outdoor - below.outdoor);
  return below.cop + part * (above->cop - below.cop);
}

EnergyPrice effective_end_value(const Case& home, const ThermalZone& zone) {
  if (zone.end_value) return *zone.end_value;
  double cheapest = std::numeric_limits<double>::infinity();
  for (const HeatSource& source : home.heat_sources) {
    const std::vector<ZoneShare> shares = effective_shares(source);
    const bool heats_it = std::any_of(shares.begin(), shares.end(), [&](const ZoneShare& share) {
      return share.zone == zone.id && share.share > Ratio{};
    });
    for (std::size_t slot = 0; heats_it && slot < home.slots.count(); ++slot) {
      const double cop = effective_cop(source, home.outdoor, slot);
      if (cop > 0.0) cheapest = std::min(cheapest, home.prices.import[slot].value() / cop);
    }
  }
  constexpr double k_hair_less = 0.99;  // so that nothing is bought for the end alone
  if (cheapest == std::numeric_limits<double>::infinity()) return EnergyPrice{};
  return EnergyPrice{std::max(0.0, k_hair_less * cheapest)};
}

}  // namespace ohmstead::home
