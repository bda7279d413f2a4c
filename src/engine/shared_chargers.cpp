#include "ohmstead/engine/shared_chargers.hpp"

#include <algorithm>
#include <utility>

#include "car_facts.hpp"
#include "device_readings.hpp"
#include "ohmstead/home/kept_command.hpp"
#include "ohmstead/home/shared_charger.hpp"

namespace ohmstead::engine {
namespace {

using base::Energy;
using base::Time;
using home::PluggedBy;
using home::SiteVehicle;
using home::VehicleReading;

// Somebody may have come and gone in it. Kept times are full hours.
constexpr std::chrono::hours k_longest_restart{3};
// Systems of cars are asked now and then only.
constexpr std::chrono::minutes k_slow_to_tell{30};

std::vector<const SiteVehicle*> cars_of(const home::Site& site, const std::string& charger) {
  std::vector<const SiteVehicle*> cars;
  const auto it = std::find_if(site.chargers.begin(), site.chargers.end(),
                               [&](const home::Charger& each) { return each.id == charger; });
  for (const SiteVehicle& car : site.vehicles) {
    if (can_use(car, *it)) cars.push_back(&car);
  }
  return cars;
}

VehicleReading* find_car(std::vector<VehicleReading>& all, const std::string& id) {
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const VehicleReading& each) { return each.id == id; });
  return found == all.end() ? nullptr : &*found;
}

// What a meter counted since; one that was exchanged or set back begins anew.
Energy counted(const std::optional<Energy>& was, Energy is) {
  return was ? std::max(Energy{}, is - *was) : Energy{};
}

}  // namespace

std::vector<home::Abilities> abilities_of_cars(const home::Site& site,
                                               std::vector<home::Abilities> all) {
  const std::vector<std::string> shared = home::shared_chargers(site);
  const auto its_own = std::stable_partition(all.begin(), all.end(), [&](const auto& each) {
    return std::find(shared.begin(), shared.end(), each.device) == shared.end();
  });
  const std::vector<home::Abilities> of_chargers{its_own, all.end()};
  all.erase(its_own, all.end());
  for (const home::Abilities& each : of_chargers) {
    for (const SiteVehicle* car : cars_of(site, each.device)) {
      const bool is_known = std::any_of(all.begin(), all.end(), [&](const home::Abilities& other) {
        return other.device == car->id;
      });
      if (is_known) continue;
      home::Abilities& its = all.emplace_back(each);
      its.device = car->id;
      if (car->charge) its.most = std::min(its.most, *car->charge);
    }
  }
  return all;
}

SharedChargers::SharedChargers(ports::HomeDevices& driven, const home::Site& site,
                               const base::Zone& zone)
    : driven_{&driven}, site_{&site}, zone_{&zone} {
  for (std::string& charger : home::shared_chargers(site)) {
    Plug& plug = plugs_.emplace_back();
    plug.cars = cars_of(site, charger);
    plug.charger = std::move(charger);
  }
  for (const home::Abilities& each : driven.abilities().value_or(std::vector<home::Abilities>{})) {
    own_.push_back(each.device);
  }
}

base::Result<home::Readings> SharedChargers::read() {
  auto now = driven_->read();
  if (!now) return now;
  auto& vehicles = now->devices.vehicles;
  std::vector<std::pair<Plug*, VehicleReading>> all;
  for (Plug& plug : plugs_) {
    VehicleReading* told = find_car(vehicles, plug.charger);
    if (told == nullptr) continue;  // silent: nobody knows who is there
    all.emplace_back(&plug, std::move(*told));
    std::swap(*told, vehicles.back());
    vehicles.pop_back();
  }
  // All are settled before any is placed, what is certain before what follows from it.
  for (auto& [plug, told] : all) take_name(*plug, told, now->at);
  for (auto& [plug, told] : all) settle(*plug, told, *now);
  for (auto& [plug, told] : all) place(*plug, std::move(told), *now);
  merge_cars(vehicles);
  return now;
}

// Whether nothing says that it is elsewhere.
bool SharedChargers::may_be_at(const Plug& plug, const SiteVehicle& car,
                               const home::Readings& now) const {
  const auto* own = home::find_reading(now.devices.vehicles, car.id);
  if (own != nullptr) {
    // Of one of its own chargers that is free nothing follows.
    const bool is_of_charger = !own->charger.empty() && own->charger != plug.charger;
    if (own->is_connected == is_of_charger) return false;
  }
  return std::none_of(plugs_.begin(), plugs_.end(), [&](const Plug& other) {
    return other.charger != plug.charger && other.at == &car;
  });
}

