// What a device was told, by the signs that its verbs have in the site file.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "points/point_driver.hpp"

namespace ohmstead::connect {

using base::Power;

// What a system rounds when it tells a number again.
constexpr double k_same_number = 0.06;

std::optional<std::string> PointDriver::said(const std::string& at,
                                             const std::string& pointer) const {
  const auto told = bus_->told(at);
  return told && bus_->fault().empty() ? scalar_at(told->text, pointer) : std::nullopt;
}

std::optional<home::Command> PointDriver::told_to(std::size_t device) const {
  const home::PointCommands& commands = connection_.commands[device];
  if (is_silent(commands.device)) return std::nullopt;
  for (std::size_t j = 0; j < commands.verbs.size(); ++j) {
    const home::PointVerb& verb = commands.verbs[j];
    bool holds = !verb.seen.empty();
    for (std::size_t k = 0; k < verb.seen.size() && holds; ++k)
      holds = is_shown(device, spoken_[device].signs[j][k], verb.seen[k]);
    if (!holds) continue;
    home::Command command{commands.device, verb.verb, {}, {}};
    if (!home::has_power(verb.verb)) return command;
    if (!verb.power) {
      command.power = power_not_told(device, verb.verb);
      return command;
    }
    const auto text = said(verb.power->at, verb.power->pointer);
    const auto number = text ? number_of(*text) : std::nullopt;
    const auto power = number ? spoken_[device].powers[j]->at(*number) : std::nullopt;
    if (!power) return std::nullopt;
    command.power = Power{*power};
    return command;
  }
  return std::nullopt;
}

// A sign with a formula shows what was written last.
bool PointDriver::is_shown(std::size_t device, const WriteText& wanted,
                           const home::PointSign& sign) const {
  const auto text = said(sign.at, sign.pointer);
  if (!text) return false;
  const auto last = written_.find(abilities_[device].device);
  if (!wanted.has_formula()) return is_same_text(*text, wanted.with({}).value_or(""));
  const auto expected = last == written_.end() ? std::nullopt : wanted.with(last->second);
  if (!expected) return false;
  const auto is = number_of(*text), shall = number_of(*expected);
  return is && shall ? std::abs(*is - *shall) < k_same_number : is_same_text(*text, *expected);
}

// Of a verb that shows, but not at which power: as it was told last.
Power PointDriver::power_not_told(std::size_t device, home::Verb verb) const {
  const auto last = written_.find(abilities_[device].device);
  const bool is_ours = last != written_.end() && last->second.verb == verb;
  return is_ours ? last->second.power : abilities_[device].most;
}

void PointDriver::note_signs(std::size_t device, std::vector<std::string>& faults) const {
  const home::PointCommands& commands = connection_.commands[device];
  std::set<std::string> told;
  for (const home::PointVerb& verb : commands.verbs) {
    for (const home::PointSign& sign : verb.seen) {
      const std::string fault = bus_->fault_of(sign.at, false);
      if (fault.empty() || !told.insert(sign.at).second) continue;
      faults.push_back(fmt::format("{} is told ({}): {}", commands.device, sign.at, fault));
    }
  }
  const auto at = shown_at(device);
  if (at && is_silent(commands.device))
    faults.push_back(fmt::format(
        "{}: what it says it was told is of {} and does not count, as nothing else comes from it",
        commands.device, base::format_time(*at)));
}

bool PointDriver::is_silent(const std::string& device) const {
  // A car that sleeps does not tell what it holds, and its charger lives.
  const bool is_car = std::any_of(site_->vehicles.begin(), site_->vehicles.end(),
                                  [&](const home::SiteVehicle& car) { return car.id == device; });
  bool is_any = false;
  for (const home::PointReading& point : connection_.readings) {
    if (point.of != device || (is_car && point.value == home::PointValue::soc)) continue;
    if (understand(point).fault.empty()) return false;
    is_any = true;
  }
  return is_any;
}

std::optional<base::Time> PointDriver::shown_at(std::size_t device) const {
  std::optional<base::Time> last;
  for (const home::PointVerb& verb : connection_.commands[device].verbs) {
    for (const home::PointSign& sign : verb.seen) {
      const auto told = bus_->told(sign.at);
      if (told && (!last || told->at > *last)) last = told->at;
    }
  }
  return last;
}

}  // namespace ohmstead::connect
