#include "thermostat.hpp"

#include <algorithm>

namespace ohmstead::plan {
namespace {

constexpr double k_hysteresis_k = 0.5;

bool wants_heat(const Heating& heating, const Heater& heater, std::size_t slot, bool is_on,
                std::span<const double> nodes_c) {
  return std::any_of(heater.shares.begin(), heater.shares.end(), [&](const Heater::Share& share) {
    const Heating::Comfort& comfort = heating.comfort(slot, share.zone);
    // A narrow band is not left at its upper edge.
    const double off_c = std::min(comfort.low_c + k_hysteresis_k, comfort.high_c);
    return nodes_c[share.zone] < (is_on ? std::max(off_c, comfort.low_c) : comfort.low_c);
  });
}

// One thermostat on its way through the periods.
struct Thermostat {
  std::size_t next_period = 0;
  SwitchRules::Mode mode;
};

}  // namespace

void follow_thermostats(const Heating& heating, std::span<Track> heaters) {
  const HeatNetwork& network = heating.network();
  std::vector<Thermostat> thermostats(heaters.size());
  for (std::size_t i = 0; i < heaters.size(); ++i)
    thermostats[i].mode = heating.heaters()[i].rules.start();
  std::vector<double> now(network.start_c().begin(), network.start_c().end());
  std::vector<double> after(now.size()), heat_kw(network.zone_count());
  for (std::size_t t = 0; t < heating.slot_count(); ++t) {
    std::fill(heat_kw.begin(), heat_kw.end(), 0.0);
    for (std::size_t i = 0; i < heaters.size(); ++i) {
      const Heater& heater = heating.heaters()[i];
      auto& [period, mode] = thermostats[i];
      if (period < heater.rules.period_count() && heater.rules.first_slot(period) == t) {
        const bool wish = wants_heat(heating, heater, t, mode.is_on, now);
        const bool on = heater.rules.may(mode, period, wish) ? wish : mode.is_on;
        mode = heater.rules.after(mode, period, on);
        ++period;
      }
      heaters[i].power_kw[t] = mode.is_on ? heater.power_kw : 0.0;
      heaters[i].state[t] = mode.is_on && heater.is_switched ? 1 : 0;
      for (const Heater::Share& share : heater.shares)
        heat_kw[share.zone] += share.ratio * heater.heat_kw(t, heaters[i].power_kw[t]);
    }
    network.advance(t, now, heat_kw, after);
    std::swap(now, after);
  }
}

}  // namespace ohmstead::plan
