#include <algorithm>

#include "check_parts.hpp"
#include "check_site_devices.hpp"

namespace ohmstead::home {
namespace {

void check_hygiene(const SiteWaterHeater& heater, const std::string& path, Problems& problems) {
  if (!heater.hygiene) return;
  if (!heater.tank) return problems.add(path, "needs a tank whose temperature is known; give tank");
  if (heater.tank->max && *heater.tank->max < heater.hygiene->temperature)
    problems.add(join_path(path, "temperature_c"),
                 fmt::format("{:g} is above tank.max_c {:g}", heater.hygiene->temperature.value(),
                             heater.tank->max->value()));
}

void check_surplus(const Site& site, const SurplusHeating& surplus, const std::string& path,
                   Problems& problems) {
  const std::string list = join_path(path, "rules");
  if (surplus.rules.empty() && !problems.has_about(list))
    problems.add(list, "names no rule: it would never run");
  for (std::size_t i = 0; i < surplus.rules.size(); ++i) {
    const SurplusRule& rule = surplus.rules[i];
    const std::string place = join_path(list, i);
    if (!rule.price_below && !rule.soc_at_least_pct && !rule.pv_above && !problems.has_below(place))
      problems.add(place, "says nothing: it would hold always");
    if (rule.soc_at_least_pct && site.batteries.empty())
      problems.add(join_path(place, "soc_at_least_pct"), "the home has no battery");
    if (rule.pv_above && !site.pv) problems.add(join_path(place, "pv_above_kw"), "there is no pv");
  }
}

}  // namespace

void find_rule_problems(const Site& site, Problems& problems) {
  for (std::size_t i = 0; i < site.water_heaters.size(); ++i) {
    const SiteWaterHeater& heater = site.water_heaters[i];
    const std::string path = join_path("water_heaters", i);
    check_hygiene(heater, join_path(path, "hygiene"), problems);
    if (heater.surplus) check_surplus(site, *heater.surplus, join_path(path, "surplus"), problems);
  }
  for (std::size_t i = 0; i < site.zones.size(); ++i) {
    const SiteZone& zone = site.zones[i];
    if (zone.away < zone.frost)
      problems.add(
          join_path(join_path("zones", i), "away_c"),
          fmt::format("{:g} is below frost_c {:g}", zone.away.value(), zone.frost.value()));
  }
  if (!site.service.home_assistant) return;
  const std::string& wanted = site.service.home_assistant->connection;
  const auto found = std::find_if(site.connections.begin(), site.connections.end(),
                                  [&](const Connection& each) { return each.id == wanted; });
  const std::string place = "service.home_assistant.connection";
  if (problems.has_about(place)) return;
  if (found == site.connections.end())
    problems.add(place, fmt::format("there is no connection '{}'", wanted));
  else if (found->kind != ConnectionKind::mqtt)
    problems.add(place, fmt::format("'{}' is not of kind mqtt", wanted));
}

}  // namespace ohmstead::home
