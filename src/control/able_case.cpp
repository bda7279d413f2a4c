#include "ohmstead/control/able_case.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "ohmstead/control/nearest.hpp"

namespace ohmstead::control {
namespace {

using base::Power;
using home::Abilities;
using home::Verb;

constexpr Power k_hair{1e-6};
constexpr std::size_t k_most_levels = 64;  // finer steps are as good as any power

const Abilities* find(const std::vector<Abilities>& all, const std::string& device) {
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Abilities& each) { return each.device == device; });
  return found == all.end() ? nullptr : &*found;
}

// Nothing where the driver sets no power.
std::optional<Power> most_of(const Abilities& can, Verb verb) {
  if (!can.can(verb) || can.most <= Power{}) return std::nullopt;
  return can.most;
}

void keep(home::Battery& battery, const Abilities& can) {
  battery.can_charge_from_grid = battery.can_charge_from_grid && can.can(Verb::charge);
  battery.can_discharge_to_grid = battery.can_discharge_to_grid && can.can(Verb::export_);
  const Power discharge = effective_discharge(battery);
  if (const auto most = most_of(can, Verb::export_)) battery.discharge = std::min(discharge, *most);
  if (const auto most = most_of(can, Verb::charge)) {
    battery.discharge = effective_discharge(battery);
    battery.charge = std::min(battery.charge, *most);
  }
}

// The only charger that the car may use; null: there are more, or none.
home::Charger* only_charger(home::Case& home, const home::Vehicle& car) {
  home::Charger* only = nullptr;
  for (home::Charger& each : home.chargers) {
    if (!can_use(car, each)) continue;
    if (only != nullptr) return nullptr;
    only = &each;
  }
  return only;
}

// Powers that can be told, lowest first; empty: any between the least and the most.
std::vector<double> levels_of(const Abilities& can) {
  if (can.least > Power{} && can.least >= can.most - k_hair) return {can.most.value()};
  std::vector<double> levels_kw;
  if (can.step <= Power{}) return levels_kw;
  for (Power each = can.least > Power{} ? can.least : can.step; each <= can.most + k_hair;
       each += can.step) {
    if (levels_kw.size() == k_most_levels) return {};
    levels_kw.push_back(each.value());
  }
  return levels_kw;
}

void keep(home::Charger& charger, const Abilities& can) {
  std::vector<double> levels_kw = power_levels_kw(charger);
  if (levels_kw.empty()) {
    levels_kw = levels_of(can);
    std::erase_if(levels_kw, [&](double kw) {
      return kw < charger.min.value() - k_hair.value() ||
             (charger.max && kw > charger.max->value() + k_hair.value());
    });
    if (levels_kw.empty()) {
      charger.min = std::max(charger.min, can.least);
      return;
    }
  } else {
    std::erase_if(levels_kw, [&](double kw) {
      const home::Command told = nearest({can.device, Verb::on, Power{kw}, {}}, can);
      return told.power < Power{kw} - k_hair;
    });
    // Where none fits they are told as near as it goes.
    if (levels_kw.empty() || levels_kw.size() == power_levels_kw(charger).size()) return;
  }
  charger.currents.reset();
  charger.steps = {};
  for (const double kw : levels_kw) charger.steps.push_back(Power{kw});
}

void keep(home::Vehicle& car, home::Case& home, const Abilities& can) {
  if (!can.can(Verb::discharge)) car.discharge = Power{};
  const auto most = most_of(can, Verb::on);
  if (!most) return;
  car.charge = std::min(car.charge.value_or(*most), *most);
  home::Charger* charger = only_charger(home, car);
  const bool is_shared =
      std::any_of(home.vehicles.begin(), home.vehicles.end(), [&](const home::Vehicle& each) {
        return charger && &each != &car && can_use(each, *charger);
      });
  if (charger != nullptr && !is_shared) keep(*charger, can);
}

template <class Heater>
void keep(Heater& heater, const Abilities& can) {
  const auto most = most_of(can, Verb::on);
  if (!heater.is_modulating || !most) return;
  heater.power = std::min(heater.power, *most);
  if constexpr (requires { heater.min_power; })
    heater.min_power = std::min(heater.power, std::max(heater.min_power, can.least));
}

class Promises {
 public:
  std::vector<std::string> broken;

  void battery(const home::SiteBattery& battery, const Abilities& can) {
    if (const auto most = exceeded(can, Verb::charge, battery.charge))
      tell(can,
           fmt::format("it can be told to charge with {:g} kW at most, the site file says {:g}",
                       most->value(), battery.charge.value()));
    const Power discharge = battery.discharge.value_or(battery.charge);
    if (const auto most = exceeded(can, Verb::export_, discharge))
      tell(can, fmt::format("it can be told to export {:g} kW at most, the site file says {:g}",
                            most->value(), discharge.value()));
    const bool charges = can.can(Verb::charge), sells = can.can(Verb::export_);
    if (!charges && !sells)
      tell(can,
           "it can be told neither to charge nor to export: no plan fills or sells it by the "
           "grid");
    else if (!charges)
      tell(can, "it cannot be told to charge: no plan fills it from the grid");
    else if (!sells)
      tell(can, "it cannot be told to export: no plan sells what it holds");
  }

  void drawn(const Abilities& can, Power promised) {
    if (const auto most = exceeded(can, Verb::on, promised))
      tell(can, fmt::format("it can be told to draw {:g} kW at most, the site file says {:g}",
                            most->value(), promised.value()));
  }

 private:
  static std::optional<Power> exceeded(const Abilities& can, Verb verb, Power promised) {
    const auto most = most_of(can, verb);
    return most && promised > *most + k_hair ? most : std::nullopt;
  }

  void tell(const Abilities& can, const std::string& what) {
    broken.push_back(can.device + ": " + what);
  }
};

}  // namespace

void keep_to_abilities(home::Case& home, const std::vector<Abilities>& all) {
  const auto keep_each = [&](auto& devices, const auto& keep_one) {
    for (auto& each : devices) {
      if (const Abilities* can = find(all, each.id)) keep_one(each, *can);
    }
  };
  const auto plainly = [](auto& device, const Abilities& can) { keep(device, can); };
  keep_each(home.batteries, plainly);
  keep_each(home.water_heaters, plainly);
  keep_each(home.heat_sources, plainly);
  keep_each(home.vehicles, [&](home::Vehicle& car, const Abilities& can) { keep(car, home, can); });
  // There is no verb for a roof.
  if (!home.grid.export_limit) home.is_pv_curtailable = false;
}

std::vector<std::string> broken_promises(const home::Site& site,
                                         const std::vector<Abilities>& all) {
  Promises promises;
  for (const home::SiteBattery& each : site.batteries) {
    if (const Abilities* can = find(all, each.id)) promises.battery(each, *can);
  }
  for (const home::SiteVehicle& car : site.vehicles) {
    const Abilities* can = find(all, car.id);
    if (can == nullptr) continue;
    Power most;
    for (const home::Charger& charger : site.chargers) {
      if (can_use(car, charger)) most = std::max(most, effective_max(charger));
    }
    promises.drawn(*can, std::min(car.charge.value_or(most), most));
  }
  const auto heaters = [&](const auto& devices) {
    for (const auto& each : devices) {
      const Abilities* can = find(all, each.id);
      if (can != nullptr && each.is_modulating) promises.drawn(*can, each.power);
    }
  };
  heaters(site.water_heaters);
  heaters(site.heat_sources);
  return promises.broken;
}

}  // namespace ohmstead::control