void SharedChargers::take_name(Plug& plug, const VehicleReading& told, base::Time now) {
  const bool is_long_ago = now - plug.seen_at > k_longest_restart;
  if (!told.is_connected) {
    plug.at = nullptr;
    plug.called.clear();
    plug.is_free = true;
    return;
  }
  if (std::exchange(plug.is_free, false) || plug.since == Time{}) plug.since = now;
  if (plug.at != nullptr && is_long_ago) plug.by = PluggedBy::guess;
  plug.seen_at = now;
  const bool is_same_name = plug.called.empty() || plug.called == told.called;
  plug.called = told.called;
  if (plug.at != nullptr && plug.by == PluggedBy::hand && is_same_name) return;
  for (const std::string& name : told.called) {
    const auto known =
        std::find_if(plug.cars.begin(), plug.cars.end(),
                     [&](const SiteVehicle* car) { return home::is_known_as(*car, name); });
    if (known == plug.cars.end()) continue;
    return put(plug, **known, PluggedBy::name);
  }
}

void SharedChargers::put(Plug& plug, const SiteVehicle& car, PluggedBy by) {
  for (Plug& other : plugs_) {
    if (&other == &plug || other.at != &car) continue;
    other.at = nullptr;
    other.by = PluggedBy::guess;
  }
  plug.at = &car;
  plug.by = by;
}

void SharedChargers::settle(Plug& plug, const VehicleReading& told,
                            const home::Readings& now) const {
  if (!told.is_connected || (plug.at != nullptr && plug.by >= PluggedBy::name)) return;
  const bool is_late = now.at - plug.since > k_slow_to_tell;
  if (plug.at != nullptr && plug.by == PluggedBy::elimination && is_late &&
      may_be_at(plug, *plug.at, now))
    return;
  std::vector<const SiteVehicle*> candidates;
  for (const SiteVehicle* car : plug.cars) {
    if (may_be_at(plug, *car, now)) candidates.push_back(car);
  }
  const bool is_any = !candidates.empty();
  if (!is_any) candidates = plug.cars;
  const auto says_so = [&](const SiteVehicle* car) {
    const auto* own = home::find_reading(now.devices.vehicles, car->id);
    return is_any && own != nullptr && (own->tells_plug || !own->charger.empty());
  };
  // Cars come home early: the week says which is likelier, no more.
  std::stable_partition(candidates.begin(), candidates.end(), [&](const SiteVehicle* car) {
    return !is_on_a_trip(*car, *zone_, now.at);
  });
  std::stable_partition(candidates.begin(), candidates.end(),
                        [&](const SiteVehicle* car) { return car == plug.at; });
  std::stable_partition(candidates.begin(), candidates.end(), says_so);
  plug.at = candidates.front();
  plug.by = candidates.size() == 1 ? PluggedBy::elimination : PluggedBy::guess;
}

void SharedChargers::count(Plug& plug, const VehicleReading& told) {
  if (plug.at != nullptr) {
    Meters& meters = meters_[plug.at->id];
    meters.charged += counted(plug.charged, told.charged);
    meters.discharged += counted(plug.discharged, told.discharged);
  }
  plug.charged = told.charged;
  plug.discharged = told.discharged;
}

// What the charger tells goes to the car that is there; the others are not plugged in there.
void SharedChargers::place(Plug& plug, VehicleReading told, home::Readings& now) {
  count(plug, told);
  auto& vehicles = now.devices.vehicles;
  for (const SiteVehicle* car : plug.cars) {
    if (car == plug.at || plug_of(car->id) != &plug) continue;
    VehicleReading* own = find_car(vehicles, car->id);
    if (own != nullptr && !own->charger.empty()) continue;  // a charger of its own tells of it
    if (own == nullptr) own = &vehicles.emplace_back(VehicleReading{car->id});
    own->is_connected = false;
    own->charged = meters_[car->id].charged;
    own->discharged = meters_[car->id].discharged;
  }
  if (plug.at == nullptr) return;
  told.id = plug.at->id;
  told.charger = plug.charger;
  told.is_assumed = plug.by == PluggedBy::guess;
  if (told.soc) told.soc = plug.at->capacity * (*told.soc / home::k_stand_in_capacity);
  told.charged = meters_[told.id].charged;
  told.discharged = meters_[told.id].discharged;
  if (VehicleReading* own = find_car(vehicles, told.id)) {
    own->is_connected = true;  // the plug knows better
    own->charger = plug.charger;
  }
  vehicles.push_back(std::move(told));
}

