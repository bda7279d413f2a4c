#include "cycle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <exception>

#include "account_slot.hpp"
#include "carry_over.hpp"
#include "cycle_words.hpp"
#include "ohmstead/control/able_case.hpp"
#include "ohmstead/plan/coarse_tail.hpp"
#include "ohmstead/plan/device_states.hpp"
#include "source_health.hpp"

namespace ohmstead::engine {
namespace {

// So many turns of the clock lie between two cycles; none where they follow one another.
std::int64_t turns_missed(base::Time last, base::Time now, base::Seconds step) {
  const base::Seconds between = base::floor_to(now, step) - base::floor_to(last, step);
  return std::max<std::int64_t>(0, between / step - 1);
}

// So soon what people want, and the stop, reach the devices while a plan is made.
constexpr std::chrono::milliseconds k_react_every{100};

bool is_proven(const home::Plan& plan) { return plan.status == home::PlanStatus::optimal; }

MakePlan planner_of(const EngineOptions& options) {
  if (options.make_plan) return options.make_plan;
  const auto planner = std::make_shared<plan::Planner>();
  return [planner](const home::Case& home, const plan::PlanOptions& how) {
    return planner->make_plan(home, how);
  };
}

}  // namespace

Cycle::Cycle(const Parts& parts, const EngineOptions& options, const Overrides& overrides,
             House& house, const ExceptionBook& exceptions)
    : parts_{parts},
      options_{options},
      tariff_{parts.site.tariff, parts.zone},
      planner_{planner_of(options)},
      ledger_{parts.site, parts.zone, options.most_measured},
      peaks_{parts.site, parts.zone},
      check_{parts.site},
      overrides_{&overrides},
      house_{&house},
      exceptions_{&exceptions} {
  if (const auto before = std::exchange(options_.before, nullptr))
    before_ = carry_over(*before, parts.site, parts.zone);
  bring_back();
}

base::Seconds Cycle::slot_length() const {
  return std::chrono::minutes{parts_.site.planning.step_min};
}

base::Seconds Cycle::plan_every() const {
  const auto& every_min = parts_.site.service.every_min;
  return every_min ? std::chrono::minutes{*every_min} : slot_length();
}

// Where plans are made less often than there are slots the last one goes on, slot by slot, until
// the clock or something else asks for another.
bool Cycle::may_plan_later(const Snapshot& now, const Wanted& wanted) const {
  if (!last_ || now.trigger != "clock" || planned_for_ != wanted || !has_plan_for(now.made_at))
    return false;
  return last_->plan.status <= home::PlanStatus::good && !last_->is_plan_of_old_site &&
         last_->published_until == now.outlook.spot_until &&
         base::floor_to(last_->planned_at, plan_every()) ==
             base::floor_to(now.made_at, plan_every());
}

Snapshot Cycle::run(const std::string& trigger, Stage stage) {
  Snapshot now;
  now.cycle = last_ ? last_->cycle + 1 : 1;
  now.made_at = parts_.clock.now();
  const base::Seconds step = std::min(plan_every(), slot_length());
  now.next_at = base::floor_to(now.made_at, step) + step;
  if (last_) now.missed = last_->missed + turns_missed(last_->made_at, now.made_at, step);
  now.stage = stage_ = stage;
  now.trigger = trigger;
  now.decisions = last_ ? last_->decisions : remembered_;
  now.wishes = house_->wishes();
  read_devices(now);
  (void)house_->look(now.readings, last_ ? &*last_ : nullptr, now.made_at);
  if (const auto edge = overrides_->next_edge(now.made_at))
    now.next_at = std::min(now.next_at, *edge);
  now.overrides = overrides_->list(now.made_at, now.made_at + k_overrides_ahead);
  obey_at_once();
  ask_outlook(now);
  make_plan(now);
  now.cars = house_->cars(now.readings, now.home, now.plan, now.made_at);
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
  ledger_.note(now);
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
    tell(now, "devices", Health::failed,
         told_of_silence(readings.error().message, last_plan().has_value()),
         since_of(last_, "devices", now.made_at));
    return;
  }
  house_->complete(*readings, now.made_at);
  CheckedReadings checked = check_.check(std::move(*readings), states(nullptr, now.made_at));
  now.readings = std::move(checked.readings);
  if (!last_)
    ledger_.begin(now.readings);
  else if (checked.is_meter_good)
    close_slot(now.readings);
  if (closed_ != nullptr) {
    forecasts_.measure(*closed_);
    parts_.outlooks.learn(*closed_);
  }
  std::vector<std::string> faults = parts_.devices.read_faults();
  now.has_silent_devices = !faults.empty();
  std::move(checked.faults.begin(), checked.faults.end(), std::back_inserter(faults));
  const bool is_fine = faults.empty();
  tell(now, "devices", is_fine ? Health::ok : Health::degraded,
       is_fine ? "all answer" : fmt::format("{}", fmt::join(faults, "; ")),
       is_fine ? now.made_at : since_of(last_, "devices", now.made_at));
}

