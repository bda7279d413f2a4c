#include "explain.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "battery_edges.hpp"
#include "comfort_notes.hpp"
#include "explain_devices.hpp"
#include "ohmstead/home/manual_wish.hpp"

namespace ohmstead::plan {
namespace {

using base::Energy;
using home::BatterySlot;
using home::EnergyPrice;
using home::Money;
using home::PlanSlot;
using home::Power;
using home::ReasonCode;

constexpr double k_some_kw = k_some_power.value();
constexpr double k_some_kwh = 1e-6;

double curtailed_kw(const PlanSlot& slot) {
  double sum = slot.pv_curtailed.value();
  for (const home::InverterSlot& inverter : slot.inverters) sum += inverter.pv_curtailed.value();
  return sum;
}

// What the home makes too much (positive) or lacks (negative) in a slot before the first battery
// acts.
double surplus_kw(const PlanSlot& slot, const BatterySlot& battery) {
  return (slot.grid_export - slot.grid_import).value() + slot.pv_curtailed.value() +
         battery.charge.value() - battery.discharge.value();
}

class Explainer {
 public:
  Explainer(const home::Case& home, const HomeElements& elements,
            const Counterfactual& counterfactual, const Speaker* speaker, home::Plan& plan)
      : home_{&home},
        elements_{&elements},
        counterfactual_{&counterfactual},
        speaker_{speaker},
        plan_{&plan} {}

  void run() {
    find_next_uses();
    for (std::size_t t = 0; t < plan_->slots.size(); ++t) {
      home::Reason& reason = plan_->slots[t].reason;
      reason.code = code_of(t);
      if (speaker_ == nullptr) continue;
      const bool is_free = reason.code != ReasonCode::manual;
      const auto other = *counterfactual_ && is_free ? best_other(t) : std::nullopt;
      if (other) reason.saves = Money{other->cost};
      reason.text = text_of(t, reason.code);
      if (other && other->cost >= 0.005) reason.text += ' ' + instead_text(*other);
    }
  }

 private:
  struct Other {
    Message action = Message::holding;
    double cost = 0.0;
  };

  [[nodiscard]] double soc_before(std::size_t t) const {
    return t == 0 ? elements_->batteries[0].soc_kwh : plan_->slots[t - 1].batteries[0].soc.value();
  }

  [[nodiscard]] double highest_soc() const {
    return effective_max_soc(home_->batteries[0]).value();
  }

  [[nodiscard]] ReasonCode code_of(std::size_t t) const {
    const PlanSlot& slot = plan_->slots[t];
    const bool turns_pv_down = curtailed_kw(slot) > k_some_kw;
    if (slot.batteries.empty()) {
      if (turns_pv_down) return ReasonCode::curtail;
      return slot.grid_export.value() > k_some_kw ? ReasonCode::export_surplus : ReasonCode::idle;
    }
    if (find_manual_block(*home_, home_->batteries[0].id, t) != nullptr) return ReasonCode::manual;
    const BatterySlot& battery = slot.batteries[0];
    const double surplus = surplus_kw(slot, battery);
    if (battery.charge.value() > k_some_kw) return code_of_charging(t, surplus);
    if (battery.discharge.value() > k_some_kw) {
      if (soc_before(t) > highest_soc() + k_some_kwh) return ReasonCode::recover;
      const bool sells =
          slot.grid_export.value() > k_some_kw && battery.discharge.value() > -surplus + k_some_kw;
      return sells ? ReasonCode::export_stored : ReasonCode::cover_load;
    }
    const Energy soc{soc_before(t)};
    if (surplus < -k_some_kw)
      return is_empty(*home_, t, soc) ? ReasonCode::empty : ReasonCode::keep_for_later;
    if (turns_pv_down) return ReasonCode::curtail;
    if (surplus > k_some_kw)
      return is_full(*home_, t, soc) ? ReasonCode::full : ReasonCode::export_surplus;
    return ReasonCode::idle;
  }

