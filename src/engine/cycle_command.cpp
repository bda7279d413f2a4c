// What devices are told by a cycle, and between two.
#include <algorithm>
#include <cmath>

#include "command_health.hpp"
#include "cycle.hpp"
#include "cycle_words.hpp"
#include "order_without_plan.hpp"

namespace ohmstead::engine {
namespace {

constexpr double k_some_kw = 0.05;

}  // namespace

bool has_odd(const std::vector<ports::CommandState>& commands) {
  return std::any_of(commands.begin(), commands.end(),
                     [](const auto& each) { return !each.alarm.empty() || each.foreign; });
}

const home::PlanSlot* Cycle::planned_slot(const Snapshot& now) const {
  return now.made_at <= now.plan_holds_until() ? now.slot_at(now.made_at) : nullptr;
}

home::PlanSlot Cycle::make_order(const Snapshot& now, bool knows_wishes) const {
  const home::PlanSlot* planned = planned_slot(now);
  home::PlanSlot order = planned != nullptr ? *planned
                                            : order_without_plan(parts_.site, now.overrides,
                                                                 now.readings, now.made_at);
  if (planned == nullptr) {
    order.duration = now.next_at - now.made_at;
  } else {
    obey(order, parts_.site, now.overrides, now.readings,
         {.now = now.made_at, .knows_wishes = knows_wishes});
    guard_car_feed(order, parts_.site, now.home, now.readings, now.cars);
  }
  keep_to_the_word(order, now.overrides, now.made_at);
  return order;
}

base::Result<void> Cycle::follow(home::PlanSlot order, Stage stage) {
  if (stage == Stage::partial) order.devices.clear();
  return parts_.devices.follow(order);
}

void Cycle::obey_at_once() {
  if (!last_ || stage_ == Stage::advisory) return;
  const base::Time now = parts_.clock.now();
  auto overrides = overrides_->list(now, now + k_overrides_ahead);
  auto wanted = wanted_at(overrides, now);
  if (wanted == obeyed_) return;
  obeyed_ = std::move(wanted);
  Snapshot view = *last_;
  view.made_at = now;
  view.overrides = std::move(overrides);
  if (planned_slot(view) != nullptr) (void)follow(make_order(view, false), stage_);
}

void Cycle::command(Snapshot& now) {
  // Something else may be wanted since the cycle began.
  auto overrides = overrides_->list(now.made_at, now.made_at + k_overrides_ahead);
  obeyed_ = wanted_at(overrides, now.made_at);
  const bool is_same_wish = obeyed_ == wanted_at(now.overrides, now.made_at);
  if (!is_same_wish) now.overrides = std::move(overrides);
  // A plan that was made before, or by simple rules, does not know what people and rules want now.
  const bool knows_wishes =
      is_same_wish && now.planned_at == now.made_at && now.plan.status <= home::PlanStatus::good;
  const home::PlanSlot* planned = planned_slot(now);
  const home::PlanSlot order = make_order(now, knows_wishes);
  parts_.devices.set_sun_only(house_->sun_only());
  parts_.devices.set_import_budget(
      planned == nullptr ? std::nullopt : peaks_.budget(now.plan, now.overrides, now.made_at));
  decide(now, order);
  // What was told under another stage holds no more.
  if (last_ && last_->stage != now.stage) parts_.devices.release();
  if (now.stage == Stage::advisory) {
    parts_.devices.advise(order);
    return tell(now, "commands", Health::ok, "advisory: nothing is told to the devices",
                now.made_at);
  }
  // Once: given back in every cycle, nothing that is wanted without a plan would last.
  if (planned == nullptr && !std::exchange(is_without_plan_, true)) parts_.devices.release();
  if (planned != nullptr) is_without_plan_ = false;
  const auto done = follow(order, now.stage);
  now.has_odd_commands = has_odd(parts_.devices.commands());
  auto [health, text] =
      command_health(done, parts_.devices.faults(), now.stage, !now.is_without_readings);
  tell(now, "commands", health, std::move(text),
       health == Health::ok ? now.made_at : since_of(last_, "commands", now.made_at));
}

// The first battery's mode in each cycle; other devices when they change.
void Cycle::decide(Snapshot& now, const home::PlanSlot& order) {
  const bool is_without_plan = now.plan.slots.empty();
  const std::string status{
      is_without_plan ? "none"
                      : names_of(now.plan.status)[static_cast<std::size_t>(now.plan.status)]};
  const std::string reason =
      is_without_plan ? "There is no plan yet: the battery follows the home." : order.reason.text;
  for (const home::DeviceSlot& device : order.devices) {
    const bool is_on = std::abs(device.power.value()) > k_some_kw;
    add_decision(now, {now.made_at, device.id, is_on ? "on" : "off", device.power,
                       device.reason.text, status, now.trigger, false});
  }
  for (std::size_t i = order.batteries.size(); i-- > 0;) {
    const home::BatterySlot& battery = order.batteries[i];
    add_decision(now, {now.made_at, battery.id,
                       std::string{names_of(battery.mode)[static_cast<std::size_t>(battery.mode)]},
                       battery.charge - battery.discharge, reason, status, now.trigger, false});
  }
}

void Cycle::add_decision(Snapshot& now, Decision decision) const {
  const auto before = std::find_if(now.decisions.begin(), now.decisions.end(),
                                   [&](const auto& d) { return d.device == decision.device; });
  decision.is_changed = before == now.decisions.end() || before->mode != decision.mode;
  const bool is_first =
      !parts_.site.batteries.empty() && decision.device == parts_.site.batteries.front().id;
  if (!decision.is_changed && !is_first) return;
  now.decisions.insert(now.decisions.begin(), std::move(decision));
  if (now.decisions.size() > options_.most_decisions) now.decisions.pop_back();
}

}  // namespace ohmstead::engine
