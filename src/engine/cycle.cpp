#include "cycle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <exception>

#include "ohmstead/plan/coarse_tail.hpp"
#include "ohmstead/plan/device_states.hpp"
#include "order_without_plan.hpp"

namespace ohmstead::engine {
namespace {

constexpr double k_some_kw = 0.05;
constexpr std::chrono::days k_overrides_ahead{8};

void tell(Snapshot& now, const char* name, Health health, std::string text, base::Time since) {
  now.components.push_back({name, health, std::move(text), since});
}

const Component* find(const std::optional<Snapshot>& snapshot, std::string_view name) {
  if (!snapshot) return nullptr;
  const auto& all = snapshot->components;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const Component& c) { return c.name == name; });
  return found == all.end() ? nullptr : &*found;
}

// Since when a part that fails now has given nothing.
base::Time since_of(const std::optional<Snapshot>& last, std::string_view name, base::Time now) {
  const Component* before = find(last, name);
  return before == nullptr ? now : before->since;
}

// So many turns of the clock lie between two cycles; none where they follow one another.
std::int64_t turns_missed(base::Time last, base::Time now, base::Seconds step) {
  const base::Seconds between = base::floor_to(now, step) - base::floor_to(last, step);
  return std::max<std::int64_t>(0, between / step - 1);
}

bool is_proven(const home::Plan& plan) { return plan.status == home::PlanStatus::optimal; }

}  // namespace

Cycle::Cycle(const Parts& parts, const EngineOptions& options, const Overrides& overrides)
    : parts_{parts},
      options_{options},
      tariff_{parts.site.tariff, parts.zone},
      ledger_{parts.site, parts.zone, options.most_measured},
      check_{parts.site},
      overrides_{&overrides} {
  bring_back();
}

Snapshot Cycle::run(const std::string& trigger, Stage stage) {
  Snapshot now;
  now.cycle = last_ ? last_->cycle + 1 : 1;
  now.made_at = parts_.clock.now();
  const base::Seconds step =
      std::chrono::minutes{parts_.site.service.every_min.value_or(parts_.site.planning.step_min)};
  now.next_at = base::floor_to(now.made_at, step) + step;
  if (last_) now.missed = last_->missed + turns_missed(last_->made_at, now.made_at, step);
  if (const auto edge = overrides_->next_edge(now.made_at))
    now.next_at = std::min(now.next_at, *edge);
  now.stage = stage;
  now.trigger = trigger;
  now.decisions = last_ ? last_->decisions : remembered_;
  now.overrides = overrides_->list(now.made_at, now.made_at + k_overrides_ahead);
  read_devices(now);
  ask_outlook(now);
  make_plan(now);
  command(now);
  keep(now);
  remember(now);
  const base::EnergyPrice value = now.plan.slots.empty() || now.plan.slots.front().batteries.empty()
                                      ? base::EnergyPrice{}
                                      : now.plan.slots.front().batteries.front().stored_value;
  now.savings = ledger_.savings(value);
  now.measured = ledger_.slots();
  now.days = ledger_.days();
  now.accuracy = forecasts_.accuracy();
  last_ = now;
  return now;
}

void Cycle::read_devices(Snapshot& now) {
  closed_ = nullptr;
  auto readings = parts_.devices.read();
  has_readings_ = readings.has_value();
  now.is_without_readings = !has_readings_;
  if (!has_readings_) {
    if (last_) now.readings = last_->readings;
    tell(now, "devices", Health::failed, "no readings: " + readings.error().message,
         since_of(last_, "devices", now.made_at));
    return;
  }
  CheckedReadings checked = check_.check(std::move(*readings), states(nullptr, now.made_at));
  now.readings = std::move(checked.readings);
  if (!last_)
    ledger_.begin(now.readings);
  else if (checked.is_meter_good)
    closed_ = ledger_.add(now.readings, *last_);
  if (closed_ != nullptr) {
    forecasts_.measure(*closed_);
    parts_.outlooks.learn(*closed_);
  }
  std::vector<std::string> faults = parts_.devices.read_faults();
  now.has_silent_devices = !faults.empty();
  std::move(checked.faults.begin(), checked.faults.end(), std::back_inserter(faults));
  if (faults.empty())
    tell(now, "devices", Health::ok, "all answer", now.made_at);
  else
    tell(now, "devices", Health::degraded, fmt::format("{}", fmt::join(faults, "; ")),
         since_of(last_, "devices", now.made_at));
}