void Cycle::close_slot(const home::Readings& readings) {
  const auto begun = ledger_.last();
  closed_ = ledger_.add(readings, *last_);
  if (closed_ == nullptr || !begun) return;
  peaks_.add(*closed_);
  ledger_.account(account_slot(*closed_, *last_, {*begun, readings}, parts_.devices.take_efforts(),
                               parts_.site, parts_.zone));
}

void Cycle::tell_sources(Snapshot& now) const {
  for (Component& each : source_components(parts_.outlooks.health(), now.made_at))
    now.components.push_back(std::move(each));
  if (const std::size_t jumps = check_.jumps(); jumps > 0)
    tell(now, "meter counters", Health::ok,
         fmt::format("since the start they jumped or began anew {}; what they counted meanwhile is "
                     "neither booked nor learned",
                     jumps == 1 ? "once" : fmt::format("{} times", jumps)),
         now.made_at);
  if (const auto can = parts_.devices.abilities()) {
    const auto broken = control::broken_promises(parts_.site, *can);
    if (!broken.empty())
      tell(now, "abilities", Health::ok, fmt::format("{}", fmt::join(broken, "; ")), now.made_at);
  }
  const std::string concern = options_.site_concern ? options_.site_concern() : "";
  if (!concern.empty())
    tell(now, "site file", Health::degraded, concern, since_of(last_, "site file", now.made_at));
}

