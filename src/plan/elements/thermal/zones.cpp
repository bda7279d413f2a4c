#include "zones.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "elements/account.hpp"
#include "elements/make_elements.hpp"
#include "heat_schedule.hpp"
#include "rooms_floor.hpp"
#include "thermostat.hpp"
#include "zones_linear.hpp"

namespace ohmstead::plan {
namespace {

constexpr double k_tolerance_kw = 1e-6;

}  // namespace

ZonesElement::ZonesElement(const home::Case& home) : heating_{home} {
  for (const home::ThermalZone& zone : home.zones) devices_.push_back({zone.id, {}, 0.0, 0.0});
  for (const Heater& heater : heating_.heaters()) {
    std::vector<std::string> states;
    if (heater.is_switched) states = {"off", "on"};
    devices_.push_back({heater.id, std::move(states), heater.power_kw, 0.0});
  }
}

LinearPart ZonesElement::add_to(LinearHome& linear) const { return add_heating(heating_, linear); }

void ZonesElement::complete(std::span<Track> tracks) const {
  const HeatNetwork& network = heating_.network();
  const std::size_t n = network.node_count();
  const std::size_t slots = heating_.slot_count();
  std::vector<double> temperatures;
  heating_.simulate(heaters_of(tracks), temperatures);
  for (std::size_t z = 0; z < network.zone_count(); ++z) {
    const auto mass = network.mass_node(z);
    tracks[z].temperature_c.resize(slots);
    tracks[z].mass_c.resize(mass ? slots : 0);
    for (std::size_t t = 0; t < slots; ++t) {
      tracks[z].temperature_c[t] = temperatures[t * n + z];
      if (mass) tracks[z].mass_c[t] = temperatures[t * n + *mass];
    }
  }
  const auto heaters = heaters_of(tracks);
  for (std::size_t i = 0; i < heaters.size(); ++i) {
    heaters[i].heat_kw.resize(slots);
    for (std::size_t t = 0; t < slots; ++t)
      heaters[i].heat_kw[t] = heating_.heaters()[i].heat_kw(t, heaters[i].power_kw[t]);
  }
}

void ZonesElement::bill(std::span<const Track> tracks, Account& account) const {
  std::vector<double> temperatures;
  heating_.simulate(heaters_of(tracks), temperatures);
  const auto end = std::span<const double>{temperatures}.last(heating_.network().node_count());
  account.add_comfort(heating_.comfort_cost(temperatures));
  account.add_stored_change(heating_.worth(end) - start_worth());
}

double ZonesElement::start_worth() const { return heating_.worth(heating_.network().start_c()); }

void ZonesElement::check(std::span<const Track> tracks, const Refuse& refuse) const {
  const std::size_t zones = heating_.network().zone_count();
  for (std::size_t z = 0; z < zones; ++z) {
    for (std::size_t t = 0; t < heating_.slot_count(); ++t) {
      if (std::abs(tracks[z].power_kw[t]) > k_tolerance_kw)
        refuse(t, z, "power_kw", "a zone draws nothing; its heat sources do");
    }
  }
  for (std::size_t i = 0; i < heating_.heaters().size(); ++i)
    check_heater(i, tracks[zones + i], refuse);
}

void ZonesElement::check_heater(std::size_t heater, const Track& track,
                                const Refuse& refuse) const {
  const Heater& source = heating_.heaters()[heater];
  const std::size_t device = heating_.network().zone_count() + heater;
  for (std::size_t t = 0; t < heating_.slot_count(); ++t) {
    const bool is_on = !source.is_switched || track.state[t] != 0;
    const double least = is_on && source.is_switched ? source.least_kw : 0.0;
    const double most = is_on ? source.power_kw : 0.0;
    const double kw = track.power_kw[t];
    if (kw >= least - k_tolerance_kw && kw <= most + k_tolerance_kw) continue;
    refuse(t, device, "power_kw",
           least == most
               ? fmt::format("{} where it draws {} when {}", kw, most, is_on ? "on" : "off")
               : fmt::format("{} is not between {} and {}", kw, least, most));
  }
  if (!source.is_switched) return;
  source.rules.find_problems(track.state, [&](std::size_t slot, const std::string& message) {
    refuse(slot, device, "state", message);
  });
}

void ZonesElement::act_by_habit(std::span<Track> tracks) const {
  follow_thermostats(heating_, heaters_of(tracks));
}

std::vector<std::unique_ptr<SwitchedDevice>> ZonesElement::switched() const {
  return switched_heaters(heating_);
}

std::unique_ptr<CostFloor> ZonesElement::cost_floor() const { return make_rooms_floor(heating_); }

void add_zones(const home::Case& home, Elements& elements) {
  if (home.zones.empty()) return;
  elements.push_back(std::make_shared<ZonesElement>(home));
}

}  // namespace ohmstead::plan
