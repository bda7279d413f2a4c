#include "explain_devices.hpp"

#include <algorithm>
#include <cmath>

#include "device_facts.hpp"
#include "ohmstead/home/manual_wish.hpp"

namespace ohmstead::plan {
namespace {

using base::EnergyPrice;
using home::DeviceSlot;
using home::PlanSlot;
using home::ReasonCode;

constexpr double k_some_kw = 0.05;  // texts write tenths
// People do not care about a smaller difference of prices: a tenth of a hundredth.
constexpr double k_same_value = 0.001;
// How far ahead a heater looks for a dear time: heat does not stay longer in most homes.
constexpr double k_heat_ahead_h = 8.0;

bool is_dearer(double value, double than) { return value > than + k_same_value; }

ReasonCode pick_while_drawing(const DeviceMoment& moment) {
  if (moment.kind == DeviceKind::heater) {
    if (moment.is_at_edge && !moment.is_on_surplus) return ReasonCode::keep_comfort;
    if (moment.is_on_surplus) return ReasonCode::use_surplus;
    const bool gets_dearer = moment.dearer_soon && is_dearer(*moment.dearer_soon, moment.value_now);
    return gets_dearer ? ReasonCode::heat_ahead : ReasonCode::keep_comfort;
  }
  if (moment.is_on_surplus) return ReasonCode::use_surplus;
  // A run of an appliance is not interrupted: its place was chosen as a whole.
  if (moment.kind == DeviceKind::appliance) return ReasonCode::cheapest_in_window;
  const bool is_cheaper_later =
      moment.cheapest_later && is_dearer(moment.value_now, *moment.cheapest_later);
  if (is_cheaper_later && !moment.rests_later) return ReasonCode::must_run;
  return moment.kind == DeviceKind::vehicle && moment.has_deadline ? ReasonCode::before_departure
                                                                   : ReasonCode::cheapest_in_window;
}

bool waits_for_price(const DeviceMoment& moment) {
  return moment.can_run_now && moment.next_run && is_dearer(moment.value_now, *moment.next_run);
}

ReasonCode pick_while_off(const DeviceMoment& moment) {
  if (waits_for_price(moment)) return ReasonCode::wait_for_cheaper;
  if (moment.kind == DeviceKind::heater)
    return moment.is_at_edge ? ReasonCode::idle : ReasonCode::warm_enough;
  if (moment.kind == DeviceKind::appliance && moment.next_run) return ReasonCode::wait_for_cheaper;
  return ReasonCode::idle;
}

// What one more kWh at the home is worth in each slot: as the engine says, else what the meter
// says.
std::vector<double> worths(const home::Case& home, const home::Plan& plan) {
  const bool is_known = std::any_of(plan.slots.begin(), plan.slots.end(), [](const PlanSlot& slot) {
    return slot.value != EnergyPrice{};
  });
  std::vector<double> values;
  for (std::size_t t = 0; t < plan.slots.size(); ++t) {
    const PlanSlot& slot = plan.slots[t];
    const bool sells =
        slot.grid_import.value() <= k_some_kw && slot.grid_export.value() > k_some_kw;
    const EnergyPrice at_meter = sells ? home.prices.export_[t] : home.prices.import[t];
    values.push_back(is_known ? slot.value.value() : at_meter.value());
  }
  return values;
}

bool empties_battery(const PlanSlot& slot) {
  return std::any_of(
      slot.batteries.begin(), slot.batteries.end(),
      [](const home::BatterySlot& battery) { return battery.discharge.value() > k_some_kw; });
}

double pv_used_kw(const PlanSlot& slot) {
  double sum = slot.pv_used.value();
  for (const home::InverterSlot& inverter : slot.inverters) sum += inverter.pv_used.value();
  return sum;
}

class DeviceExplainer {
 public:
  DeviceExplainer(const home::Case& home, const Speaker* speaker, home::Plan& plan)
      : home_{&home}, speaker_{speaker}, plan_{&plan}, worth_{worths(home, plan)} {}

  void explain(std::size_t device, const DeviceFacts& facts) {
    for (std::size_t t = 0; t < plan_->slots.size(); ++t) {
      const std::optional<base::Time> deadline = facts.next_deadline(home_->slots.start(t));
      const std::size_t end = end_of(deadline);
      const auto run = next_run(device, t, end);
      const auto dear = dearest_soon(t);
      const DeviceMoment moment = make_moment(device, facts, t, deadline, end, run, dear);
      const home::DeviceSlot& slot = plan_->slots[t].devices[device];
      home::Reason& reason = plan_->slots[t].devices[device].reason;
      const home::ManualBlock* block = find_manual_block(*home_, slot.id, t);
      reason.code = block != nullptr ? ReasonCode::manual : pick_device_reason(moment);
      if (speaker_ == nullptr) continue;
      if (block != nullptr) {
        reason.text = speaker_->say(
            Message::manual,
            {{"from", speaker_->time(block->end, home_->slots.start(t), TimeForm::from)}});
        continue;
      }
      const auto other = reason.code == ReasonCode::heat_ahead ? dear : run;
      reason.text = text_of(t, moment, reason.code, deadline, other);
    }
  }

