// The self-test of all that a connection maps: what it reads, what its devices show of their
// orders, and what its orders would write.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "ohmstead/home/heat_place.hpp"
#include "points/point_driver.hpp"

namespace ohmstead::connect {
namespace {

using base::Power;

// Less is told to no battery.
constexpr Power k_least_told{0.1};

// Of a battery and of an order, where a formula names them.
constexpr double k_tried_soc_pct = 50.0;
constexpr base::Hours k_tried_hours{0.25};

constexpr const char* k_nothing_came = "nothing came from it yet";

std::string_view word(home::Verb verb) {
  return home::names_of(verb)[static_cast<std::size_t>(verb)];
}

// The least power above 0 that a device may be told; 0: nobody knows.
Power least_of(const home::Site& site, const home::PointCommands& commands) {
  if (commands.least > Power{}) return commands.least;
  for (const home::SiteBattery& battery : site.batteries) {
    if (battery.id == commands.device) return std::max(commands.step, k_least_told);
  }
  return {};
}

// The most that a verb of it may be told.
Power most_of(const home::Site& site, const home::Abilities& can, home::Verb verb) {
  for (const home::SiteBattery& battery : site.batteries) {
    if (battery.id != can.device) continue;
    const bool is_in = verb == home::Verb::charge;
    return std::min(can.most, is_in ? battery.charge : battery.discharge.value_or(battery.charge));
  }
  return can.most;
}

void add_new(std::vector<std::string>& faults, std::string fault) {
  if (std::find(faults.begin(), faults.end(), fault) == faults.end())
    faults.push_back(std::move(fault));
}

}  // namespace

void PointDriver::expect_check() {
  std::set<std::pair<std::string, std::vector<std::string>>> known;
  for (std::size_t i = 0; i < spoken_.size(); ++i) {
    for (std::size_t j = 0; j < spoken_[i].verbs.size(); ++j) {
      for (const Template& each : spoken_[i].verbs[j]) {
        Trial trial = trial_of(i, j, each);
        if (!known.insert({trial.to, trial.texts}).second) continue;
        for (const std::string& text : trial.texts) bus_->try_write(trial.to, text);
        trials_.push_back(std::move(trial));
      }
    }
  }
}

PointDriver::Trial PointDriver::trial_of(std::size_t device, std::size_t verb,
                                         const Template& write) const {
  const home::PointCommands& commands = connection_.commands[device];
  Trial trial{
      fmt::format("{} {} writes ({})", commands.device, word(commands.verbs[verb].verb), write.to),
      write.to,
      {},
      {}};
  std::vector<Power> powers{most_of(*site_, abilities_[device], commands.verbs[verb].verb)};
  const Power least = least_of(*site_, commands);
  if (write.text.has_formula() && least > Power{} && least < powers.front())
    powers.insert(powers.begin(), least);
  home::Command command{commands.device, commands.verbs[verb].verb};
  command.soc_pct = k_tried_soc_pct;
  if (const auto place = home::heat_place_of(*site_, commands.device)) command.target = place->most;
  for (const Power power : powers) {
    command.power = power;
    command.energy = power * k_tried_hours;
    auto text = write.text.with(command);
    if (!text)
      trial.fault = fmt::format("its formula has no value at {} kW", power.value());
    else if (trial.texts.empty() || trial.texts.back() != *text)
      trial.texts.push_back(std::move(*text));
  }
  return trial;
}

bool PointDriver::is_complete() const {
  const auto is_heard = [&](const std::string& at) {
    return bus_->told(at) || !bus_->fault_of(at, false).empty();
  };
  const bool has_read = std::all_of(connection_.readings.begin(), connection_.readings.end(),
                                    [&](const auto& point) { return is_heard(point.at); });
  const bool has_tried = std::all_of(trials_.begin(), trials_.end(), [&](const Trial& trial) {
    return std::all_of(trial.texts.begin(), trial.texts.end(), [&](const std::string& text) {
      return bus_->fault_of_write(trial.to, text).has_value();
    });
  });
  if (!has_read || !has_tried) return false;
  for (const home::PointCommands& commands : connection_.commands) {
    for (const home::PointVerb& verb : commands.verbs) {
      for (const home::PointSign& sign : verb.seen) {
        if (!is_heard(sign.at)) return false;
      }
    }
  }
  return true;
}

std::vector<LiveCheck> PointDriver::check() const {
  std::vector<LiveCheck> all;
  auto lost = bus_->fault();
  const bool is_lost = !lost.empty();
  if (is_lost) all.push_back({connection_.id, "connection", {}, std::move(lost)});
  for (const home::PointReading& point : connection_.readings) {
    const Understood seen = understand(point);
    std::string value;
    if (seen.fault.empty() && is_yes_or_no(point.value))
      value = seen.number != 0.0 ? "yes" : "no";
    else if (seen.fault.empty())
      value = fmt::format("{:.4g}", seen.number);
    all.push_back({connection_.id, place_of(point), std::move(value), seen.fault});
  }
  // What an unreached system was told or would take is not known.
  for (std::size_t i = 0; i < connection_.commands.size() && !is_lost; ++i) check_signs(i, all);
  for (const Trial& trial : trials_) {
    if (is_lost && trial.fault.empty()) continue;
    all.push_back({connection_.id, trial.what,
                   fmt::format("would tell {}", fmt::join(trial.texts, " to ")), fault_of(trial)});
  }
  return all;
}

void PointDriver::check_signs(std::size_t device, std::vector<LiveCheck>& all) const {
  const home::PointCommands& commands = connection_.commands[device];
  const bool has_signs =
      std::any_of(commands.verbs.begin(), commands.verbs.end(),
                  [](const home::PointVerb& verb) { return !verb.seen.empty(); });
  if (!has_signs) return;
  std::vector<std::string> faults;
  note_signs(device, faults);
  note_silent_signs(device, faults);
  const auto told = told_to(device);
  std::string value;
  if (told)
    value = fmt::format("{}, said {}", word(told->verb), base::format_time(*shown_at(device)));
  else if (!abilities_[device].tells_what_is_set)
    value = "none of the verbs that have seen";
  else if (faults.empty())
    faults.emplace_back("what it was told is none of its verbs");
  all.push_back({connection_.id, commands.device + " is told", std::move(value),
                 fmt::format("{}", fmt::join(faults, "; "))});
}

// Signs that tell nothing, and powers that are none.
void PointDriver::note_silent_signs(std::size_t device, std::vector<std::string>& faults) const {
  const home::PointCommands& commands = connection_.commands[device];
  const auto look = [&](const std::string& at, const std::string& pointer, bool is_power) {
    const auto told = bus_->told(at);
    const auto text = told ? scalar_at(told->text, pointer) : std::nullopt;
    std::string why;
    if (!told)
      why = bus_->fault_of(at, false);
    else if (!text)
      why = fmt::format("its text has nothing at {}", pointer);
    else if (is_power && !number_of(*text))
      why = fmt::format("'{}' is no number", *text);
    // A power may be told for the first time after the first order that has one.
    if (!told && why.empty() && !is_power) why = k_nothing_came;
    if (!why.empty()) add_new(faults, fmt::format("{} is told ({}): {}", commands.device, at, why));
  };
  for (const home::PointVerb& verb : commands.verbs) {
    for (const home::PointSign& sign : verb.seen) look(sign.at, sign.pointer, false);
    if (verb.power) look(verb.power->at, verb.power->pointer, true);
  }
}

std::string PointDriver::fault_of(const Trial& trial) const {
  if (!trial.fault.empty()) return trial.fault;
  std::vector<std::string> faults;
  for (const std::string& text : trial.texts) {
    std::string fault = bus_->fault_of_write(trial.to, text).value_or(k_nothing_came);
    if (!fault.empty()) add_new(faults, std::move(fault));
  }
  return fmt::format("{}", fmt::join(faults, "; "));
}

}  // namespace ohmstead::connect
