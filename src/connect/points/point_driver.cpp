#include "points/point_driver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "ohmstead/describe/problems.hpp"
#include "ohmstead/home/heat_place.hpp"
#include "points/apply_point.hpp"

namespace ohmstead::connect {
namespace {

using base::ErrorKind;
using base::Power;
using base::Result;
using describe::join_path;
using home::PointReading;
using home::PointValue;

// What was told before the system was lost counts for so long.
constexpr base::Seconds k_lost{60};

std::string_view word(PointValue value) {
  return home::names_of(value)[static_cast<std::size_t>(value)];
}
std::string_view word(home::Verb verb) {
  return home::names_of(verb)[static_cast<std::size_t>(verb)];
}
std::string_view word(home::PointUnit unit) {
  if (unit == home::PointUnit::percent) return "%";
  return home::names_of(unit)[static_cast<std::size_t>(unit)];
}

// Its beginning, with what need not be text made harmless.
std::string shown(const std::string& text) {
  constexpr std::size_t k_most = 40;
  std::string plain = text.substr(0, k_most);
  std::replace_if(plain.begin(), plain.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return plain;
}

bool is_power(PointValue value) {
  using enum PointValue;
  return value == power || value == import || value == export_ || value == charge ||
         value == discharge;
}

// `theirs`: what the unit that the system tells is, if it is one of ours.
std::string fault_of_unit(const PointReading& point, const std::string& told,
                          std::optional<home::PointUnit> theirs) {
  if (!theirs && !point.unit)
    return told.empty() ? "tells no unit: give unit"
                        : fmt::format("its unit {} is not known", told);
  // A unit that is none of the value can be converted by a factor.
  const bool is_of_value = theirs && home::is_unit_of(point.value, *theirs);
  const bool is_converted = point.unit && point.factor != 1.0 && point.factor != -1.0;
  if (is_converted && !is_of_value) return {};
  const bool is_other = theirs ? point.unit && *point.unit != *theirs : !told.empty();
  if (is_other) return fmt::format("tells {}, the site file says {}", told, word(*point.unit));
  if (theirs && !is_of_value)
    return fmt::format("tells {}, which is no unit of {}", told, word(point.value));
  return {};
}

void add_fault(std::string& faults, const std::string& path, const std::string& fault) {
  if (fault.empty()) return;
  faults += fmt::format("{}{}: {}", faults.empty() ? "" : "\n", path, fault);
}

template <class List>
const auto* find(const List& list, const std::string& id) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const auto& each) { return each.id == id; });
  return found == list.end() ? nullptr : &*found;
}

// The most that a device can be told where the connection does not say.
Power most_of(const home::Site& site, const std::string& id) {
  if (const auto* battery = find(site.batteries, id))
    return std::max(battery->charge, battery->discharge.value_or(battery->charge));
  if (const auto* heater = find(site.water_heaters, id)) return heater->power;
  if (const auto* source = find(site.heat_sources, id)) return source->power;
  Power most;
  if (const auto* car = find(site.vehicles, id)) {
    for (const home::Charger& charger : site.chargers) {
      if (can_use(*car, charger)) most = std::max(most, effective_max(charger));
    }
  }
  return most;
}

home::Abilities abilities_of(const home::PointCommands& commands, const home::Site& site) {
  home::Abilities all{.device = commands.device};
  bool tells = true;
  for (const home::PointVerb& verb : commands.verbs) {
    all.verbs.push_back(verb.verb);
    tells = tells && !verb.seen.empty();
  }
  const auto whole_seconds = [](double s) { return base::Seconds{static_cast<std::int64_t>(s)}; };
  all.least = commands.least;
  all.most = commands.most.value_or(most_of(site, commands.device));
  all.step = commands.step;
  all.tells_what_is_set = tells;
  all.settles_within = whole_seconds(commands.settles_s);
  all.least_pause = whole_seconds(commands.pause_s);
  all.most_writes_a_day = commands.writes_per_day;
  all.refresh_every = whole_seconds(commands.refresh_s);
  return all;
}

}  // namespace

PointDriver::PointDriver(home::Connection connection, std::unique_ptr<PointBus> bus,
                         const DriverContext& context)
    : connection_{std::move(connection)},
      site_{&context.site},
      clock_{&context.clock},
      bus_{std::move(bus)},
      writer_{std::make_unique<PointWriter>(*bus_)} {}

PointDriver::~PointDriver() {
  writer_.reset();
  bus_->stop();
}