void Cycle::ask_outlook(Snapshot& now) {
  tell_sources(now);
  auto outlook = parts_.outlooks.outlook(now.made_at);
  has_outlook_ = outlook.has_value();
  if (!has_outlook_) {
    if (const auto& last = last_plan()) now.outlook = last->outlook;
    tell(now, "prices", Health::failed, outlook.error().message,
         since_of(last_, "prices", now.made_at));
    return;
  }
  now.outlook = std::move(*outlook);
  forecasts_.note(now.outlook, now.made_at);
  if (parts_.site.planning.is_tail_coarse) now.outlook = plan::coarse_tail(now.outlook, tariff_);
  const base::SlotGrid& slots = now.outlook.slots;
  const std::string end = parts_.zone.format_short(slots.end(slots.count() - 1));
  tell(now, "prices", Health::ok,
       now.outlook.spot_until ? fmt::format("published until {}, then a forecast until {}",
                                            parts_.zone.format_short(*now.outlook.spot_until), end)
                              : "known until " + end,
       now.made_at);
  if (const std::string note = ledger_.tier_note(now.outlook, now.made_at); !note.empty())
    tell(now, "tariff", Health::ok, note, now.made_at);
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

bool Cycle::has_plan_for(base::Time now) const {
  const auto& last = last_plan();
  return last && !last->plan.slots.empty() && now <= last->plan_holds_until() &&
         last->slot_at(now) != nullptr;
}

std::string Cycle::what_goes_on(base::Time now) const {
  if (!has_plan_for(now)) return "each device goes its own way";
  return fmt::format(
      "the last plan{} goes on until {}",
      last_plan()->is_plan_of_old_site ? ", made before the site file was read again," : "",
      parts_.zone.format_short(last_plan()->plan_holds_until()));
}

// With the last plan.
void Cycle::go_on(Snapshot& now, Health health, const std::string& why) {
  if (const auto& last = last_plan()) {
    now.home = last->home;
    now.plan = last->plan;
    now.published_until = last->published_until;
    now.planned_at = last->planned_at;
    now.is_plan_of_old_site = last->is_plan_of_old_site;
  }
  tell(now, "planner", health, why, since_of(last_, "planner", now.made_at));
}

void Cycle::make_plan(Snapshot& now) {
  const auto fail = [&](const std::string& why) {
    go_on(now, Health::failed,
          fmt::format("the planner failed ({}): {}", why, what_goes_on(now.made_at)));
  };
  if (!has_outlook_)
    return go_on(now, has_plan_for(now.made_at) ? Health::degraded : Health::failed,
                 "no new plan without prices: " + what_goes_on(now.made_at));
  try {
    const home::Site site = home::with_exceptions(parts_.site, exceptions_->open_at(now.made_at),
                                                  parts_.zone, now.made_at);
    home::DeviceStates begin = states(has_readings_ ? &now.readings : nullptr, now.made_at);
    begin.peaks = peaks_.reached(now.made_at);
    begin.bought = ledger_.bought(now.made_at);
    // What was done because somebody wanted it is not kept for its own sake.
    auto blocks = overrides_->blocks(now.made_at, now.outlook.slots);
    Wanted wanted = wanted_first(blocks, now.outlook.slots);
    if (may_plan_later(now, wanted)) {
      const base::Time next = base::floor_to(now.made_at, plan_every()) + plan_every();
      return go_on(
          now, Health::ok,
          fmt::format("the plan of {} goes on, the next comes at {}",
                      parts_.zone.format_short(last_->planned_at), parts_.zone.format_short(next)));
    }
    const bool has_same_wishes = last_ && !last_->plan.slots.empty() && planned_for_ == wanted;
    now.home = plan::make_case(site, tariff_, now.outlook, begin,
                               has_same_wishes ? &last_->plan : nullptr);
    now.published_until = now.outlook.spot_until;
    house_->shape(now.home, now.made_at);
    if (const auto can = parts_.devices.abilities()) control::keep_to_abilities(now.home, *can);
    now.home.manual_blocks = std::move(blocks);
    if (!now.outlook.scenarios.empty()) now.home.scenarios.emplace().all = now.outlook.scenarios;
    auto made = planner_.make(now.home,
                              {.time_limit_s = time_limit_s(now.next_at),
                               .stop = stop_,
                               .language = parts_.site.language},
                              k_react_every, meanwhile_);
    if (!made) return fail(made.error().message);
    now.plan = std::move(*made);
    now.planned_at = now.made_at;
    planned_for_ = std::move(wanted);
    before_.reset();
  } catch (const std::exception& fault) {
    return fail(fault.what());
  }
  const bool is_fallback =
      now.plan.strategy == "optimal" && now.plan.status > home::PlanStatus::good;
  const double plan_s = std::max(1e-3, 1e-3 * now.plan.solve_ms);
  tell(now, "planner", is_fallback ? Health::degraded : Health::ok,
       is_proven(now.plan)
           ? fmt::format("a proven plan in {:.3f} s", plan_s)
           : fmt::format("the plan is {}, made in {:.3f} s",
                         names_of(now.plan.status)[static_cast<std::size_t>(now.plan.status)],
                         plan_s),
       now.made_at);
}

void Cycle::keep(Snapshot& now) {
  if (parts_.log == nullptr || now.planned_at != now.made_at) return;
  const auto kept = parts_.log->save(now.made_at, now.home, now.plan, now.outlook);
  const std::string concern =
      kept ? parts_.log->concern()
           : "plans are made and followed but not kept: " + kept.error().message;
  tell(now, "store", concern.empty() ? Health::ok : Health::degraded,
       concern.empty() ? "each cycle is kept" : concern,
       kept ? now.made_at : since_of(last_, "store", now.made_at));
  forget_old(now);
}

void Cycle::forget_old(Snapshot& now) {
  const base::Seconds kept{static_cast<std::int64_t>(86400.0 * parts_.site.service.keep_days)};
  if (now.made_at - forgot_at_ < std::chrono::hours{24}) return;
  forgot_at_ = now.made_at;
  const auto done = parts_.log->forget_before(now.made_at - kept);
  if (!done)
    tell(now, "store", Health::degraded, "old plans are not forgotten: " + done.error().message,
         since_of(last_, "store", now.made_at));
}

}  // namespace ohmstead::engine
