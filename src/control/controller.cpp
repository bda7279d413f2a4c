#include "ohmstead/control/controller.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "details.hpp"
#include "ohmstead/control/nearest.hpp"
#include "ohmstead/control/spare_batteries.hpp"
#include "ohmstead/control/surplus.hpp"

namespace ohmstead::control {

using home::Command;

namespace {

// Whether a limit lets the device go on as it was wanted, only with more than it was told last:
// that can wait, unlike what a limit takes away.
bool is_loosened(const Command& wanted, const Command& limited,
                 const std::optional<Command>& told) {
  if (!told || limited.verb != wanted.verb || !has_power(limited.verb)) return false;
  if (told->verb == limited.verb) return limited.power > told->power;
  return told->verb == home::Verb::hold || told->verb == home::Verb::off;
}

bool is_told_of(const std::vector<std::string>& changes, const std::string& device) {
  return std::any_of(changes.begin(), changes.end(),
                     [&](const std::string& change) { return change.starts_with(device + ": "); });
}

}  // namespace

base::Result<void> Controller::add(home::Abilities abilities, ActuatorRules rules) {
  if (abilities.verbs.empty())
    return base::fail(base::ErrorKind::invalid_input,
                      fmt::format("{}: its driver understands no command", abilities.device));
  if (actuators_.contains(abilities.device))
    return base::fail(base::ErrorKind::conflict,
                      fmt::format("{}: two drivers want to command it", abilities.device));
  abilities_.push_back(abilities);
  const std::string device = abilities.device;
  actuators_.emplace(device, Actuator{std::move(abilities), rules});
  return {};
}

std::vector<Command> Controller::own_ways(const home::Readings& readings) const {
  std::vector<Command> all;
  all.reserve(abilities_.size());
  for (const home::Abilities& each : abilities_) {
    const home::Verb verb = each.verbs.front();
    Command own{each.device, verb, has_power(verb) ? each.most : base::Power{},
                "no plan holds now: it goes its own way"};
    // What has no thermostat has none to follow.
    if (verb == home::Verb::off && each.can(home::Verb::on)) keep_warm(own, readings, limits_);
    all.push_back(std::move(own));
  }
  return all;
}

// What was told and is named no more, as after a change of stage; and what nobody names, while it
// must keep a room from frost, or while more comes from the grid than may.
void Controller::add_given_back(std::vector<Command>& wishes,
                                const home::Readings& readings) const {
  const bool is_over = (limits_.import && readings.grid_import > *limits_.import) ||
                       (limits_.phase_a && readings.grid_import > base::Power{} &&
                        readings.highest_phase_a.value_or(0.0) > *limits_.phase_a);
  for (Command& own : own_ways(readings)) {
    const bool is_named = std::any_of(wishes.begin(), wishes.end(), [&](const Command& each) {
      return each.device == own.device;
    });
    const bool is_ours =
        is_over || actuators_.at(own.device).told() || is_freezing(own.device, readings, limits_);
    if (!is_named && is_ours) wishes.push_back(std::move(own));
  }
}

void Controller::keep_month_peak(std::vector<Command>& wishes, const home::PlanSlot& slot,
                                 const home::Readings& readings) const {
  import_guard_.keep(wishes, slot, readings, abilities_, limits_);
  for (Command& wish : wishes) wish = nearest(wish, actuators_.at(wish.device).abilities());
}

std::vector<Controller::Wish> Controller::settle(const home::PlanSlot* slot,
                                                 const home::Readings& readings) {
  if (limits_.is_stopped) slot = nullptr;  // all that is owned, not what the slot names alone
  std::vector<Command> wishes = slot != nullptr ? commands_of(*slot) : own_ways(readings);
  std::erase_if(wishes, [&](const Command& each) { return !actuators_.contains(each.device); });
  const std::size_t named = slot != nullptr ? wishes.size() : 0;
  const std::vector<Command> planned{wishes.begin(),
                                     wishes.begin() + static_cast<std::ptrdiff_t>(named)};
  if (slot != nullptr) add_given_back(wishes, readings);
  if (slot != nullptr) {
    follow_surplus(wishes, *slot, readings, abilities_);
    keep_to_sun(wishes, *slot, readings, sun_only_, abilities_);
    spare_batteries(wishes, *slot, readings);
  }
  for (Command& wish : wishes) {
    const Actuator& actuator = actuators_.at(wish.device);
    wish = nearest(wish, actuator.abilities());
    // Held back it draws less than it would.
    const bool is_let_go = wish.verb == home::Verb::automatic && actuator.told() &&
                           actuator.told()->verb != home::Verb::automatic;
    if (is_let_go) wish.power = actuator.abilities().most;
  }
  if (slot != nullptr) keep_month_peak(wishes, *slot, readings);
  const std::vector<Command> before = wishes;
  Kept kept = keep_limits(std::move(wishes), readings, limits_);
  limited_ = std::move(kept.changes);
  otherwise_.clear();
  is_limiting_ = false;
  std::vector<Wish> settled;
  settled.reserve(before.size());
  for (std::size_t i = 0; i < kept.commands.size(); ++i) {
    const std::string& device = before[i].device;
    Command wish = nearest(kept.commands[i], actuators_.at(device).abilities());
    add_details(wish, slot, readings, limits_);
    if (!actuators_.at(device).abilities().takes_target) wish.target.reset();
    wanted_.insert_or_assign(device, wish);
    if (i < named && wish.why != planned[i].why) otherwise_[device] = wish.why;
    is_limiting_ = is_limiting_ || !is_same(wish, before[i], base::Power{});
    // Full or down to its reserve is part of each day: told as anything else.
    const bool is_usual_hold =
        before[i].verb == home::Verb::self_use && !is_told_of(limited_, device);
    const bool is_limited = !is_same(wish, before[i], base::Power{}) && !is_usual_hold &&
                            !is_loosened(before[i], wish, actuators_.at(device).told());
    const bool is_ended =
        kept.commands[i].verb == home::Verb::off || kept.commands[i].verb == home::Verb::hold;
    if (is_ended && wish.verb != kept.commands[i].verb && is_told_of(limited_, device))
      limited_.push_back(fmt::format("{}: its driver cannot stop it: stop it by hand", device));
    const Urgency urgency = is_limited  ? Urgency::urgent
                            : i < named ? Urgency::usual
                                        : Urgency::give_back;
    settled.push_back({std::move(wish), urgency});
  }
  return settled;
}

std::vector<Command> Controller::decide(const home::PlanSlot* slot, const home::Readings& readings,
                                        const std::vector<Report>& reports, base::Time now) {
  std::vector<Command> writes;
  import_guard_.look(readings, now);
  for (const Wish& wish : settle(slot, readings)) {
    const std::string& device = wish.command.device;
    const auto report = std::find_if(reports.begin(), reports.end(),
                                     [&](const Report& each) { return each.device == device; });
    const auto set = report == reports.end() ? std::nullopt : std::optional{report->set};
    auto write = actuators_.at(device).decide(wish.command, set, now, wish.urgency);
    if (write) writes.push_back(std::move(*write));
  }
  return writes;
}

void Controller::advise(const home::PlanSlot& slot, const home::Readings& readings) {
  import_guard_.look(readings, readings.at);
  (void)settle(&slot, readings);
}

void Controller::note(const Command& write, base::Time now, bool is_taken) {
  actuators_.at(write.device).note(write, now, is_taken);
}

std::vector<Controller::Status> Controller::status(base::Time now) const {
  std::vector<Status> all;
  all.reserve(actuators_.size());
  for (const auto& [device, actuator] : actuators_) {
    const auto wanted = wanted_.find(device);
    const auto otherwise = otherwise_.find(device);
    all.push_back({.device = device,
                   .wanted = wanted == wanted_.end()
                                 ? Command{device, actuator.abilities().verbs.front()}
                                 : wanted->second,
                   .told = actuator.told(),
                   .foreign = actuator.foreign(),
                   .otherwise = otherwise == otherwise_.end() ? "" : otherwise->second,
                   .alarm = actuator.alarm(),
                   .writes_today = actuator.writes_in(std::chrono::hours{24}, now)});
  }
  return all;
}

std::vector<home::KeptCommand> Controller::foreign() const {
  std::vector<home::KeptCommand> all;
  for (const auto& [device, actuator] : actuators_) {
    const auto& foreign = actuator.foreign();
    if (foreign)
      all.push_back({device, foreign->command.verb, foreign->command.power, foreign->until});
  }
  return all;
}

std::vector<home::KeptWrite> Controller::kept_writes() const {
  std::vector<home::KeptWrite> all;
  for (const auto& [device, actuator] : actuators_) {
    if (actuator.abilities().most_writes_a_day == 0) continue;
    for (const base::Time at : actuator.writes()) all.push_back({device, at});
  }
  return all;
}

void Controller::restore_writes(const std::vector<home::KeptWrite>& all) {
  for (const home::KeptWrite& each : all) {
    const auto found = actuators_.find(each.device);
    if (found != actuators_.end()) found->second.restore_write(each.at);
  }
}

void Controller::restore_foreign(const std::vector<home::KeptCommand>& all) {
  for (const home::KeptCommand& each : all) {
    const auto found = actuators_.find(each.device);
    if (found != actuators_.end())
      found->second.restore_foreign({{each.device, each.verb, each.power, {}}, each.until});
  }
}

}  // namespace ohmstead::control