 private:
  using Slot = std::optional<std::size_t>;

  [[nodiscard]] double power_kw(std::size_t device, std::size_t t) const {
    return plan_->slots[t].devices[device].power.value();
  }

  // The first slot that does not start before the deadline.
  [[nodiscard]] std::size_t end_of(std::optional<base::Time> deadline) const {
    std::size_t end = 0;
    while (end < plan_->slots.size() && (!deadline || home_->slots.start(end) < *deadline)) ++end;
    return end;
  }

  [[nodiscard]] Slot next_run(std::size_t device, std::size_t t, std::size_t end) const {
    for (std::size_t i = t + 1; i < end; ++i) {
      if (power_kw(device, i) > k_some_kw) return i;
    }
    return std::nullopt;
  }

  [[nodiscard]] Slot dearest_soon(std::size_t t) const {
    Slot dearest;
    const base::Time now = home_->slots.start(t);
    for (std::size_t i = t + 1; i < worth_.size(); ++i) {
      if (base::hours(home_->slots.start(i) - now).value() > k_heat_ahead_h) break;
      if (!dearest || is_dearer(worth_[i], worth_[*dearest])) dearest = i;
    }
    return dearest;
  }

  [[nodiscard]] DeviceMoment make_moment(std::size_t device, const DeviceFacts& facts,
                                         std::size_t t, std::optional<base::Time> deadline,
                                         std::size_t end, Slot run, Slot dear) const {
    const PlanSlot& slot = plan_->slots[t];
    DeviceMoment moment;
    moment.kind = facts.kind;
    moment.power_kw = power_kw(device, t);
    moment.value_now = worth_[t];
    for (std::size_t i = t + 1; i < end; ++i) {
      if (!facts.can_draw(i)) continue;
      moment.cheapest_later = std::min(moment.cheapest_later.value_or(worth_[i]), worth_[i]);
      if (power_kw(device, i) <= k_some_kw) moment.rests_later = true;
    }
    if (run) moment.next_run = worth_[*run];
    if (dear) moment.dearer_soon = worth_[*dear];
    moment.can_run_now = facts.can_draw(t);
    moment.has_deadline = deadline.has_value();
    moment.is_on_surplus = slot.grid_import.value() <= k_some_kw && !empties_battery(slot) &&
                           pv_used_kw(slot) > k_some_kw;
    moment.is_at_edge = facts.is_at_edge(*plan_, t);
    return moment;
  }

  // `other`: the slot that the reason compares with.
  [[nodiscard]] std::string text_of(std::size_t t, const DeviceMoment& moment, ReasonCode code,
                                    std::optional<base::Time> deadline, Slot other) const {
    const base::Time now = home_->slots.start(t);
    const auto each = [&](double value) { return speaker_->each(EnergyPrice{value}); };
    std::string at, then, by;
    if (other) {
      at = speaker_->time(home_->slots.start(*other), now, TimeForm::at);
      then = each(worth_[*other]);
    }
    if (deadline) by = speaker_->time(*deadline, now, TimeForm::by);
    return speaker_->say(message_of(code, moment),
                         {{"power", speaker_->power(base::Power{std::abs(moment.power_kw)})},
                          {"now", each(moment.value_now)},
                          {"then", then},
                          {"sells", speaker_->each(home_->prices.export_[t])},
                          {"at", at},
                          {"by", by}});
  }

  static Message message_of(ReasonCode code, const DeviceMoment& moment) {
    switch (code) {
      case ReasonCode::before_departure:
        return Message::before_departure;
      case ReasonCode::use_surplus:
        return Message::use_surplus;
      case ReasonCode::wait_for_cheaper:
        return waits_for_price(moment) ? Message::wait_for_cheaper : Message::wait_for_start;
      case ReasonCode::heat_ahead:
        return Message::heat_ahead;
      case ReasonCode::keep_comfort:
        return Message::keep_comfort;
      case ReasonCode::warm_enough:
        return Message::warm_enough;
      case ReasonCode::cheapest_in_window:
        return moment.has_deadline ? Message::cheapest_before : Message::cheapest_in_window;
      case ReasonCode::must_run:
        return moment.has_deadline ? Message::must_run_before : Message::must_run;
      case ReasonCode::give_back:
        return Message::give_back;
      default:
        return Message::device_idle;
    }
  }

  const home::Case* home_;
  const Speaker* speaker_;
  home::Plan* plan_;
  std::vector<double> worth_;
};

}  // namespace

ReasonCode pick_device_reason(const DeviceMoment& moment) {
  if (moment.power_kw < -k_some_kw) return ReasonCode::give_back;
  return moment.power_kw > k_some_kw ? pick_while_drawing(moment) : pick_while_off(moment);
}

void explain_devices(const home::Case& home, const Speaker* speaker, home::Plan& plan) {
  if (plan.slots.empty() || plan.slots[0].devices.empty()) return;
  DeviceExplainer explainer{home, speaker, plan};
  for (std::size_t i = 0; i < plan.slots[0].devices.size(); ++i) {
    if (const auto facts = find_device_facts(home, plan, i)) explainer.explain(i, *facts);
  }
}

}  // namespace ohmstead::plan