// Where it is already, else where another one is assumed, else where another one is.
void SharedChargers::set_plugged_in(const std::string& car) {
  Plug* best = nullptr;
  const SiteVehicle* it = nullptr;
  const auto rank = [&](const Plug& plug) {
    return plug.at->id == car ? 2 : static_cast<int>(plug.by == PluggedBy::guess);
  };
  for (Plug& plug : plugs_) {
    const auto found = std::find_if(plug.cars.begin(), plug.cars.end(),
                                    [&](const SiteVehicle* each) { return each->id == car; });
    if (plug.at == nullptr || found == plug.cars.end()) continue;
    if (best != nullptr && rank(plug) <= rank(*best)) continue;
    best = &plug;
    it = *found;
  }
  if (best == nullptr) return;
  put(*best, *it, PluggedBy::hand);
}

std::string SharedChargers::kept() const {
  const std::string text = driven_->kept();
  home::KeptCommands all;
  if (!text.empty()) all = home::read_kept_commands(text).value_or(all);
  for (const Plug& plug : plugs_) {
    if (plug.at == nullptr) continue;
    const auto hour = std::chrono::floor<std::chrono::hours>(plug.seen_at);
    all.plugs.push_back({plug.charger, plug.at->id, plug.by, hour});
  }
  return all.plugs.empty() ? text : home::write_kept_commands(all);
}

void SharedChargers::restore(const std::string& kept) {
  driven_->restore(kept);
  const auto all = home::read_kept_commands(kept);
  if (!all) return;
  for (const home::KeptPlug& each : all->plugs) {
    for (Plug& plug : plugs_) {
      const auto car = std::find_if(plug.cars.begin(), plug.cars.end(),
                                    [&](const SiteVehicle* it) { return it->id == each.car; });
      if (plug.charger != each.charger || car == plug.cars.end()) continue;
      plug.at = *car;
      plug.by = each.by;
      plug.seen_at = plug.since = each.seen_at;
    }
  }
}

const SharedChargers::Plug* SharedChargers::plug_of(const std::string& car) const {
  const Plug* first = nullptr;
  for (const Plug& plug : plugs_) {
    if (plug.at != nullptr && plug.at->id == car) return &plug;
    const bool may = std::any_of(plug.cars.begin(), plug.cars.end(),
                                 [&](const SiteVehicle* each) { return each->id == car; });
    if (may && first == nullptr) first = &plug;
  }
  return first;
}

bool SharedChargers::has_own_charger(const std::string& car) const {
  return std::find(own_.begin(), own_.end(), car) != own_.end();
}

home::PlanSlot SharedChargers::with_chargers(home::PlanSlot order) const {
  std::vector<std::string> free;  // told to wait, so that the next car does not begin by itself
  std::erase_if(order.devices, [&](home::DeviceSlot& device) {
    const Plug* plug = plug_of(device.id);
    if (plug == nullptr) return false;
    const bool is_there = plug->at != nullptr && plug->at->id == device.id;
    if (is_there) device.id = plug->charger;
    const bool is_known = std::find(free.begin(), free.end(), plug->charger) != free.end();
    if (plug->at == nullptr && !is_known) free.push_back(plug->charger);
    return !is_there && !has_own_charger(device.id);
  });
  for (std::string& charger : free) order.devices.emplace_back().id = std::move(charger);
  return order;
}

std::vector<std::string> SharedChargers::with_chargers(std::vector<std::string> devices) const {
  std::erase_if(devices, [&](std::string& device) {
    const Plug* plug = plug_of(device);
    if (plug == nullptr) return false;
    const bool is_there = plug->at != nullptr && plug->at->id == device;
    if (is_there) device = plug->charger;
    return !is_there && !has_own_charger(device);
  });
  return devices;
}

void SharedChargers::set_import_budget(const std::optional<home::ImportBudget>& budget) {
  auto inside = budget;
  if (inside) inside->spared = with_chargers(std::move(inside->spared));
  driven_->set_import_budget(inside);
}

std::optional<std::vector<home::Abilities>> SharedChargers::abilities() const {
  auto all = driven_->abilities();
  if (all) all = abilities_of_cars(*site_, std::move(*all));
  return all;
}

std::string SharedChargers::car_at(const std::string& device) const {
  const auto plug = std::find_if(plugs_.begin(), plugs_.end(),
                                 [&](const Plug& each) { return each.charger == device; });
  return plug == plugs_.end() || plug->at == nullptr ? device : plug->at->id;
}

std::vector<ports::CommandState> SharedChargers::commands() const {
  auto all = driven_->commands();
  for (ports::CommandState& each : all) each.device = car_at(each.device);
  return all;
}

std::vector<ports::CommandEffort> SharedChargers::take_efforts() {
  auto all = driven_->take_efforts();
  for (ports::CommandEffort& each : all) each.device = car_at(each.device);
  return all;
}

}  // namespace ohmstead::engine
