#include "evcc/devices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace ohmstead::connect {
namespace {

using base::Power;
using home::Verb;

template <class List>
const auto* find(const List& list, const std::string& id) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const auto& each) { return each.id == id; });
  return found == list.end() ? nullptr : &*found;
}

// The charger that a car uses, where there is only one.
const home::Charger* only_charger(const home::SiteVehicle& car, const home::Site& site) {
  const home::Charger* only = nullptr;
  for (const home::Charger& charger : site.chargers) {
    if (!can_use(car, charger)) continue;
    if (only != nullptr) return nullptr;
    only = &charger;
  }
  return only;
}

const home::SiteVehicle* only_car(const home::Charger& charger, const home::Site& site) {
  const home::SiteVehicle* only = nullptr;
  for (const home::SiteVehicle& car : site.vehicles) {
    if (!can_use(car, charger)) continue;
    if (only != nullptr) return nullptr;
    only = &car;
  }
  return only;
}

Power most_of(const EvccCar& pair) {
  Power most = pair.charger == nullptr ? Power{11.0} : effective_max(*pair.charger);
  if (pair.car->charge) most = std::min(most, *pair.car->charge);
  return most;
}

// With how many phases it charges, as far as can be known.
double phases_of(const EvccCar& pair, const EvccLoadpoint& loadpoint) {
  if (loadpoint.phases > 0) return static_cast<double>(loadpoint.phases);
  const auto& phases = pair.charger->currents->phases;
  return phases.empty() ? 1.0
                        : static_cast<double>(*std::max_element(phases.begin(), phases.end()));
}

bool has_currents(const EvccCar& pair) {
  return pair.charger != nullptr && pair.charger->currents.has_value();
}

std::string current_order(const EvccLoadpoint& loadpoint, double current_a) {
  return fmt::format("loadpoints/{}/maxcurrent/{:g}", loadpoint.number, current_a);
}

class Pairing {
 public:
  explicit Pairing(const home::Site& site) : site_{site} {}

  void add(std::size_t index, const home::PairedDevice& pair) {
    if (pair.theirs == "site") {
      if (pair.ours != "home") fault(index, "ours: evcc's site is `home`");
      all.is_meter = true;
    } else if (pair.theirs == "battery") {
      const auto* battery = find(site_.batteries, pair.ours);
      if (battery == nullptr)
        fault(index, fmt::format("ours: '{}' is no battery of this home", pair.ours));
      else if (all.battery != nullptr)
        fault(index, "theirs: evcc controls its batteries as one");
      all.battery = battery;
    } else {
      add_car(index, pair);
    }
  }

  EvccDevices all;
  std::string faults;

 private:
  void add_car(std::size_t index, const home::PairedDevice& pair) {
    EvccCar car{pair.theirs, find(site_.vehicles, pair.ours), nullptr};
    if (car.car != nullptr) {
      car.charger = only_charger(*car.car, site_);
    } else if (const auto* charger = find(site_.chargers, pair.ours); charger != nullptr) {
      car.charger = charger;
      car.car = only_car(*charger, site_);
      if (car.car == nullptr)
        return fault(index,
                     fmt::format("ours: not one car alone can use {}; name the car", pair.ours));
    } else {
      return fault(index, fmt::format("ours: '{}' is no car or charger of this home", pair.ours));
    }
    const bool is_double = std::any_of(all.cars.begin(), all.cars.end(), [&](const EvccCar& each) {
      return each.theirs == car.theirs || each.car == car.car;
    });
    if (is_double) return fault(index, "this car or loadpoint stands twice");
    all.cars.push_back(std::move(car));
  }

  void fault(std::size_t index, const std::string& what) {
    faults += fmt::format("{}devices[{}].{}", faults.empty() ? "" : "\n", index, what);
  }

  const home::Site& site_;
};

}  // namespace

base::Result<EvccDevices> read_evcc_devices(const home::Connection& connection,
                                            const home::Site& site) {
  Pairing pairing{site};
  for (std::size_t i = 0; i < connection.devices.size(); ++i) pairing.add(i, connection.devices[i]);
  if (!pairing.faults.empty()) return base::fail(base::ErrorKind::invalid_input, pairing.faults);
  return std::move(pairing.all);
}

