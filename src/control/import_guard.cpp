#include "ohmstead/control/import_guard.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "drawn.hpp"
#include "wanted_import.hpp"

namespace ohmstead::control {
namespace {

using base::Power;
using home::Command;
using home::Verb;

constexpr Power k_slack{0.05};
// So short before its end nothing can be made good any more.
constexpr base::Seconds k_shortest{60};
// A device that is off is not switched on for less than so many times its least power.
constexpr double k_worth_switching = 1.5;
// Above the reserve of a battery.
constexpr base::Energy k_worth_giving{0.1};

const home::Abilities* find(const std::vector<home::Abilities>& all, const std::string& device) {
  const auto found = std::find_if(
      all.begin(), all.end(), [&](const home::Abilities& each) { return each.device == device; });
  return found == all.end() ? nullptr : &*found;
}

bool is_set_by_hand(const home::PlanSlot& slot, const std::string& device) {
  const auto* battery = home::find_reading(slot.batteries, device);
  return battery != nullptr && battery->is_set_by_hand;
}

// One of its rooms is colder than people want it.
bool heats_cold_room(const std::string& device, const home::Readings& now, const Limits& limits) {
  for (const HeatLimits& heat : limits.heat) {
    if (heat.id != device) continue;
    for (const ZoneFrost& each : heat.zones) {
      const auto* zone = home::find_reading(now.devices.zones, each.zone);
      if (zone != nullptr && zone->temperature && *zone->temperature < heat.low) return true;
    }
  }
  return false;
}

bool has_to_give(const std::string& device, const home::Readings& now, const Limits& limits) {
  const auto* battery = home::find_reading(now.batteries, device);
  return battery != nullptr &&
         std::any_of(limits.batteries.begin(), limits.batteries.end(), [&](const auto& each) {
           return each.id == device && battery->soc > each.least + k_worth_giving;
         });
}

// What it may draw where `left` is left of the power that it is told.
Power worth_drawing(const Command& command, Power left, const home::Readings& now,
                    const home::Abilities& can) {
  const bool is_on = drawn_now(now, command.device) > k_slack;
  const Power least = is_on ? can.least : std::min(command.power, can.least * k_worth_switching);
  return left < least ? Power{} : left;
}

// Holds commands back until the home draws no more than it may.
class Holder {
 public:
  Holder(const home::Readings& now, const std::vector<home::Abilities>& abilities, Power over,
         std::string why)
      : now_{now}, abilities_{abilities}, over_{over}, why_{std::move(why)} {}

  void hold_back(Command& command) {
    const home::Abilities* can = find(abilities_, command.device);
    if (over_ <= k_slack || can == nullptr || command.power <= Power{}) return;
    const Power told = command.power;
    const Power left = worth_drawing(command, std::max(Power{}, told - over_), now_, *can);
    over_ -= told - left;
    const Verb none = command.verb == Verb::charge ? Verb::hold : Verb::off;
    command = {command.device, left > Power{} ? command.verb : none, left, why_};
  }

  void let_give(Command& command) {
    const home::Abilities* can = find(abilities_, command.device);
    if (over_ <= k_slack || can == nullptr || !can->can(Verb::discharge)) return;
    const Power told = command.verb == Verb::discharge ? command.power : Power{};
    const Power gives = std::min(can->most, std::max(can->least, told + over_));
    if (gives <= told) return;
    over_ -= gives - told;
    command = {command.device, Verb::discharge, gives, why_};
  }

 private:
  const home::Readings& now_;
  const std::vector<home::Abilities>& abilities_;
  Power over_;
  std::string why_;
};

}  // namespace

void ImportGuard::look(const home::Readings& readings, base::Time now) {
  if (!budget_) {
    from_.reset();
    return;
  }
  if (from_ != budget_->from) {
    // What came before nobody looked is taken for what the plan has.
    const base::Time begun = std::clamp(now, budget_->from, budget_->until);
    used_ = budget_->energy *
            (base::hours(begun - budget_->from) / base::hours(budget_->until - budget_->from));
    from_ = budget_->from;
  } else if (now > looked_at_) {
    used_ += import_ * base::hours(now - looked_at_);
  }
  looked_at_ = now;
  import_ = readings.grid_import;
}

std::optional<Power> ImportGuard::most() const {
  if (!budget_ || looked_at_ < budget_->from || looked_at_ >= budget_->until) return {};
  const auto left = std::max(k_shortest, budget_->until - looked_at_);
  return std::max(Power{}, (budget_->energy - used_) / base::hours(left));
}

void ImportGuard::keep(std::vector<Command>& commands, const home::PlanSlot& slot,
                       const home::Readings& now, const std::vector<home::Abilities>& abilities,
                       const Limits& limits) const {
  const auto may_draw = most();
  if (!may_draw) return;
  Holder holder{now, abilities, wanted_import(commands, now) - *may_draw,
                fmt::format("keeps the month's highest power at {:.1f} kW", budget_->goal.value())};
  const auto is_spared = [&](const Command& command) {
    const auto& spared = budget_->spared;
    return is_set_by_hand(slot, command.device) ||
           home::find_reading(now.devices.appliances, command.device) != nullptr ||
           std::find(spared.begin(), spared.end(), command.device) != spared.end();
  };
  const auto is_car = [&](const Command& command) {
    return home::find_reading(now.devices.vehicles, command.device) != nullptr;
  };
  for (Command& command : commands)
    if (command.verb == Verb::charge && !is_spared(command)) holder.hold_back(command);
  for (Command& command : commands)
    if (command.verb == Verb::on && is_car(command) && !is_spared(command))
      holder.hold_back(command);
  for (auto command = commands.rbegin(); command != commands.rend(); ++command)
    if (command->verb == Verb::on && !is_spared(*command) &&
        !heats_cold_room(command->device, now, limits))
      holder.hold_back(*command);
  for (Command& command : commands)
    if ((command.verb == Verb::hold || command.verb == Verb::discharge) && !is_spared(command) &&
        has_to_give(command.device, now, limits))
      holder.let_give(command);
}

}  // namespace ohmstead::control