std::string PointDriver::place_of(const PointReading& point) {
  return fmt::format("{} {} ({}{})", point.of, word(point.value), point.at, point.pointer);
}

Result<std::unique_ptr<LiveDriver>> PointDriver::make(home::Connection connection,
                                                      std::unique_ptr<PointBus> bus,
                                                      const DriverContext& context) {
  std::unique_ptr<PointDriver> driver{
      new PointDriver{std::move(connection), std::move(bus), context}};
  std::string faults;
  driver->prepare(faults);
  if (!faults.empty()) return base::fail(ErrorKind::invalid_input, faults);
  return driver;
}

void PointDriver::prepare(std::string& faults) {
  std::set<std::string> watched;
  const auto watch = [&](const std::string& at, const std::string& path) {
    add_fault(faults, path, bus_->fault_of(at, false));
    if (watched.insert(at).second) bus_->watch(at);
  };
  for (std::size_t i = 0; i < connection_.readings.size(); ++i)
    watch(connection_.readings[i].at, join_path(join_path("readings", i), "at"));
  for (std::size_t i = 0; i < connection_.commands.size(); ++i) {
    const home::PointCommands& commands = connection_.commands[i];
    const std::string path = join_path("commands", i);
    for (std::size_t j = 0; j < commands.verbs.size(); ++j) {
      const std::string verb = join_path(join_path(path, "verbs"), j);
      for (const home::PointSign& sign : commands.verbs[j].seen) watch(sign.at, verb + ".seen");
      if (commands.verbs[j].power) watch(commands.verbs[j].power->at, verb + ".power");
    }
    prepare(commands, path, faults);
    abilities_.push_back(abilities_of(commands, *site_));
    for (const auto& verb : spoken_.back().verbs)
      for (const Template& each : verb)
        if (each.text.names(WriteName::target)) abilities_.back().takes_target = true;
  }
}

void PointDriver::prepare(const home::PointCommands& commands, const std::string& path,
                          std::string& faults) {
  Spoken& spoken = spoken_.emplace_back();
  for (std::size_t j = 0; j < commands.verbs.size(); ++j) {
    const home::PointVerb& verb = commands.verbs[j];
    const std::string here = join_path(join_path(path, "verbs"), j);
    std::vector<Template>& templates = spoken.verbs.emplace_back();
    for (std::size_t k = 0; k < verb.writes.size(); ++k) {
      const home::PointWrite& write = verb.writes[k];
      const std::string write_path = join_path(join_path(here, "writes"), k);
      add_fault(faults, join_path(write_path, "to"), bus_->fault_of(write.to, true));
      auto text = WriteText::parse(write.text);
      if (!text) {
        add_fault(faults, join_path(write_path, "text"), text.error().message);
        continue;
      }
      templates.push_back({std::move(*text), write.to, write.pause_s});
    }
    add_fault(faults, join_path(here, "writes"), fault_of_names(templates, commands, verb.verb));
    std::vector<WriteText>& signs = spoken.signs.emplace_back();
    for (std::size_t k = 0; k < verb.seen.size(); ++k) {
      auto text = WriteText::parse(verb.seen[k].text);
      if (text)
        signs.push_back(std::move(*text));
      else
        add_fault(faults, join_path(join_path(join_path(here, "seen"), k), "text"),
                  text.error().message);
    }
    std::optional<Formula>& power = spoken.powers.emplace_back();
    if (!verb.power) continue;
    auto formula = Formula::parse(verb.power->formula);
    if (!formula)
      add_fault(faults, join_path(here, "power.formula"), formula.error().message);
    else
      power = std::move(*formula);
  }
}

std::string PointDriver::fault_of_names(const std::vector<Template>& writes,
                                        const home::PointCommands& commands,
                                        home::Verb verb) const {
  const auto names = [&](WriteName name) {
    return std::any_of(writes.begin(), writes.end(),
                       [&](const Template& each) { return each.text.names(name); });
  };
  if ((names(WriteName::x) || names(WriteName::kwh)) && !home::has_power(verb))
    return "this verb has no power for a formula";
  if (names(WriteName::soc) && find(site_->batteries, commands.device) == nullptr)
    return "soc is of batteries";
  const bool has_target =
      verb == home::Verb::on && home::heat_place_of(*site_, commands.device).has_value();
  if (names(WriteName::target) && !has_target)
    return "target is of what is on and heats a room that has high_c, or a tank that has max_c";
  return {};
}