const EvccLoadpoint* find_loadpoint(const EvccState& state, const std::string& theirs) {
  std::int64_t number = 0;
  const char* end = theirs.data() + theirs.size();
  const bool is_number = std::from_chars(theirs.data(), end, number).ptr == end;
  for (const EvccLoadpoint& loadpoint : state.loadpoints) {
    if (is_number ? loadpoint.number == number : loadpoint.title == theirs) return &loadpoint;
  }
  return nullptr;
}

home::Abilities abilities_of(const home::SiteBattery& battery) {
  home::Abilities all{.device = battery.id, .verbs = {Verb::self_use, Verb::hold, Verb::charge}};
  all.least = all.most = battery.charge;  // with what it has
  all.settles_within = base::Seconds{45};
  all.least_pause = base::Seconds{10};
  all.refresh_every = base::Seconds{25};  // evcc forgets after a minute
  return all;
}

home::Abilities abilities_of(const EvccCar& car) {
  home::Abilities all{.device = car.car->id, .verbs = {Verb::automatic, Verb::off, Verb::on}};
  all.least = all.most = most_of(car);
  if (has_currents(car)) {
    const home::ChargerCurrents& currents = *car.charger->currents;
    const auto fewest = currents.phases.empty()
                            ? 1
                            : *std::min_element(currents.phases.begin(), currents.phases.end());
    all.least = std::min(all.most, Power{currents.min_a * currents.voltage_v *
                                         static_cast<double>(fewest) / 1000.0});
  }
  all.settles_within = base::Seconds{60};
  all.least_pause = base::Seconds{60};
  return all;
}

std::vector<std::string> battery_orders(const home::Command& command, const EvccState& state) {
  if (command.verb == Verb::charge) return {"batterymode/charge"};
  if (command.verb != Verb::hold) return {"batterymode/normal"};
  // evcc's hold keeps from discharging, its holdcharge from charging: what the sun leaves decides.
  double drawn_w = state.home_w.value_or(0.0);
  for (const EvccLoadpoint& loadpoint : state.loadpoints) drawn_w += loadpoint.power_w;
  const bool is_surplus = state.pv_w.value_or(0.0) > drawn_w;
  return {is_surplus ? "batterymode/holdcharge" : "batterymode/hold"};
}

std::vector<std::string> car_orders(const home::Command& command, const EvccCar& car,
                                    const EvccLoadpoint& loadpoint) {
  std::vector<std::string> orders;
  if (has_currents(car)) {
    const home::ChargerCurrents& currents = *car.charger->currents;
    double current_a = currents.max_a;  // given back with the other modes
    if (command.verb == Verb::on) {
      const double asked_a =
          command.power.value() * 1000.0 / (currents.voltage_v * phases_of(car, loadpoint));
      const double step_a = currents.step_a > 0.0 ? currents.step_a : 1.0;
      // Down to a step: never more than was asked for.
      current_a =
          std::clamp(std::floor(asked_a / step_a + 1e-6) * step_a, currents.min_a, currents.max_a);
    }
    if (!loadpoint.max_current_a || std::abs(*loadpoint.max_current_a - current_a) > 0.01)
      orders.push_back(current_order(loadpoint, current_a));
  }
  // To an evcc that knows `smart`, `pv` would also end what somebody chose beside it.
  const std::string_view mode = command.verb == Verb::on    ? "now"
                                : command.verb == Verb::off ? "off"
                                : loadpoint.is_smart_known  ? "smart"
                                                            : "pv";
  orders.push_back(fmt::format("loadpoints/{}/mode/{}", loadpoint.number, mode));
  return orders;
}

home::Command told_to_battery(const home::SiteBattery& battery, const EvccState& state) {
  home::Command command{battery.id, Verb::self_use, {}, {}};
  if (state.battery_mode == "charge") {
    command.verb = Verb::charge;
    command.power = battery.charge;
  } else if (state.battery_mode == "hold" || state.battery_mode == "holdcharge") {
    command.verb = Verb::hold;
  }
  return command;
}

home::Command told_to_car(const EvccCar& car, const EvccLoadpoint& loadpoint) {
  home::Command command{car.car->id, Verb::automatic, {}, {}};
  if (loadpoint.mode == "off") command.verb = Verb::off;
  if (loadpoint.mode != "now") return command;
  command.verb = Verb::on;
  command.power = most_of(car);
  if (has_currents(car) && loadpoint.max_current_a)
    command.power =
        std::min(command.power, Power{*loadpoint.max_current_a * car.charger->currents->voltage_v *
                                      phases_of(car, loadpoint) / 1000.0});
  return command;
}

}  // namespace ohmstead::connect