// A source that waits for what is not published yet does well.
void Cycle::tell_sources(Snapshot& now) const {
  using ports::FeedState;
  for (const ports::FeedHealth& each : parts_.outlooks.health()) {
    const bool is_fine = each.state == FeedState::good || each.state == FeedState::waiting;
    const bool is_usable = is_fine || each.state == FeedState::failing;
    now.components.push_back({each.name,
                              is_fine     ? Health::ok
                              : is_usable ? Health::degraded
                                          : Health::failed,
                              each.sentence, each.last_good.value_or(now.made_at)});
  }
}

void Cycle::ask_outlook(Snapshot& now) {
  tell_sources(now);
  auto outlook = parts_.outlooks.outlook(now.made_at);
  has_outlook_ = outlook.has_value();
  if (!has_outlook_) {
    if (last_) now.outlook = last_->outlook;
    tell(now, "prices", Health::failed, outlook.error().message,
         since_of(last_, "prices", now.made_at));
    return;
  }
  now.outlook = std::move(*outlook);
  forecasts_.note(now.outlook, now.made_at);
  if (parts_.site.planning.is_tail_coarse) now.outlook = plan::coarse_tail(now.outlook, tariff_);
  const base::SlotGrid& slots = now.outlook.slots;
  tell(now, "prices", Health::ok,
       "known until " + parts_.zone.format_short(slots.end(slots.count() - 1)), now.made_at);
}

// In a fast replay a plan must not take the time of the cycles after it.
double Cycle::time_limit_s(base::Time next) const {
  constexpr double k_share = 0.5, k_least_s = 0.5;
  const std::chrono::duration<double> left = parts_.clock.real_time_until(next);
  return std::min(parts_.site.service.plan_within_s, std::max(k_least_s, k_share * left.count()));
}

home::DeviceStates Cycle::states(const home::Readings* measured, base::Time now) const {
  plan::Expected expected;
  if (last_) expected = {&last_->home, &last_->plan};
  return plan::states_now(parts_.site, measured, expected, now);
}

void Cycle::make_plan(Snapshot& now) {
  const auto go_on = [&](const std::string& why, Health health) {
    if (last_) {
      now.home = last_->home;
      now.plan = last_->plan;
      now.planned_at = last_->planned_at;
    }
    tell(now, "planner", health, why, since_of(last_, "planner", now.made_at));
  };
  const bool has_last = last_ && !last_->plan.slots.empty();
  if (!has_outlook_)
    return has_last ? go_on("no new plan without prices: the last one goes on", Health::degraded)
                    : go_on("no plan without prices: batteries follow the home", Health::failed);
  try {
    now.home = plan::make_case(parts_.site, tariff_, now.outlook,
                               states(has_readings_ ? &now.readings : nullptr, now.made_at),
                               last_ && !last_->plan.slots.empty() ? &last_->plan : nullptr);
    now.home.manual_blocks = overrides_->blocks(now.made_at, now.home.slots);
    if (!now.outlook.scenarios.empty()) now.home.scenarios.emplace().all = now.outlook.scenarios;
    now.plan = planner_.make_plan(
        now.home, {.time_limit_s = time_limit_s(now.next_at), .language = parts_.site.language});
    now.planned_at = now.made_at;
  } catch (const std::exception& fault) {
    return go_on(fmt::format("the planner failed ({}): the last plan goes on", fault.what()),
                 Health::failed);
  }
  const bool is_fallback =
      now.plan.strategy == "optimal" && now.plan.status > home::PlanStatus::good;
  tell(now, "planner", is_fallback ? Health::degraded : Health::ok,
       is_proven(now.plan)
           ? fmt::format("a proven plan in {:.1f} ms", now.plan.solve_ms)
           : fmt::format("the plan is {}, made in {:.1f} ms",
                         names_of(now.plan.status)[static_cast<std::size_t>(now.plan.status)],
                         now.plan.solve_ms),
       now.made_at);
}

