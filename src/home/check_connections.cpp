#include "check_connections.hpp"

#include <algorithm>
#include <initializer_list>
#include <map>
#include <set>
#include <utility>

#include "check_parts.hpp"
#include "ohmstead/home/shared_charger.hpp"

namespace ohmstead::home {
namespace {

// What a name in `of` or `device` stands for.
enum class Thing {
  none,
  grid,
  pv,
  load,
  outdoor,
  battery,
  vehicle,
  water_heater,
  zone,
  heat_source,
  appliance
};

template <class List>
bool has_id(const List& list, const std::string& id) {
  return std::any_of(list.begin(), list.end(), [&](const auto& each) { return each.id == id; });
}

Thing thing_of(const Site& site, const std::string& name) {
  if (name == "grid") return Thing::grid;
  if (name == "pv") return Thing::pv;
  if (name == "load") return Thing::load;
  if (name == "outdoor") return Thing::outdoor;
  if (has_id(site.batteries, name)) return Thing::battery;
  if (has_id(site.vehicles, name)) return Thing::vehicle;
  if (has_id(site.water_heaters, name)) return Thing::water_heater;
  if (has_id(site.zones, name)) return Thing::zone;
  if (has_id(site.heat_sources, name)) return Thing::heat_source;
  if (has_id(site.appliances, name)) return Thing::appliance;
  if (is_shared_charger(site, name)) return Thing::vehicle;
  return Thing::none;
}

bool is_told(Thing thing, PointValue value) {
  using enum PointValue;
  const auto is_any = [value](std::initializer_list<PointValue> all) {
    return std::find(all.begin(), all.end(), value) != all.end();
  };
  switch (thing) {
    case Thing::grid:
      return is_any({power, import, export_, imported, exported, frequency, current_l1, current_l2,
                     current_l3});
    case Thing::pv:
    case Thing::load:
    case Thing::heat_source:
      return is_any({power, energy});
    case Thing::outdoor:
    case Thing::zone:
      return value == temperature;
    case Thing::battery:
      return is_any({power, charge, discharge, charged, discharged, soc, temperature});
    case Thing::vehicle:
      return is_any({power, charge, discharge, charged, discharged, soc, connected});
    case Thing::water_heater:
      return is_any({power, energy, temperature});
    case Thing::appliance:
      return is_any({power, energy, running});
    case Thing::none:
      return true;
  }
  return false;
}

std::string_view word(PointValue value) { return names_of(value)[static_cast<std::size_t>(value)]; }
std::string_view word(Verb verb) { return names_of(verb)[static_cast<std::size_t>(verb)]; }

bool suits(Thing thing, Verb verb) {
  const bool is_of_battery = verb == Verb::self_use || verb == Verb::hold || verb == Verb::charge ||
                             verb == Verb::discharge || verb == Verb::export_;
  return (thing == Thing::battery) == is_of_battery;
}

std::vector<std::string_view> schemes_of(ConnectionKind kind) {
  switch (kind) {
    case ConnectionKind::mqtt:
    case ConnectionKind::growatt:
      return {"mqtt://", "mqtts://"};
    case ConnectionKind::home_assistant:
    case ConnectionKind::http:
    case ConnectionKind::evcc:
      return {"http://", "https://"};
    case ConnectionKind::modbus:
      return {"tcp://", "serial://"};
    case ConnectionKind::loxone:
      return {"udp://"};
    case ConnectionKind::ocpp:
      return {};
  }
  return {};
}

// Knows its own points; the others are told them.
bool knows_its_points(ConnectionKind kind) {
  return kind == ConnectionKind::evcc || kind == ConnectionKind::ocpp ||
         kind == ConnectionKind::growatt;
}

// What a write sets, on which system. One address may take orders for several devices where the
// text or the call says for which; then the text belongs to it.
std::string place_of(const Connection& where, const PointWrite& write) {
  std::string to = write.to;
  const bool is_structured = write.text.starts_with("{{") || write.text.starts_with('[');
  const bool can_name_device =
      where.kind == ConnectionKind::mqtt || where.kind == ConnectionKind::http;
  if ((can_name_device && is_structured) || to.starts_with("service:")) to += '\n' + write.text;
  // "holding:900:int16" is the same register as "holding:900".
  if (where.kind == ConnectionKind::modbus && !to.starts_with("sunspec:"))
    to = to.substr(0, to.find(':', to.find(':') + 1));
  return fmt::format("{} {}\n{}", where.url, where.unit_id, to);
}

class Checker {
 public:
  Checker(const Site& site, Problems& problems) : site_{&site}, problems_{&problems} {}

