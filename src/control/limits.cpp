#include "ohmstead/control/limits.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "drawn.hpp"
#include "wanted_import.hpp"

namespace ohmstead::control {
namespace {

using base::Power;
using home::Command;
using home::Verb;

constexpr base::Energy k_soc_slack{0.005};
constexpr Power k_power_slack{1e-9};
constexpr Power k_on{0.05};
constexpr double k_beyond = 0.005;  // of the capacity: what gauges round
// So much more sun, or need, lets a battery that is held at a bound follow the home again.
constexpr Power k_worth_changing{0.1};
constexpr double k_meter_slack = 1.05;  // of a limit, which inverters keep within a few per cent
constexpr double k_phase_kv = 0.23;
constexpr double k_frost_hysteresis_k = 1.0;
constexpr double k_warm_hysteresis_k = 0.5;

// The room of that heating that must be kept from frost now; null: none.
const home::ZoneReading* find_freezing(const HeatLimits& heat, const home::Readings& now) {
  const double above_k = drawn_now(now, heat.id) > k_on ? k_frost_hysteresis_k : 0.0;
  for (const ZoneFrost& each : heat.zones) {
    const auto* zone = home::find_reading(now.devices.zones, each.zone);
    if (zone != nullptr && zone->temperature &&
        zone->temperature->value() < each.frost.value() + above_k)
      return zone;
  }
  return nullptr;
}

class Keeper {
 public:
  Keeper(std::vector<Command> commands, const home::Readings& now, const Limits& limits)
      : now_{now}, limits_{limits}, kept_{std::move(commands), {}} {}

  Kept keep() {
    if (limits_.is_stopped) return stop("the emergency stop is pressed");
    if (now_.frequency_hz &&
        !(*now_.frequency_hz >= limits_.least_hz && *now_.frequency_hz <= limits_.most_hz))
      return stop(fmt::format("the grid is at {:.2f} Hz, outside {:g} to {:g}", *now_.frequency_hz,
                              limits_.least_hz, limits_.most_hz));
    for (Command& command : kept_.commands) {
      for (const BatteryLimits& battery : limits_.batteries)
        if (battery.id == command.device) keep_battery(command, battery);
    }
    for (Command& command : kept_.commands) {
      for (const HeatLimits& heat : limits_.heat)
        if (heat.id == command.device) keep_from_frost(command, heat);
    }
    if (limits_.export_) keep_export(*limits_.export_);
    if (limits_.import)
      keep_import(*limits_.import, fmt::format("the home may draw at most {:g} kW from the grid",
                                               limits_.import->value()));
    if (const auto allowed = by_phases())
      keep_import(*allowed, fmt::format("no phase may carry more than {:g} A", *limits_.phase_a));
    return std::move(kept_);
  }

 private:
  void change(Command& command, Verb verb, Power power, std::string why) {
    kept_.changes.push_back(fmt::format("{}: {}", command.device, why));
    command.verb = verb;
    command.power = power;
    command.why = std::move(why);
  }

  [[nodiscard]] bool is_battery(const std::string& device) const {
    return std::any_of(limits_.batteries.begin(), limits_.batteries.end(),
                       [&](const BatteryLimits& each) { return each.id == device; });
  }

  [[nodiscard]] bool is_car(const std::string& device) const {
    return home::find_reading(now_.devices.vehicles, device) != nullptr;
  }

  Kept stop(const std::string& why) {
    for (Command& command : kept_.commands)
      change(command, is_battery(command.device) ? Verb::hold : Verb::off, {}, why);
    return std::move(kept_);
  }

  void keep_battery(Command& command, const BatteryLimits& battery) {
    const home::BatteryReading* reading = home::find_reading(now_.batteries, battery.id);
    if (reading == nullptr) {
      if (has_power(command.verb))
        change(command, Verb::self_use, {}, "its state of charge is not known");
      return;
    }
    if (const auto temperature = reading->temperature)
      keep_temperature(command, battery, *temperature);
    const bool is_full = reading->soc >= battery.most - k_soc_slack;
    const bool is_empty = reading->soc <= battery.least + k_soc_slack;
    const bool follows = command.verb == Verb::self_use;
    if ((is_full && command.verb == Verb::charge) || (follows && goes_too_high(*reading, battery)))
      keep_as_it_is(command, "it is full");
    if ((is_empty && gives(command.verb)) || (follows && goes_too_low(*reading, battery)))
      keep_as_it_is(command, "it is down to its reserve");
    const Power most = command.verb == Verb::charge ? battery.charge : battery.discharge;
    if (has_power(command.verb) && command.power > most + k_power_slack)
      change(command, command.verb, most,
             fmt::format("it may {} with at most {:g} kW",
                         command.verb == Verb::charge ? "charge" : "discharge", most.value()));
  }

