#include "ohmstead/control/surplus_heating.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace ohmstead::control {
namespace {

constexpr double k_soc_slack_pct = 2.0;
constexpr double k_sun_slack = 0.9;
constexpr double k_warm_slack_k = 2.0;
// Of a heater's power; the rest may come from the battery or the grid.
constexpr double k_least_share = 0.5;

// Why it holds; empty: it does not.
std::string why_holds(const home::SurplusRule& rule, const SurplusHeater& heater,
                      const HomeSurplus& home, base::Power left) {
  std::string why;
  const auto add = [&why](const std::string& text) { why += (why.empty() ? "" : "; ") + text; };
  if (rule.price_below) {
    if (!home.price || *home.price >= *rule.price_below) return {};
    add(fmt::format("a kWh costs {:.3f}", home.price->value()));
  }
  if (rule.soc_at_least_pct) {
    const double least = *rule.soc_at_least_pct - (heater.is_on ? k_soc_slack_pct : 0.0);
    if (!home.soc_pct || *home.soc_pct < least) return {};
    add(fmt::format("the batteries are {:.0f} % full", *home.soc_pct));
  }
  if (rule.pv_above) {
    const base::Power least = *rule.pv_above * (heater.is_on ? k_sun_slack : 1.0);
    if (home.pv <= least) return {};
    if (!rule.price_below && left < heater.power * k_least_share) return {};
    add(fmt::format("the sun gives {:.1f} kW", home.pv.value()));
  }
  return why;
}

bool is_warm(const SurplusHeater& heater) {
  if (!heater.wish->not_above || !heater.temperature) return false;
  const double most_c = heater.wish->not_above->value() - (heater.is_on ? 0.0 : k_warm_slack_k);
  return heater.temperature->value() >= most_c;
}

}  // namespace

std::vector<HeaterTurn> surplus_turns(const std::vector<SurplusHeater>& heaters,
                                      const HomeSurplus& home) {
  std::vector<const SurplusHeater*> order;
  order.reserve(heaters.size());
  for (const SurplusHeater& each : heaters) order.push_back(&each);
  std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) {
    return a->wish->priority < b->wish->priority;
  });
  std::vector<HeaterTurn> turns;
  base::Power left = home.left;
  for (const SurplusHeater* heater : order) {
    if (is_warm(*heater)) continue;
    for (const home::SurplusRule& rule : heater->wish->rules) {
      std::string why = why_holds(rule, *heater, home, left);
      if (why.empty()) continue;
      turns.push_back({heater->id, std::move(why)});
      left -= heater->power;
      break;
    }
  }
  return turns;
}

}  // namespace ohmstead::control