  [[nodiscard]] ReasonCode code_of_charging(std::size_t t, double surplus) const {
    if (soc_before(t) < home_->batteries[0].min_soc.value() - k_some_kwh)
      return ReasonCode::recover;
    const bool takes_grid =
        plan_->slots[t].batteries[0].charge.value() > std::max(0.0, surplus) + k_some_kw &&
        plan_->slots[t].grid_import.value() > k_some_kw;
    if (!takes_grid) return ReasonCode::store_surplus;
    return home_->prices.import[t] < EnergyPrice{} ? ReasonCode::charge_negative
                                                   : ReasonCode::charge_cheap;
  }

  static bool is_same(double power, double planned) {
    return std::abs(power - planned) < std::max(0.05, 0.02 * std::abs(planned));
  }

  // The cheapest of the actions that differ from the plan's, as far as the battery can do them.
  [[nodiscard]] std::optional<Other> best_other(std::size_t t) const {
    if (plan_->slots[t].batteries.empty()) return std::nullopt;
    const BatterySlot& battery = plan_->slots[t].batteries[0];
    const double planned = battery.charge.value() - battery.discharge.value();
    const double following = surplus_kw(plan_->slots[t], battery);
    const double most_in_kw = elements_->batteries[0].charge_kw_in(t);
    const double most_out_kw = elements_->batteries[0].discharge_kw_in(t);
    const std::array<std::pair<Message, double>, 4> actions{
        {{Message::holding, 0.0},
         {following > 0.0 ? Message::storing : Message::covering,
          std::clamp(following, -most_out_kw, most_in_kw)},
         {Message::charging_fully, most_in_kw},
         {Message::discharging_fully, -most_out_kw}}};
    std::optional<Other> best;
    for (const auto& [action, power] : actions) {
      if (is_same(power, planned)) continue;
      const auto other = (*counterfactual_)(t, power);
      if (!other || is_same(other->battery_kw, planned)) continue;
      if (!best || other->cost < best->cost) best = Other{action, std::max(0.0, other->cost)};
    }
    return best;
  }

  void find_next_uses() {
    next_uses_.resize(plan_->slots.size());
    std::optional<std::size_t> next;
    for (std::size_t t = next_uses_.size(); t-- > 0;) {
      next_uses_[t] = next;
      const auto& batteries = plan_->slots[t].batteries;
      if (!batteries.empty() && batteries[0].discharge.value() > k_some_kw) next = t;
    }
  }

  [[nodiscard]] std::string instead_text(const Other& other) const {
    return speaker_->say(Message::instead, {{"other", speaker_->say(other.action)},
                                            {"money", speaker_->money(Money{other.cost})}});
  }

  [[nodiscard]] bool sells_at_use(std::size_t use) const {
    return code_of(use) == ReasonCode::export_stored;
  }

  [[nodiscard]] EnergyPrice price_at_use(std::size_t use) const {
    return sells_at_use(use) ? home_->prices.export_[use] : home_->prices.import[use];
  }

  // Less, and written so.
  [[nodiscard]] bool reads_less(EnergyPrice one, EnergyPrice other) const {
    return one < other && speaker_->each(one) != speaker_->each(other);
  }

  // The next use after `t` that brings what a kWh costs.
  [[nodiscard]] std::optional<std::size_t> find_use(std::size_t t, EnergyPrice cost) const {
    auto use = next_uses_[t];
    while (use && reads_less(price_at_use(*use), cost)) use = next_uses_[*use];
    return use;
  }

  // `worth`: of a kWh more. Far below the price of its use, because others can take its place.
  [[nodiscard]] std::string later_text(std::size_t t, std::optional<std::size_t> later,
                                       EnergyPrice worth) const {
    if (!later) return speaker_->say(Message::used_after_plan);
    const bool sells = sells_at_use(*later);
    const EnergyPrice price = price_at_use(*later);
    const bool is_replaced = worth.value() < 0.5 * price.value();
    return speaker_->say(is_replaced ? Message::stored_as_cheaply
                         : sells     ? Message::sold_later
                                     : Message::used_later,
                         {{"from", speaker_->time(home_->slots.start(*later), home_->slots.start(t),
                                                  TimeForm::from)},
                          {"price", speaker_->each(price)}});
  }