  void check(const Connection& each, const std::string& path) {
    where_ = &each;
    check_address(each, path);
    check_secret(each.password, join_path(path, "password"));
    check_secret(each.token, join_path(path, "token"));
    check_devices(each, path);
    if (knows_its_points(each.kind)) {
      if (!each.readings.empty())
        problems_->add(join_path(path, "readings"), "it knows its own; give devices instead");
      if (!each.commands.empty())
        problems_->add(join_path(path, "commands"), "it knows its own; give devices instead");
    } else if (each.profile.empty() && each.readings.empty() && each.commands.empty()) {
      problems_->add(path, "has neither readings nor commands nor a profile");
    }
    if (knows_its_points(each.kind) && !each.profile.empty())
      problems_->add(join_path(path, "profile"), "it knows its own points");
    for (std::size_t i = 0; i < each.readings.size(); ++i)
      check(each.readings[i], join_path(join_path(path, "readings"), i));
    for (std::size_t i = 0; i < each.commands.size(); ++i)
      check(each.commands[i], join_path(join_path(path, "commands"), i));
  }

  void check_named(const Connection& where, const Points& points) {
    where_ = &where;
    for (std::size_t i = 0; i < points.readings.size(); ++i) {
      if (!points.readings[i].of.empty()) check(points.readings[i], join_path("readings", i));
    }
    for (std::size_t i = 0; i < points.commands.size(); ++i) {
      if (!points.commands[i].device.empty()) check(points.commands[i], join_path("commands", i));
    }
  }

  // What stands elsewhere is there already.
  void note(const Connection& each, const std::string& path) {
    where_ = &each;
    for (const PointReading& reading : each.readings)
      readings_.try_emplace({reading.of, reading.value}, path);
    for (const PointCommands& commands : each.commands) {
      commands_.try_emplace(commands.device, path);
      for (const PointVerb& verb : commands.verbs) {
        for (const PointWrite& write : verb.writes)
          writers_.try_emplace(place_of(*where_, write), Writer{commands.device, path});
      }
    }
  }

 private:
  struct Writer {
    std::string device;
    std::string path;  // of its first write
  };

  void check_address(const Connection& each, const std::string& path) {
    const std::string url_path = join_path(path, "url");
    const auto schemes = schemes_of(each.kind);
    if (schemes.empty()) {
      if (!each.url.empty()) problems_->add(url_path, "charge points come to us: give port");
      if (!each.port)
        problems_->add(join_path(path, "port"), "missing; where charge points come to");
      return;
    }
    if (each.port && each.kind != ConnectionKind::loxone)
      problems_->add(join_path(path, "port"), "belongs into the url");
    if (each.url.empty()) return problems_->add(url_path, "missing");
    const bool is_known = std::any_of(schemes.begin(), schemes.end(),
                                      [&](auto scheme) { return each.url.starts_with(scheme); });
    if (!is_known)
      problems_->add(url_path, fmt::format("'{}' does not begin with {}", each.url,
                                           fmt::join(schemes, " or ")));
  }

  void check_secret(const std::string& name, const std::string& path) {
    if (!name.empty() && !site_->secrets_file)
      problems_->add(path, "is a name in the secrets file; secrets_file is missing");
  }

  void check_devices(const Connection& each, const std::string& path) {
    const std::string list = join_path(path, "devices");
    if (knows_its_points(each.kind) && each.devices.empty())
      problems_->add(list, "missing; which of its devices is which of the home's?");
    if (!knows_its_points(each.kind) && each.profile.empty() && !each.devices.empty())
      problems_->add(list, "is for evcc, ocpp, growatt and profiles; give readings and commands");
    for (std::size_t i = 0; i < each.devices.size(); ++i) {
      const std::string& ours = each.devices[i].ours;
      const bool is_known = ours == "home" || has_id(site_->chargers, ours) ||
                            has_id(site_->inverters, ours) || thing_of(*site_, ours) != Thing::none;
      if (!is_known)
        problems_->add(join_path(join_path(list, i), "ours"),
                       fmt::format("'{}' is no device of this home", ours));
    }
  }

  void check(const PointReading& reading, const std::string& path) {
    if (problems_->has_about(join_path(path, "of")) ||
        problems_->has_about(join_path(path, "value")))
      return;
    const Thing thing = thing_of(*site_, reading.of);
    if (thing == Thing::none)
      return problems_->add(join_path(path, "of"),
                            fmt::format("'{}' is no device of this home, and none of grid, pv, "
                                        "load, outdoor",
                                        reading.of));
    if (!is_told(thing, reading.value))
      return problems_->add(join_path(path, "value"),
                            fmt::format("{} has no {}", reading.of, word(reading.value)));
    if (reading.unit && !is_unit_of(reading.value, *reading.unit))
      problems_->add(join_path(path, "unit"), fmt::format("is no unit of {}", word(reading.value)));
    if (reading.factor == 0.0) problems_->add(join_path(path, "factor"), "must not be 0");
    check_pointer(reading.pointer, path);
    const auto [first, is_new] = readings_.try_emplace({reading.of, reading.value}, path);
    if (!is_new)
      problems_->add(path, fmt::format("{} of {} is told by {} already", word(reading.value),
                                       reading.of, first->second));
  }