PointDriver::Understood PointDriver::understand(const PointReading& point) const {
  Understood seen;
  const auto told = bus_->told(point.at);
  if (!told) {
    seen.fault = bus_->fault_of(point.at, false);
    if (seen.fault.empty()) seen.fault = "nothing came from it yet";
    return seen;
  }
  const auto age = clock_->now() - told->at;
  if (age > std::chrono::duration<double>{point.stale_after_s}) {
    seen.fault = bus_->fault_of(point.at, false);
    if (seen.fault.empty())
      seen.fault = fmt::format("silent since {}", base::format_time(told->at));
    return seen;
  }
  const auto text = scalar_at(told->text, point.pointer);
  if (!text) {
    seen.fault = fmt::format("its text has nothing at {}", point.pointer);
    return seen;
  }
  if (is_yes_or_no(point.value)) {
    const auto is_yes = yes_or_no(*text, point.yes);
    if (!is_yes) seen.fault = fmt::format("'{}' is neither yes nor no: give yes", shown(*text));
    seen.number = is_yes.value_or(false) ? 1.0 : 0.0;
    return seen;
  }
  const auto theirs = unit_of(told->unit);
  seen.fault = fault_of_unit(point, told->unit, theirs);
  if (!seen.fault.empty()) return seen;
  seen.unit = point.unit ? *point.unit : *theirs;
  const auto number = number_of(*text);
  if (!number)
    seen.fault = fmt::format("'{}' is no number", shown(*text));
  else
    seen.number = in_home_units(*number * point.factor + point.offset, seen.unit);
  return seen;
}

Result<void> PointDriver::read(ports::Measured& into) {
  std::vector<std::string> faults;
  const base::Time now = clock_->now();
  if (auto fault = bus_->fault(); !fault.empty()) faults.push_back(std::move(fault));
  if (faults.empty())
    lost_at_.reset();
  else if (!lost_at_)
    lost_at_ = now;
  const bool is_lost = lost_at_ && now - *lost_at_ > k_lost;
  for (const PointReading& point : connection_.readings) {
    const Understood seen = understand(point);
    if (seen.fault.empty() && !is_lost) {
      apply_point(point, seen.unit, seen.number, *site_, into);
      if (point.value == PointValue::soc) note_age(point, into);
      continue;
    }
    // A car that sleeps does not tell what it holds; that is counted on.
    const bool is_of_car = find(site_->vehicles, point.of) != nullptr;
    if (!is_of_car || point.value != PointValue::soc) into.silent.push_back(point.of);
    if (is_power(point.value)) into.silent_powers.push_back(point.of);
    if (!lost_at_) faults.push_back(fmt::format("{}: {}", place_of(point), seen.fault));
  }
  // One direction alone says nothing.
  if (std::find(into.silent_powers.begin(), into.silent_powers.end(), "grid") !=
      into.silent_powers.end())
    into.has_grid = false;
  for (std::size_t i = 0; i < connection_.commands.size(); ++i) {
    if (!lost_at_) note_signs(i, faults);
    if (auto told = told_to(i)) into.set.push_back(std::move(*told));
  }
  for (std::string& fault : writer_->faults()) faults.push_back(std::move(fault));
  if (faults.empty()) return {};
  return base::fail(ErrorKind::unavailable, fmt::format("{}", fmt::join(faults, "; ")));
}

// When a car told its state of charge: it may have slept since then.
void PointDriver::note_age(const PointReading& point, ports::Measured& into) const {
  const auto told = bus_->told(point.at);
  for (home::VehicleReading& car : into.now.devices.vehicles) {
    if (told && car.id == point.of) car.soc_at = told->at;
  }
}

Result<void> PointDriver::write(const home::Command& command) {
  for (std::size_t i = 0; i < connection_.commands.size(); ++i) {
    const home::PointCommands& commands = connection_.commands[i];
    if (commands.device != command.device) continue;
    for (std::size_t j = 0; j < commands.verbs.size(); ++j) {
      const home::Verb verb = commands.verbs[j].verb;
      if (verb != command.verb) continue;
      std::vector<PointWriter::Step> steps;
      for (const Template& each : spoken_[i].verbs[j]) {
        auto text = each.text.with(command);
        if (!text)
          return base::fail(ErrorKind::invalid_input,
                            fmt::format("a formula of '{}' has no value now", word(verb)));
        steps.push_back({each.to, std::move(*text), each.pause_s});
      }
      auto done = writer_->write(command.device, std::move(steps));
      if (done) written_.insert_or_assign(command.device, command);
      return done;
    }
  }
  return base::fail(ErrorKind::refused, fmt::format("{} has no such command", command.device));
}

}  // namespace ohmstead::connect
