#include "vehicle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "account.hpp"
#include "charger_queue.hpp"
#include "public_charging.hpp"

namespace ohmstead::plan {
namespace {

constexpr double k_tolerance = 1e-6;
// Where no target says more, habit charges up to this share of the capacity.
constexpr double k_habit_share = 0.8;

// Whether no car of the group can tell the two chargers apart.
bool is_same_kind(const home::Case& home, const std::vector<std::size_t>& vehicles,
                  const home::Charger& a, const home::Charger& b) {
  const auto is_same_user = [&](std::size_t v) {
    return can_use(home.vehicles[v], a) == can_use(home.vehicles[v], b);
  };
  return a.min == b.min && effective_max(a) == effective_max(b) &&
         power_levels_kw(a) == power_levels_kw(b) && a.discharge == b.discharge &&
         a.efficiency == b.efficiency &&
         effective_discharge_efficiency(a) == effective_discharge_efficiency(b) &&
         std::all_of(vehicles.begin(), vehicles.end(), is_same_user);
}

std::vector<ChargerKind> make_kinds(const home::Case& home,
                                    const std::vector<std::size_t>& vehicles) {
  std::vector<ChargerKind> kinds;
  for (std::size_t c = 0; c < home.chargers.size(); ++c) {
    const home::Charger& charger = home.chargers[c];
    const bool is_used = std::any_of(vehicles.begin(), vehicles.end(), [&](std::size_t v) {
      return can_use(home.vehicles[v], charger);
    });
    if (!is_used) continue;
    const auto same = std::find_if(kinds.begin(), kinds.end(), [&](const ChargerKind& kind) {
      return is_same_kind(home, vehicles, home.chargers[kind.chargers.front()], charger);
    });
    if (same == kinds.end()) {
      kinds.push_back({{c}});
    } else {
      same->chargers.push_back(c);
    }
  }
  return kinds;
}

}  // namespace

VehicleElement::VehicleElement(const home::Case& home, const std::vector<std::size_t>& vehicles)
    : home_{&home}, kinds_{make_kinds(home, vehicles)} {
  for (const std::size_t v : vehicles) {
    const Car& car = cars_.emplace_back(home, home.vehicles[v], kinds_);
    Device& device = devices_.emplace_back();
    device.id = car.vehicle->id;
    device.states = {"idle", "away"};
    std::vector<Place>& places = places_.emplace_back();
    for (std::size_t p = 0; p < car.plugs.size(); ++p) {
      for (const std::size_t charger : kinds_[car.plugs[p].kind].chargers) {
        device.states.push_back(home.chargers[charger].id);
        places.push_back({charger, p});
      }
      device.most_drawn_kw = std::max(device.most_drawn_kw, car.plugs[p].most_kw);
      device.most_given_kw = std::max(device.most_given_kw, car.plugs[p].discharge_kw);
    }
  }
}

const Plug* VehicleElement::plug_of(std::size_t car, int state) const {
  if (state <= k_away) return nullptr;
  return &cars_[car].plugs[places_[car][static_cast<std::size_t>(state - 2)].plug];
}

std::size_t VehicleElement::charger_at(std::size_t car, int state) const {
  return places_[car][static_cast<std::size_t>(state - 2)].charger;
}

int VehicleElement::state_at(std::size_t car, std::size_t charger) const {
  for (std::size_t i = 0; i < places_[car].size(); ++i) {
    if (places_[car][i].charger == charger) return static_cast<int>(i) + 2;
  }
  return k_idle;
}

void VehicleElement::complete(std::span<Track> tracks) const {
  for (std::size_t c = 0; c < cars_.size(); ++c) {
    const Car& car = cars_[c];
    Track& track = tracks[c];
    std::vector<double> change(count(), 0.0);
    std::vector<double> full(count(), car.capacity_kwh);
    for (std::size_t t = 0; t < count(); ++t) {
      change[t] = -car.driven_kwh[t];
      const Plug* plug = plug_of(c, track.state[t]);
      const double power = track.power_kw[t];
      if (plug == nullptr) continue;  // check() refuses power here
      change[t] += power > 0.0 ? power * hours(t) * plug->charge_efficiency
                               : power * hours(t) / plug->discharge_efficiency;
      if (power > 0.0 && car.share[t] > 0.0) full[t] = car.full_enough_kwh(power / car.share[t]);
    }
    track.elsewhere_kwh = public_charging(car, change, full);
    track.soc_kwh.assign(count(), 0.0);
    double soc = car.soc_kwh;
    for (std::size_t t = 0; t < count(); ++t) {
      soc += change[t] + track.elsewhere_kwh[t];
      track.soc_kwh[t] = soc;
    }
  }
}

void VehicleElement::bill(std::span<const Track> tracks, Account& account) const {
  for (std::size_t c = 0; c < cars_.size(); ++c) {
    const Car& car = cars_[c];
    const Track& track = tracks[c];
    const std::string& id = car.vehicle->id;
    const double min_soc = car.vehicle->min_soc.value();
    account.add_missed(0, fmt::format("vehicle.max_soc[{}]", id), car.above_full_kwh, "kWh", 0.0);
    for (std::size_t t = 0; t < count(); ++t) {
      const double given_kwh = std::max(0.0, -track.power_kw[t]) * hours(t);
      account.add_wear(given_kwh * car.vehicle->wear.value());
      const double public_cost = track.elsewhere_kwh[t] * car.public_price;
      if (car.vehicle->public_price) {
        account.add_comfort(public_cost);
      } else {
        account.add_missed(t, fmt::format("vehicle.elsewhere[{}]", id), track.elsewhere_kwh[t],
                           "kWh", public_cost);
      }
      const double missing = min_soc - track.soc_kwh[t];
      account.add_missed(t, fmt::format("vehicle.min_soc[{}]", id), missing, "kWh",
                         missing * car.violation_price);
    }
    for (const CarTarget& target : car.targets) {
      const double missing = target.soc_kwh - track.soc_kwh[target.slot];
      account.add_missed(target.slot, fmt::format("vehicle.target[{}]", id), missing, "kWh",
                         missing * target.price);
    }
    account.add_stored_change((car.end_value.at(base::Energy{track.soc_kwh.back()}) -
                               car.end_value.at(base::Energy{car.soc_kwh}))
                                  .value());
  }
}

double VehicleElement::start_worth() const {
  double sum = 0.0;
  for (const Car& car : cars_) sum += car.end_value.at(base::Energy{car.soc_kwh}).value();
  return sum;
}

void VehicleElement::check(std::span<const Track> tracks, const Refuse& refuse) const {
  for (std::size_t t = 0; t < count(); ++t) {
    for (std::size_t c = 0; c < cars_.size(); ++c) check_power(t, c, tracks, refuse);
    check_sharing(t, tracks, refuse);
  }
}

void VehicleElement::check_power(std::size_t slot, std::size_t car_index,
                                 std::span<const Track> tracks, const Refuse& refuse) const {
  const Car& car = cars_[car_index];
  const Track& track = tracks[car_index];
  const double power = track.power_kw[slot];
  const double share = car.share[slot];
  const Plug* plug = plug_of(car_index, track.state[slot]);
  const auto refuse_power = [&](const std::string& message) {
    refuse(slot, car_index, "power_kw", message);
  };
  if ((share <= 0.0) != (track.state[slot] == k_away)) {
    refuse(slot, car_index, "state", share <= 0.0 ? "the car is away" : "the car is not away");
  } else if (plug == nullptr && std::abs(power) > k_tolerance) {
    refuse_power(fmt::format("{} without a charger", power));
  } else if (plug != nullptr && power < -plug->discharge_kw * share - k_tolerance) {
    refuse_power(fmt::format("{} gives more than {}", power, plug->discharge_kw * share));
  } else if (plug != nullptr && power > k_tolerance) {
    const double possible = plug->nearest_to(power, share);
    if (std::abs(possible - power) > k_tolerance) {
      refuse_power(fmt::format("{} is not possible, the nearest is {}", power, possible));
    } else if (power > share * car.taper_kw(track.soc_kwh[slot]) + k_tolerance) {
      refuse_power(
          fmt::format("{} is more than the car takes at {} kWh", power, track.soc_kwh[slot]));
    }
  }
  const double soc = track.soc_kwh[slot];
  if (soc < -k_tolerance || soc > car.capacity_kwh + k_tolerance)
    refuse_power(fmt::format("leaves {} kWh in a car of {} kWh", soc, car.capacity_kwh));
}

void VehicleElement::check_sharing(std::size_t slot, std::span<const Track> tracks,
                                   const Refuse& refuse) const {
  for (std::size_t c = 0; c < cars_.size(); ++c) {
    if (plug_of(c, tracks[c].state[slot]) == nullptr) continue;
    for (std::size_t other = 0; other < c; ++other) {
      if (plug_of(other, tracks[other].state[slot]) == nullptr) continue;
      if (charger_at(c, tracks[c].state[slot]) != charger_at(other, tracks[other].state[slot]))
        continue;
      refuse(slot, c, "state", fmt::format("{} is there too", cars_[other].vehicle->id));
    }
  }
}

double VehicleElement::habit_goal_kwh(const Car& car, std::size_t slot) const {
  double goal = car.targets.empty() ? k_habit_share * car.capacity_kwh : 0.0;
  for (const CarTarget& target : car.targets) {
    if (target.slot >= slot) goal = std::max(goal, target.soc_kwh);
  }
  return std::min(goal, car.capacity_kwh);
}

// Plugged in, at once, with full power, first come first served.
void VehicleElement::act_by_habit(std::span<Track> tracks) const {
  ChargerQueue queue{*this};
  std::vector<double> soc;
  soc.reserve(cars_.size());
  for (const Car& car : cars_) soc.push_back(car.soc_kwh);
  for (std::size_t t = 0; t < count(); ++t) {
    queue.start_slot();
    for (std::size_t c = 0; c < cars_.size(); ++c) {
      const Car& car = cars_[c];
      tracks[c].power_kw[t] = 0.0;
      tracks[c].state[t] = car.share[t] > 0.0 ? k_idle : k_away;
      const double goal = habit_goal_kwh(car, t);
      for (const Plug& plug : car.plugs) {
        if (car.share[t] <= 0.0 || soc[c] >= goal - k_tolerance) break;
        double power =
            plug.highest_below(car.room_kw(plug, t, soc[c], goal, hours(t)), car.share[t]);
        const double most = car.room_kw(plug, t, soc[c], car.capacity_kwh, hours(t));
        // Rather a little more than wanted than nothing.
        if (power <= 0.0 && plug.least_kw * car.share[t] <= most)
          power = plug.least_kw * car.share[t];
        const int state = power > 0.0 ? queue.take(c, plug.kind) : k_idle;
        if (state == k_idle) continue;
        tracks[c].state[t] = state;
        tracks[c].power_kw[t] = power;
        soc[c] += power * hours(t) * plug.charge_efficiency;
        break;
      }
      soc[c] = std::max(0.0, soc[c] - car.driven_kwh[t]);
    }
  }
}

}  // namespace ohmstead::plan