  void check(const PointCommands& commands, const std::string& path) {
    const std::string device_path = join_path(path, "device");
    if (problems_->has_about(device_path)) return;
    const Thing thing = thing_of(*site_, commands.device);
    const bool can_be_told = thing == Thing::battery || thing == Thing::vehicle ||
                             thing == Thing::water_heater || thing == Thing::heat_source ||
                             thing == Thing::appliance;
    if (!can_be_told)
      return problems_->add(device_path, fmt::format("'{}' is no battery, car, heater or appliance "
                                                     "of this home",
                                                     commands.device));
    const auto [first, is_new] = commands_.try_emplace(commands.device, path);
    if (!is_new)
      problems_->add(device_path,
                     fmt::format("{} is commanded by {} already", commands.device, first->second));
    if (commands.most && commands.least > *commands.most)
      problems_->add(join_path(path, "least_kw"), "is more than most_kw");
    const std::string verbs = join_path(path, "verbs");
    if (commands.verbs.empty() && !problems_->has_about(verbs))
      problems_->add(verbs, "must not be empty");
    for (std::size_t i = 0; i < commands.verbs.size(); ++i) {
      const std::string here = join_path(verbs, i);
      if (problems_->has_below(here)) continue;
      check(commands.verbs[i], thing, commands.device, here);
      check_writers(commands.verbs[i], commands.device, here);
      for (std::size_t j = 0; j < i; ++j) {
        if (commands.verbs[j].verb == commands.verbs[i].verb)
          problems_->add(join_path(here, "verb"), "is in the list already");
      }
    }
  }

  void check(const PointVerb& verb, Thing thing, const std::string& device,
             const std::string& path) {
    if (!suits(thing, verb.verb))
      problems_->add(join_path(path, "verb"),
                     fmt::format("{} cannot be told {}", device, word(verb.verb)));
    if (verb.writes.empty()) problems_->add(join_path(path, "writes"), "must not be empty");
    for (std::size_t i = 0; i < verb.seen.size(); ++i)
      check_pointer(verb.seen[i].pointer, join_path(join_path(path, "seen"), i));
    if (verb.power) check_pointer(verb.power->pointer, join_path(path, "power"));
    if (verb.power && !has_power(verb.verb))
      problems_->add(join_path(path, "power"), fmt::format("{} has none", word(verb.verb)));
  }

  // Two devices would take turns in overwriting each other. Told once for each address.
  void check_writers(const PointVerb& verb, const std::string& device, const std::string& path) {
    for (std::size_t i = 0; i < verb.writes.size(); ++i) {
      const std::string here = join_path(join_path(path, "writes"), i);
      const std::string place = place_of(*where_, verb.writes[i]);
      const auto [first, is_new] = writers_.try_emplace(place, Writer{device, here});
      if (is_new || first->second.device == device || !shared_.insert(place).second) continue;
      problems_->add(join_path(here, "to"),
                     fmt::format("'{}' is written for {} by {} already", verb.writes[i].to,
                                 first->second.device, first->second.path));
    }
  }

  void check_pointer(const std::string& pointer, const std::string& path) {
    if (!pointer.empty() && pointer.front() != '/')
      problems_->add(join_path(path, "pointer"),
                     fmt::format("'{}' is no pointer such as /power", pointer));
  }

  const Site* site_;
  Problems* problems_;
  std::map<std::pair<std::string, PointValue>, std::string> readings_;  // the first one's place
  std::map<std::string, std::string> commands_;
  std::map<std::string, Writer> writers_;  // by place
  std::set<std::string> shared_;           // places that were told
  const Connection* where_ = nullptr;      // whose points are looked at
};

bool is_current(const PointReading& reading) {
  return reading.value >= PointValue::current_l1 && reading.value <= PointValue::current_l3;
}

// A limit that nobody measures is none.
void check_phases(const Site& site, Problems& problems) {
  const bool is_told =
      std::any_of(site.connections.begin(), site.connections.end(), [](const Connection& each) {
        return !each.profile.empty() ||
               std::any_of(each.readings.begin(), each.readings.end(), is_current);
      });
  if (site.grid.phase_limit_a && !site.connections.empty() && !is_told)
    problems.add("grid.phase_limit_a",
                 "needs readings of the grid: current_l1, of three phases current_l2 and _l3 too");
}

}  // namespace

void find_connection_problems(const Site& site, Problems& problems) {
  check_ids(site.connections, "connections", problems);
  Checker checker{site, problems};
  for (std::size_t i = 0; i < site.connections.size(); ++i)
    checker.check(site.connections[i], join_path("connections", i));
  find_shared_charger_problems(site, problems);
  check_phases(site, problems);
}

void find_point_problems(const Site& site, std::size_t connection, const Points& points,
                         Problems& problems) {
  Checker checker{site, problems};
  for (std::size_t i = 0; i < site.connections.size(); ++i) {
    if (i != connection) checker.note(site.connections[i], "connection " + site.connections[i].id);
  }
  checker.check_named(site.connections.at(connection), points);
}

}  // namespace ohmstead::home