  // An inverter that gives all it can while its PV is turned down.
  [[nodiscard]] std::optional<std::size_t> full_inverter(const PlanSlot& slot) const {
    for (std::size_t i = 0; i < slot.inverters.size(); ++i) {
      const bool is_full =
          slot.inverters[i].dc_to_ac > home_->inverters[i].ac_limit - Power{k_some_kw};
      if (is_full && slot.inverters[i].pv_curtailed.value() > k_some_kw) return i;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::string why_curtailed(std::size_t t) const {
    const PlanSlot& slot = plan_->slots[t];
    const auto limit = effective_export_limit(home_->grid, t);
    const auto limited = [&](Message message, Power most) {
      return speaker_->say(message, {{"limit", speaker_->power(most)}});
    };
    if (home_->prices.export_[t] < EnergyPrice{}) {
      return speaker_->say(Message::export_costs,
                           {{"price", speaker_->each(-home_->prices.export_[t])}});
    }
    if (limit && slot.grid_export.value() > limit->value() - k_some_kw) {
      return limit->value() > k_some_kw ? limited(Message::export_limited, *limit)
                                        : speaker_->say(Message::export_forbidden);
    }
    if (const auto inverter = full_inverter(slot))
      return limited(Message::inverter_limited, home_->inverters[*inverter].ac_limit);
    return speaker_->say(Message::no_use_for_pv);
  }

  [[nodiscard]] std::string curtail_text(std::size_t t) const {
    return speaker_->say(Message::curtail,
                         {{"power", speaker_->power(Power{curtailed_kw(plan_->slots[t])})},
                          {"why", why_curtailed(t)}});
  }

  [[nodiscard]] std::string recover_text(std::size_t t) const {
    const BatterySlot& battery = plan_->slots[t].batteries[0];
    const bool is_low = battery.charge.value() > k_some_kw;
    return speaker_->say(
        is_low ? Message::recover_low : Message::recover_high,
        {{"power", speaker_->power(is_low ? battery.charge : battery.discharge)},
         {"soc", speaker_->energy(is_low ? home_->batteries[0].min_soc : Energy{highest_soc()})}});
  }

  [[nodiscard]] std::string manual_text(std::size_t t) const {
    const home::Battery& battery = home_->batteries[0];
    const home::ManualBlock* block = find_manual_block(*home_, battery.id, t);
    const std::string from = speaker_->time(block->end, home_->slots.start(t), TimeForm::from);
    const Energy floor = home::battery_wish(*home_, battery, t).empty;
    const bool has_nothing =
        block->kind == home::ManualKind::export_ && soc_before(t) <= floor.value() + k_some_kwh;
    if (!has_nothing) return speaker_->say(Message::manual, {{"from", from}});
    return speaker_->say(Message::nothing_to_sell,
                         {{"from", from}, {"soc", speaker_->energy(floor)}});
  }

  // Prices are named where they say why: they are of one kWh at the home's AC side, but limits and
  // losses by power can decide against them.
  [[nodiscard]] std::string keep_text(std::size_t t) const {
    const PlanSlot& slot = plan_->slots[t];
    const Energy soc{soc_before(t)};
    const EnergyPrice buys = home_->prices.import[t], cost = price_from_battery(*home_, slot, soc);
    const auto use = find_use(t, cost);
    const auto say = [&](Message message) {
      return speaker_->say(message,
                           {{"buys", speaker_->each(buys)},
                            {"cost", speaker_->each(cost)},
                            {"use", later_text(t, use, slot.batteries[0].stored_value_below)}});
    };
    if (!can_discharge(*home_, t, soc)) return say(Message::gives_nothing);
    if (reads_less(cost, buys)) return say(Message::keep_plainly);
    return say(use || !next_uses_[t] ? Message::keep_for_later : Message::keep_as_dearer);
  }

  [[nodiscard]] std::string sell_text(std::size_t t) const {
    const PlanSlot& slot = plan_->slots[t];
    const EnergyPrice sells = home_->prices.export_[t];
    const auto say = [&](Message message, EnergyPrice kept) {
      return speaker_->say(message, {{"power", speaker_->power(slot.grid_export)},
                                     {"sells", speaker_->each(sells)},
                                     {"kept", speaker_->each(kept)}});
    };
    if (slot.batteries.empty()) return say(Message::export_plainly, {});
    if (!can_charge(*home_, t, Energy{soc_before(t)})) return say(Message::export_past_battery, {});
    const EnergyPrice kept = worth_of_storing(*home_, slot);
    return say(reads_less(sells, kept) ? Message::export_plainly : Message::export_surplus, kept);
  }

  // The message of a code that needs no more than the slot's powers and prices.
  [[nodiscard]] Message message_of(ReasonCode code, bool has_battery) const {
    switch (code) {
      case ReasonCode::charge_cheap:
        return Message::charge_cheap;
      case ReasonCode::charge_negative:
        return Message::charge_negative;
      case ReasonCode::store_surplus:
        return Message::store_surplus;
      case ReasonCode::cover_load:
        return Message::cover_load;
      case ReasonCode::export_stored:
        return Message::export_stored;
      case ReasonCode::empty:
        return Message::empty;
      case ReasonCode::full:
        return Message::full;
      default:
        return has_battery ? Message::idle : Message::idle_without_battery;
    }
  }

  // The power that the code is about.
  [[nodiscard]] static Power power_of(ReasonCode code, const PlanSlot& slot,
                                      const BatterySlot& battery) {
    switch (code) {
      case ReasonCode::charge_cheap:
      case ReasonCode::charge_negative:
      case ReasonCode::store_surplus:
        return battery.charge;
      case ReasonCode::cover_load:
        return battery.discharge;
      case ReasonCode::export_stored:
        return std::min(slot.grid_export, battery.discharge);
      default:
        return slot.grid_export;
    }
  }

  [[nodiscard]] std::string text_of(std::size_t t, ReasonCode code) const {
    if (code == ReasonCode::manual) return manual_text(t);
    if (code == ReasonCode::curtail) return curtail_text(t);
    if (code == ReasonCode::recover) return recover_text(t);
    if (code == ReasonCode::keep_for_later) return keep_text(t);
    if (code == ReasonCode::export_surplus) return sell_text(t);
    const PlanSlot& slot = plan_->slots[t];
    const bool has_battery = !slot.batteries.empty();
    const BatterySlot battery = has_battery ? slot.batteries[0] : BatterySlot{};
    const EnergyPrice buys = home_->prices.import[t];
    return speaker_->say(
        message_of(code, has_battery),
        {{"power", speaker_->power(power_of(code, slot, battery))},
         {"buys", speaker_->each(buys)},
         {"pays", speaker_->each(-buys)},
         {"sells", speaker_->each(home_->prices.export_[t])},
         {"worth", speaker_->each(battery.stored_value_below)},
         {"kept", speaker_->each(battery.stored_value)},
         {"use",
          has_battery ? later_text(t, next_uses_[t], battery.stored_value_below) : std::string{}}});
  }

  const home::Case* home_;
  const HomeElements* elements_;
  const Counterfactual* counterfactual_;
  const Speaker* speaker_;
  std::vector<std::optional<std::size_t>> next_uses_;  // of stored energy, after each slot
  home::Plan* plan_;
};

}  // namespace

void explain(const home::Case& home, const HomeElements& elements,
             const Counterfactual& counterfactual, const Speaker* speaker, home::Plan& plan) {
  Explainer{home, elements, counterfactual, speaker, plan}.run();
  explain_devices(home, speaker, plan);
  if (speaker == nullptr) return;
  plan.language = speaker->language();
  for (home::Violation& violation : plan.violations) violation.text = speaker->violation(violation);
  for (std::string& note : comfort_notes(home, plan, *speaker))
    plan.notes.push_back(std::move(note));
}

}  // namespace ohmstead::plan