  // What the home draws beyond the sun, were there no battery; negative: there is more sun.
  [[nodiscard]] Power lacking(const home::BatteryReading& battery) const {
    return now_.grid_import - now_.grid_export + battery.discharge - battery.charge;
  }
  // An inverter that knows the bounds of the site file ends at them by itself. One that does not is
  // held beyond them, until the sun, or the home's need, brings it back.
  [[nodiscard]] bool goes_too_high(const home::BatteryReading& reading,
                                   const BatteryLimits& battery) const {
    const Power edge = reading.discharge > k_on ? Power{} : k_worth_changing;
    return reading.soc > battery.most + battery.capacity * k_beyond && lacking(reading) < edge;
  }
  [[nodiscard]] bool goes_too_low(const home::BatteryReading& reading,
                                  const BatteryLimits& battery) const {
    const Power edge = reading.charge > k_on ? Power{} : Power{} - k_worth_changing;
    return reading.soc < battery.least - battery.capacity * k_beyond && lacking(reading) > edge;
  }
  // Part of each day: nothing that people must be told.
  static void keep_as_it_is(Command& command, std::string why) {
    command.verb = Verb::hold;
    command.power = {};
    command.why = std::move(why);
  }

  void keep_temperature(Command& command, const BatteryLimits& battery, base::Celsius temperature) {
    if (temperature > battery.hottest || temperature < battery.coldest) {
      if (command.verb != Verb::hold)
        change(command, Verb::hold, {},
               fmt::format("its cells are at {:.0f} deg C", temperature.value()));
    } else if (temperature < battery.coldest_charge &&
               (command.verb == Verb::charge || command.verb == Verb::self_use)) {
      // Following the home would charge it with the sun.
      change(command, Verb::hold, {},
             fmt::format("its cells are too cold to charge ({:.0f} deg C)", temperature.value()));
    }
  }

  void keep_from_frost(Command& command, const HeatLimits& heat) {
    const home::ZoneReading* zone = is_heating(command) ? nullptr : find_freezing(heat, now_);
    if (zone == nullptr) return;
    change(command, Verb::on, heat.power,
           fmt::format("{} is at {:.1f} deg C: kept from frost", zone->id,
                       zone->temperature->value()));
  }
  static bool is_heating(const Command& command) {
    return command.verb == Verb::automatic || (command.verb == Verb::on && command.power > k_on);
  }

  // What may come from the grid by the phase that carries most. Nobody knows which devices are on
  // it: so much more as it takes alone, so much less as it loses of what all three share.
  [[nodiscard]] std::optional<Power> by_phases() const {
    if (!limits_.phase_a || !now_.highest_phase_a || now_.grid_import <= Power{})
      return std::nullopt;
    const double left_kw = (*limits_.phase_a - *now_.highest_phase_a) * k_phase_kv;
    return std::max(Power{}, now_.grid_import + Power{left_kw < 0.0 ? 3.0 * left_kw : left_kw});
  }

  void keep_import(Power limit, const std::string& why) {
    Power over = wanted_import(kept_.commands, now_) - limit;
    const auto cut_from = [&](Command& command) {
      const Power drawn = drawn_by(command, now_);
      if (over <= k_power_slack || drawn <= k_power_slack) return;
      const Power left = std::max(Power{}, drawn - over);
      over -= drawn - left;
      const Verb slower = command.verb == Verb::charge ? Verb::charge : Verb::on;
      const Verb none = command.verb == Verb::charge ? Verb::hold : Verb::off;
      change(command, left > k_power_slack ? slower : none, left, why);
    };
    for (Command& command : kept_.commands)
      if (command.verb == Verb::charge) cut_from(command);
    // A car can wait; what a thermostat wants is wanted now.
    for (Command& command : kept_.commands)
      if (command.verb == Verb::automatic && is_car(command.device)) cut_from(command);
    for (auto command = kept_.commands.rbegin(); command != kept_.commands.rend(); ++command)
      cut_from(*command);
  }

