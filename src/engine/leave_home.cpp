#include "leave_home.hpp"

#include <algorithm>

#include "car_facts.hpp"

namespace ohmstead::engine {
namespace {

using base::Time;

// Rooms and tanks are warm again when people come back.
constexpr std::chrono::hours k_back_ahead{6};

void cool_rooms(home::Case& home, const home::Site& site, const home::Away& away) {
  for (home::ThermalZone& zone : home.zones) {
    const home::SiteZone* own = find_device(site.zones, zone.id);
    if (own == nullptr) continue;
    for (std::size_t t = 0; t < zone.low.size(); ++t) {
      const Time end = home.slots.end(t);
      if (end <= away.from || end > away.until) continue;
      zone.low.set(t, std::min(zone.low[t], own->away));
    }
  }
}

void stop_water(home::WaterHeater& heater, const home::Case& home, const home::Away& away,
                Time now) {
  const bool is_cold = away.from <= now && now < away.until - k_back_ahead;
  if (is_cold && heater.daily) heater.daily = base::Energy{};
  if (!heater.tank) return;
  home::WaterTank& tank = *heater.tank;
  for (std::size_t t = 0; t < tank.draw.size(); ++t) {
    if (!(away.from <= home.slots.start(t) && home.slots.end(t) <= away.until)) continue;
    tank.draw.set(t, base::Power{});
    if (!tank.reserve.is_empty()) tank.reserve.set(t, base::Energy{});
  }
  if (!is_cold) return;
  tank.min.reset();
  tank.reserve = {};
  tank.comfort.reset();
  tank.end_min.reset();
  tank.end_value = base::EnergyPrice{};
}

}  // namespace

void leave_home(home::Case& home, const home::Site& site, const home::Away& away, Time now) {
  cool_rooms(home, site, away);
  for (home::WaterHeater& heater : home.water_heaters) stop_water(heater, home, away, now);
}

}  // namespace ohmstead::engine
