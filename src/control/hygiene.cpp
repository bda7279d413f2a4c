#include "ohmstead/control/hygiene.hpp"

#include <algorithm>

namespace ohmstead::control {
namespace {

using base::Seconds;
using base::Time;

constexpr double k_spare = 1.25;
constexpr double k_slack_k = 0.5;  // a thermostat ends a hair below
constexpr double k_assumed_from_c = 40.0;
constexpr std::chrono::hours k_look_ahead{36};

Seconds of_hours(double hours) { return Seconds{static_cast<std::int64_t>(3600.0 * hours)}; }

// The start of the cheapest stretch of `length` in [from, to); `from` where no price is known.
Time cheapest(const home::Case* home, Time from, Time to, Seconds length) {
  if (home == nullptr || home->slots.is_empty() || to - from <= length) return from;
  const base::SlotGrid& slots = home->slots;
  std::optional<double> best;
  Time start = from;
  for (std::size_t t = 0; t < slots.count(); ++t) {
    const Time begin = std::max(from, slots.start(t));
    const Time end = begin + length;
    if (begin < from || end > to || end > slots.end(slots.count() - 1)) continue;
    double sum = 0.0;
    for (std::size_t k = t; k < slots.count() && slots.start(k) < end; ++k) {
      const Time a = std::max(begin, slots.start(k));
      const Time b = std::min(end, slots.end(k));
      if (b <= a) continue;
      // What the sun has to spare costs what it would have earned.
      const bool is_sunny = home->pv[k] > home->load[k];
      const auto price = is_sunny ? home->prices.export_[k] : home->prices.import[k];
      sum += price.value() * static_cast<double>((b - a).count());
    }
    if (best && sum >= *best - 1e-9) continue;
    best = sum;
    start = begin;
  }
  return start;
}

}  // namespace

Seconds run_time(const home::WaterHygiene& hygiene, const home::SiteWaterHeater& heater,
                 std::optional<base::Celsius> temperature) {
  double hours = hygiene.hold_min / 60.0;
  if (heater.tank) {
    const double cop = heater.cop.is_empty() ? 1.0 : heater.cop[0].value();
    const double heat_kw = heater.power.value() * cop;
    const double rise_k =
        hygiene.temperature.value() - (temperature ? temperature->value() : k_assumed_from_c);
    if (heat_kw > 0.0 && rise_k > 0.0)
      hours += k_spare * rise_k * effective_capacity(*heater.tank) / heat_kw;
  }
  return std::clamp(of_hours(hours), Seconds{900}, Seconds{12 * 3600});
}

void HygieneClock::note(std::optional<base::Celsius> temperature, const home::WaterHygiene& hygiene,
                        Time now) {
  if (!state_) state_ = State{now, {}, {}, {}};
  if (!temperature) {
    state_->hot_since.reset();
    if (state_->run_until && now >= *state_->run_until) {
      state_->hot_at = *state_->run_until;
      state_->run_from.reset();
      state_->run_until.reset();
    }
    return;
  }
  if (temperature->value() < hygiene.temperature.value() - k_slack_k) {
    state_->hot_since.reset();
    return;
  }
  if (!state_->hot_since) state_->hot_since = now;
  if (now - *state_->hot_since < of_hours(hygiene.hold_min / 60.0)) return;
  state_->hot_at = now;
  state_->run_from.reset();
  state_->run_until.reset();
}

std::optional<HygieneClock::Run> HygieneClock::next_run(const home::WaterHygiene& hygiene,
                                                        Seconds run_time, const home::Case* prices,
                                                        Time now) {
  if (!state_) return std::nullopt;
  const Time due = state_->hot_at + of_hours(24.0 * hygiene.every_days);
  if (due - now > k_look_ahead) {
    state_->run_from.reset();
    state_->run_until.reset();
    return std::nullopt;
  }
  const bool is_under_way = state_->run_from && *state_->run_from <= now;
  if (is_under_way && now < *state_->run_until)
    return Run{*state_->run_from, *state_->run_until, now > due};
  // Not hot enough in its time: it goes on until it is.
  const Time from =
      is_under_way || due - now <= run_time ? now : cheapest(prices, now, due, run_time);
  state_->run_from = from;
  state_->run_until = from + run_time;
  return Run{*state_->run_from, *state_->run_until, now > due};
}

}  // namespace ohmstead::control
