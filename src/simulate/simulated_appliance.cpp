#include "simulated_appliance.hpp"

#include <algorithm>

namespace ohmstead::simulate {
namespace {

using base::Energy;
using base::Power;
using base::Seconds;
using base::Time;
using home::ApplianceState;

constexpr Seconds k_minute{60};

}  // namespace

void SimulatedAppliance::decide(const home::DeviceSlot* order, Time now) {
  const auto open = home::local_spans(appliance_->window, zone_, now, now + Seconds{1});
  const bool is_new = !open.empty() && (!window_ || open.back().from > window_->from);
  const bool is_busy = state_ == ApplianceState::running && !is_interruptible(*appliance_);
  if (is_new && !is_busy) {
    window_ = open.back();
    state_ = ApplianceState::waiting;
    used_ = {};
    on_for_ = Seconds{0};
  }
  power_ = {};
  if (!window_ || (now >= window_->to && !is_busy)) return;
  if (is_interruptible(*appliance_))
    run_load(order, now);
  else
    run_profile(order == nullptr || order->state == "running", now);
}

void SimulatedAppliance::run_profile(bool is_told_to, Time now) {
  const auto steps = static_cast<std::int64_t>(appliance_->profile.size());
  const Seconds all = appliance_->profile_step * steps;
  const bool may_start =
      state_ == ApplianceState::waiting && is_told_to && now + all <= window_->to;
  if (may_start) {
    state_ = ApplianceState::running;
    on_for_ = Seconds{0};
  }
  if (state_ != ApplianceState::running) return;
  if (on_for_ >= all) {
    state_ = ApplianceState::done;
    return;
  }
  power_ = appliance_->profile[static_cast<std::size_t>(on_for_ / appliance_->profile_step)];
}

void SimulatedAppliance::run_load(const home::DeviceSlot* order, Time) {
  if (state_ == ApplianceState::done) return;
  const Power full = *appliance_->power;
  const Energy needed =
      appliance_->energy ? *appliance_->energy : full * base::hours(*appliance_->run_time);
  const Energy left = needed - used_;
  const bool was_running = state_ == ApplianceState::running;
  state_ = ApplianceState::waiting;
  if (left.value() <= 1e-9) {
    state_ = ApplianceState::done;
    return;
  }
  const Power wanted = order == nullptr ? full : order->power;
  if (wanted <= Power{}) return;
  if (!was_running) on_for_ = Seconds{0};
  state_ = ApplianceState::running;
  // Whoever is only on or off is told a mean when it ends within the slot.
  power_ = appliance_->min_power ? std::clamp(wanted, *appliance_->min_power, full) : full;
  power_ = std::min(power_, left / base::hours(k_minute));
}

void SimulatedAppliance::live(Seconds time) {
  const Energy energy = power_ * base::hours(time);
  used_ += energy;
  drawn_ += energy;
  if (state_ == ApplianceState::running) on_for_ += time;
}

void SimulatedAppliance::go_on_from(const SimulatedAppliance& before) {
  drawn_ = before.drawn_;
  if (is_interruptible(*appliance_) != is_interruptible(*before.appliance_)) return;
  window_ = before.window_;
  state_ = before.state_;
  on_for_ = before.on_for_;
  used_ = before.used_;
}

home::ApplianceReading SimulatedAppliance::read() const {
  home::ApplianceReading reading;
  reading.id = appliance_->id;
  reading.state = state_;
  if (state_ == ApplianceState::running) reading.on_for = on_for_;
  reading.used = used_;
  reading.power = power_;
  reading.drawn = drawn_;
  return reading;
}

}  // namespace ohmstead::simulate
