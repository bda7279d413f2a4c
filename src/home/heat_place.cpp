#include "ohmstead/home/heat_place.hpp"

#include <algorithm>

namespace ohmstead::home {
namespace {

template <class List>
const auto* find(const List& list, const std::string& id) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const auto& each) { return each.id == id; });
  return found == list.end() ? nullptr : &*found;
}

}  // namespace

std::optional<HeatPlace> heat_place_of(const Site& site, const std::string& device) {
  if (const SiteWaterHeater* heater = find(site.water_heaters, device)) {
    if (!heater->tank || !heater->tank->max) return std::nullopt;
    return HeatPlace{device, *heater->tank->max};
  }
  const SiteHeatSource* source = find(site.heat_sources, device);
  if (source == nullptr) return std::nullopt;
  const auto shares = effective_shares(*source);
  const auto first =
      std::max_element(shares.begin(), shares.end(),
                       [](const ZoneShare& a, const ZoneShare& b) { return a.share < b.share; });
  const SiteZone* zone = first == shares.end() ? nullptr : find(site.zones, first->zone);
  if (zone == nullptr || zone->high.is_empty()) return std::nullopt;
  base::Celsius most = zone->high[0];
  for (std::size_t i = 1; i < zone->high.size(); ++i) most = std::max(most, zone->high[i]);
  return HeatPlace{zone->id, most};
}

}  // namespace ohmstead::home
