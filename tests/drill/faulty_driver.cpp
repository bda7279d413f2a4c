#include "faulty_driver.hpp"

#include <algorithm>

namespace ohmstead::drill {
namespace {

using home::Command;
using home::Verb;

constexpr base::Seconds k_readings_late{45};
constexpr base::Seconds k_commands_late{20};
constexpr base::Seconds k_overtaken_by{10};
constexpr base::Seconds k_others_every{300};

bool is_battery(const home::Abilities& each) { return each.can(Verb::charge); }

}  // namespace

base::Result<void> FaultyDriver::read(ports::Measured& into) {
  if (is_now(FaultKind::gone) || is_now(FaultKind::restarted))
    return base::fail(base::ErrorKind::unavailable, "no answer: check its power and network");
  ports::Measured told;
  if (auto done = inner_->read(told); !done) return done;
  past_.push_back(told);
  while (past_.front().now.at + k_readings_late < told.now.at) past_.pop_front();
  is_odd_ = !is_odd_;
  if (is_now(FaultKind::slow)) told = past_.front();
  if (is_now(FaultKind::reordered) && is_odd_) told = past_[past_.size() / 2];
  if (is_now(FaultKind::frozen)) {
    if (!frozen_) frozen_ = told;
    told = *frozen_;
  } else {
    frozen_.reset();
  }
  distort(told);
  told.now.at = service_->now();
  into = std::move(told);
  return {};
}

void FaultyDriver::distort(ports::Measured& told) {
  if (is_now(FaultKind::watts)) {
    told.now.grid_import = told.now.grid_import * 1000.0;
    told.now.grid_export = told.now.grid_export * 1000.0;
  }
  if (is_now(FaultKind::reversed)) std::swap(told.now.grid_import, told.now.grid_export);
  if (is_now(FaultKind::meter_gone)) {
    told.has_grid = told.has_load = told.has_counters = false;
    told.now.grid_import = told.now.grid_export = told.now.load = {};
    told.now.counters = {};
  }
  if (is_now(FaultKind::silent)) told.set.clear();
  if (is_now(FaultKind::wrong_soc))
    for (home::BatteryReading& each : told.now.batteries) each.soc = {};
  if (!is_now(FaultKind::lying)) lies_.clear();
  for (Command& each : told.set)
    if (const auto lie = lies_.find(each.device); lie != lies_.end()) each = lie->second;
}

base::Result<void> FaultyDriver::write(const Command& command) {
  const int count = ++writes_[command.device];
  if (is_now(FaultKind::gone) || is_now(FaultKind::restarted))
    return base::fail(base::ErrorKind::unavailable, "no answer: check its power and network");
  if (is_now(FaultKind::deaf)) return {};
  if (is_now(FaultKind::lossy) && count % 2 == 0) return {};
  if (is_now(FaultKind::lying)) {
    lies_[command.device] = command;
    return {};
  }
  const base::Time now = world_->now();
  if (is_now(FaultKind::slow)) {
    late_.push_back({now + k_commands_late, command});
    return {};
  }
  const auto before = sent_.find(command.device);
  if (is_now(FaultKind::reordered) && before != sent_.end())
    late_.push_back({now + k_overtaken_by, before->second});
  sent_.insert_or_assign(command.device, command);
  if (is_now(FaultKind::doubled)) late_.push_back({now + k_overtaken_by, command});
  return inner_->write(command);
}

void FaultyDriver::live() {
  const base::Time now = world_->now();
  const auto is_due = [&](const Late& each) { return each.due <= now; };
  for (const Late& each : late_)
    if (is_due(each)) (void)inner_->write(each.command);
  std::erase_if(late_, is_due);
  disturb();
  if (!is_now(FaultKind::two_controllers)) return others_at_.reset();
  if (others_at_ && now - *others_at_ < k_others_every) return;
  others_at_ = now;
  for (const home::Abilities& each : inner_->abilities())
    if (is_battery(each)) (void)inner_->write({each.device, Verb::hold, {}, "another program"});
}

// What happens once, at the beginning of a fault.
void FaultyDriver::disturb() {
  for (; begun_ < faults_->size() && (*faults_)[begun_].from <= world_->now(); ++begun_) {
    const FaultKind kind = (*faults_)[begun_].kind;
    for (const home::Abilities& each : inner_->abilities()) {
      if (kind == FaultKind::by_hand && is_battery(each))
        (void)inner_->write({each.device, Verb::charge, each.most, "by hand"});
      if (kind == FaultKind::restarted)
        (void)inner_->write({each.device, each.verbs.front(), {}, "restarted"});
    }
  }
}

}  // namespace ohmstead::drill