void Cycle::command(Snapshot& now) {
  const home::PlanSlot* planned = now.slot_at(now.made_at);
  const home::PlanSlot order = planned != nullptr ? *planned
                                                  : order_without_plan(parts_.site, now.overrides,
                                                                       now.readings, now.made_at);
  decide(now, order);
  // What was told under another stage holds no more.
  if (last_ && last_->stage != now.stage) parts_.devices.release();
  if (now.stage == Stage::advisory) {
    parts_.devices.advise(order);
    return tell(now, "commands", Health::ok, "advisory: nothing is told to the devices",
                now.made_at);
  }
  if (planned == nullptr) parts_.devices.release();
  home::PlanSlot told = order;
  if (now.stage == Stage::partial) told.devices.clear();
  const auto done = parts_.devices.follow(told);
  const auto faults = parts_.devices.faults();
  if (!done)
    tell(now, "commands", Health::failed, done.error().message,
         since_of(last_, "commands", now.made_at));
  else if (!faults.empty())
    tell(now, "commands", Health::degraded, fmt::format("{}", fmt::join(faults, "; ")),
         since_of(last_, "commands", now.made_at));
  else
    tell(now, "commands", Health::ok,
         now.stage == Stage::partial ? "accepted; partial: batteries alone are told" : "accepted",
         now.made_at);
}

// The first battery's mode in each cycle; other devices when they change.
void Cycle::decide(Snapshot& now, const home::PlanSlot& order) {
  const std::string status{names_of(now.plan.status)[static_cast<std::size_t>(now.plan.status)]};
  for (const home::DeviceSlot& device : order.devices) {
    const bool is_on = std::abs(device.power.value()) > k_some_kw;
    add_decision(now, {now.made_at, device.id, is_on ? "on" : "off", device.power,
                       device.reason.text, status, now.trigger, false});
  }
  for (std::size_t i = order.batteries.size(); i-- > 0;) {
    const home::BatterySlot& battery = order.batteries[i];
    add_decision(
        now, {now.made_at, battery.id,
              std::string{names_of(battery.mode)[static_cast<std::size_t>(battery.mode)]},
              battery.charge - battery.discharge, order.reason.text, status, now.trigger, false});
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

void Cycle::keep(Snapshot& now) {
  if (parts_.log == nullptr || now.planned_at != now.made_at) return;
  const auto kept = parts_.log->save(now.made_at, now.home, now.plan, now.outlook);
  if (!kept)
    tell(now, "store", Health::degraded, kept.error().message,
         since_of(last_, "store", now.made_at));
  else
    tell(now, "store", Health::ok, "each cycle is kept", now.made_at);
  forget_old(now);
}

void Cycle::forget_old(Snapshot& now) {
  const base::Seconds kept{static_cast<std::int64_t>(86400.0 * parts_.site.service.keep_days)};
  if (now.made_at - forgot_at_ < std::chrono::hours{24}) return;
  forgot_at_ = now.made_at;
  const auto done = parts_.log->forget_before(now.made_at - kept);
  if (!done)
    tell(now, "store", Health::degraded, done.error().message,
         since_of(last_, "store", now.made_at));
}

const home::PlanSlot* Snapshot::slot_at(base::Time time) const {
  const auto found = std::find_if(plan.slots.begin(), plan.slots.end(), [&](const auto& slot) {
    return slot.start <= time && time < slot.start + slot.duration;
  });
  return found == plan.slots.end() ? nullptr : &*found;
}

}  // namespace ohmstead::engine