  void keep_export(Power limit) {
    Power grid = grid_without(kept_.commands, now_, Giving::ends);
    for (const Command& command : kept_.commands)
      if (draws(command.verb)) grid += command.power;
    for (const Command& command : kept_.commands)
      if (command.verb == Verb::export_) grid -= command.power;
    Power over = Power{} - grid - limit;
    bool is_cut = false;
    for (auto command = kept_.commands.rbegin(); command != kept_.commands.rend(); ++command) {
      if (over <= k_power_slack || command->verb != Verb::export_) continue;
      is_cut = true;
      const Power left = std::max(Power{}, command->power - over);
      over -= command->power - left;
      change(*command, left > k_power_slack ? Verb::export_ : Verb::self_use, left,
             fmt::format("the home may give at most {:g} kW to the grid", limit.value()));
    }
    if (now_.grid_export > limit * k_meter_slack && !is_cut)
      kept_.changes.push_back(fmt::format(
          "the home gives {:.1f} kW to the grid, where {:g} kW are allowed: limit the inverter",
          now_.grid_export.value(), limit.value()));
  }

  const home::Readings& now_;
  const Limits& limits_;
  Kept kept_;
};

}  // namespace

Limits limits_of(const home::Site& site) {
  Limits limits;
  for (const home::SiteBattery& battery : site.batteries) {
    limits.batteries.push_back({.id = battery.id,
                                .least = battery.capacity * (battery.min_soc_pct / 100.0),
                                .most = battery.capacity * (battery.max_soc_pct / 100.0),
                                .charge = battery.charge,
                                .discharge = battery.discharge.value_or(battery.charge),
                                .capacity = battery.capacity,
                                .coldest_charge = battery.coldest_charge,
                                .coldest = battery.coldest,
                                .hottest = battery.hottest});
  }
  for (const home::SiteHeatSource& source : site.heat_sources) {
    HeatLimits& heat = limits.heat.emplace_back();
    heat.id = source.id;
    heat.power = source.power;
    for (const home::ZoneShare& share : effective_shares(source)) {
      const auto zone = std::find_if(site.zones.begin(), site.zones.end(),
                                     [&](const auto& each) { return each.id == share.zone; });
      if (zone == site.zones.end()) continue;
      heat.zones.push_back({zone->id, zone->frost});
      if (!zone->low.is_empty()) heat.low = std::max(heat.low, zone->low[0]);
    }
  }
  const auto add_place = [&](const auto& all) {
    for (const auto& each : all)
      if (auto place = home::heat_place_of(site, each.id))
        limits.places.push_back({each.id, std::move(*place)});
  };
  add_place(site.heat_sources);
  add_place(site.water_heaters);
  limits.import = site.grid.import_limit;
  limits.export_ = site.grid.export_limit;
  limits.phase_a = site.grid.phase_limit_a;
  limits.least_hz = site.grid.least_hz;
  limits.most_hz = site.grid.most_hz;
  return limits;
}

void keep_warm(Command& own, const home::Readings& now, const Limits& limits) {
  for (const HeatLimits& heat : limits.heat) {
    if (heat.id != own.device) continue;
    const bool is_on = drawn_now(now, heat.id) > k_on;
    const double edge_c = heat.low.value() + (is_on ? k_warm_hysteresis_k : 0.0);
    for (const ZoneFrost& each : heat.zones) {
      const auto* zone = home::find_reading(now.devices.zones, each.zone);
      if (zone == nullptr || !zone->temperature || zone->temperature->value() >= edge_c) continue;
      own = {own.device, Verb::on, heat.power, "no plan holds now: the room is kept warm"};
    }
  }
}

bool is_freezing(const std::string& device, const home::Readings& now, const Limits& limits) {
  return std::any_of(limits.heat.begin(), limits.heat.end(), [&](const HeatLimits& heat) {
    return heat.id == device && find_freezing(heat, now) != nullptr;
  });
}

Kept keep_limits(std::vector<Command> commands, const home::Readings& now, const Limits& limits) {
  return Keeper{std::move(commands), now, limits}.keep();
}

}  // namespace ohmstead::control
