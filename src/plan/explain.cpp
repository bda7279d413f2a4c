#include "explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "ohmstead/base/zone.hpp"

namespace ohmstead::plan {
namespace {

using home::BatterySlot;
using home::EnergyPrice;
using home::Money;
using home::PlanSlot;
using home::ReasonCode;

constexpr double k_some_kw = 0.01;
constexpr double k_some_kwh = 1e-6;

// What the home makes too much (positive) or lacks (negative) in a slot before the first battery acts.
double surplus_kw(const PlanSlot& slot, const BatterySlot& battery) {
  return (slot.grid_export - slot.grid_import).value() + slot.pv_curtailed.value() + battery.charge.value() -
         battery.discharge.value();
}

class Explainer {
 public:
  Explainer(const home::Case& home, const HomeElements& elements, const Counterfactual& counterfactual,
            home::Plan& plan)
      : home_{&home},
        elements_{&elements},
        counterfactual_{&counterfactual},
        plan_{&plan},
        zone_{base::Zone::load(home.timezone).value_or(base::Zone::utc())} {}

  void run() {
    for (std::size_t t = 0; t < plan_->slots.size(); ++t) {
      home::Reason& reason = plan_->slots[t].reason;
      reason.code = code_of(t);
      if (!*counterfactual_) continue;
      const auto other = best_other(t);
      if (other) reason.saves = Money{other->cost};
      reason.text = text_of(t, reason.code);
      if (other && other->cost >= 0.005) {
        reason.text += fmt::format(" {} instead would cost {} more.", other->name,
                                   money_text(Money{other->cost}, home_->currency));
      }
    }
  }

 private:
  struct Other {
    std::string_view name;
    double cost = 0.0;
  };

  [[nodiscard]] double soc_before(std::size_t t) const {
    return t == 0 ? elements_->batteries[0].soc_kwh : plan_->slots[t - 1].batteries[0].soc.value();
  }

  [[nodiscard]] ReasonCode code_of(std::size_t t) const {
    const PlanSlot& slot = plan_->slots[t];
    const bool turns_pv_down = slot.pv_curtailed.value() > k_some_kw;
    if (slot.batteries.empty()) {
      if (turns_pv_down) return ReasonCode::curtail;
      return slot.grid_export.value() > k_some_kw ? ReasonCode::export_surplus : ReasonCode::idle;
    }
    const BatterySlot& battery = slot.batteries[0];
    const double surplus = surplus_kw(slot, battery);
    if (battery.charge.value() > k_some_kw) return code_of_charging(t, surplus);
    if (battery.discharge.value() > k_some_kw) {
      const bool sells = slot.grid_export.value() > k_some_kw && battery.discharge.value() > -surplus + k_some_kw;
      return sells ? ReasonCode::export_stored : ReasonCode::cover_load;
    }
    const BatteryElement& element = elements_->batteries[0];
    if (surplus < -k_some_kw) {
      return soc_before(t) <= element.low_kwh + k_some_kwh ? ReasonCode::empty : ReasonCode::keep_for_later;
    }
    if (turns_pv_down) return ReasonCode::curtail;
    if (surplus > k_some_kw) {
      return soc_before(t) >= element.high_kwh - k_some_kwh ? ReasonCode::full : ReasonCode::export_surplus;
    }
    return ReasonCode::idle;
  }

  [[nodiscard]] ReasonCode code_of_charging(std::size_t t, double surplus) const {
    if (soc_before(t) < home_->batteries[0].min_soc.value() - k_some_kwh) return ReasonCode::recover;
    const bool takes_grid = plan_->slots[t].batteries[0].charge.value() > std::max(0.0, surplus) + k_some_kw &&
                            plan_->slots[t].grid_import.value() > k_some_kw;
    if (!takes_grid) return ReasonCode::store_surplus;
    return home_->prices.import[t] < EnergyPrice{} ? ReasonCode::charge_negative : ReasonCode::charge_cheap;
  }

  // The cheapest of the actions that differ from the plan's.
  [[nodiscard]] std::optional<Other> best_other(std::size_t t) const {
    if (plan_->slots[t].batteries.empty()) return std::nullopt;
    const BatterySlot& battery = plan_->slots[t].batteries[0];
    const double planned = battery.charge.value() - battery.discharge.value();
    const double following = surplus_kw(plan_->slots[t], battery);
    const BatteryElement& element = elements_->batteries[0];
    const std::array<std::pair<std::string_view, double>, 4> actions{
        {{"Holding", 0.0},
         {following > 0.0 ? "Storing the surplus" : "Covering the load",
          std::clamp(following, -element.discharge_kw, element.charge_kw)},
         {"Charging at full power", element.charge_kw},
         {"Discharging at full power", -element.discharge_kw}}};
    std::optional<Other> best;
    for (const auto& [name, power] : actions) {
      if (std::abs(power - planned) < std::max(0.05, 0.02 * std::abs(planned))) continue;
      const auto cost = (*counterfactual_)(t, power);
      if (cost && (!best || *cost < best->cost)) best = Other{name, std::max(0.0, *cost)};
    }
    return best;
  }

  // The next slot after `t` in which stored energy is used.
  [[nodiscard]] std::optional<std::size_t> next_use(std::size_t t) const {
    for (std::size_t i = t + 1; i < plan_->slots.size(); ++i) {
      if (plan_->slots[i].batteries[0].discharge.value() > k_some_kw) return i;
    }
    return std::nullopt;
  }

  [[nodiscard]] std::string later_text(std::size_t t) const {
    const auto later = next_use(t);
    if (!later) return "after the horizon";
    const base::WallClock clock = zone_.wall_clock(home_->slots.start(*later));
    const bool is_same_day = zone_.date(home_->slots.start(*later)) == zone_.date(home_->slots.start(t));
    const PlanSlot& slot = plan_->slots[*later];
    const bool sells = slot.reason.code == ReasonCode::export_stored || code_of(*later) == ReasonCode::export_stored;
    const EnergyPrice price = sells ? home_->prices.export_[*later] : home_->prices.import[*later];
    return fmt::format("from {:02}:{:02}{} on, when a kWh {} {}", clock.hour, clock.minute,
                       is_same_day ? "" : " the next day", sells ? "sells for" : "costs",
                       price_text(price, home_->currency));
  }

  [[nodiscard]] std::string text_of(std::size_t t, ReasonCode code) const {
    const PlanSlot& slot = plan_->slots[t];
    const auto price = [&](EnergyPrice value) { return price_text(value, home_->currency); };
    const std::string import_price = price(home_->prices.import[t]);
    const std::string export_price = price(home_->prices.export_[t]);
    const BatterySlot battery = slot.batteries.empty() ? BatterySlot{} : slot.batteries[0];
    const std::string worth = price(battery.stored_value_below);
    switch (code) {
      case ReasonCode::charge_cheap:
        return fmt::format("Charges {:.1f} kW: the grid asks {} now, and a stored kWh is worth {}; it is used {}.",
                           battery.charge.value(), import_price, worth, later_text(t));
      case ReasonCode::charge_negative:
        return fmt::format("Charges {:.1f} kW: taking a kWh from the grid is paid, {} a kWh.", battery.charge.value(),
                           price(-home_->prices.import[t]));
      case ReasonCode::store_surplus:
        return fmt::format("Stores {:.1f} kW of solar surplus: sold it brings {}, stored it is worth {} and is used {}.",
                           battery.charge.value(), export_price, worth, later_text(t));
      case ReasonCode::export_surplus:
        return fmt::format("Sells {:.1f} kW of solar surplus for {}{}.", slot.grid_export.value(), export_price,
                           slot.batteries.empty() ? std::string{}
                                                  : fmt::format("; one more stored kWh would be worth {}",
                                                                price(battery.stored_value)));
      case ReasonCode::cover_load:
        return fmt::format("Covers {:.1f} kW of the home's need from the battery: the grid asks {}, keeping a kWh "
                           "is worth {}.",
                           battery.discharge.value(), import_price, price(battery.stored_value));
      case ReasonCode::keep_for_later:
        return fmt::format("Buys at {} and keeps the stored energy: it is worth {} a kWh, used {}.", import_price,
                           worth, later_text(t));
      case ReasonCode::export_stored:
        return fmt::format("Sells {:.1f} kW from the battery for {}: keeping a kWh is worth {}.",
                           slot.grid_export.value(), export_price, price(battery.stored_value));
      case ReasonCode::curtail:
        return fmt::format("Turns {:.1f} kW of solar down: a kWh sold brings {}.", slot.pv_curtailed.value(),
                           export_price);
      case ReasonCode::recover:
        return fmt::format("Charges {:.1f} kW: the battery is below its lowest allowed charge.",
                           battery.charge.value());
      case ReasonCode::empty:
        return fmt::format("Buys at {}: the battery has nothing left to give.", import_price);
      case ReasonCode::full:
        return fmt::format("Sells {:.1f} kW of solar surplus for {}: the battery is full.", slot.grid_export.value(),
                           export_price);
      case ReasonCode::idle:
        return "Nothing to gain: the home needs nothing from the battery.";
      case ReasonCode::none:
        break;
    }
    return {};
  }

  const home::Case* home_;
  const HomeElements* elements_;
  const Counterfactual* counterfactual_;
  home::Plan* plan_;
  base::Zone zone_;
};

}  // namespace

std::string price_text(EnergyPrice price, const std::string& currency) {
  return fmt::format("{:.3f} {}/kWh", price.value() == 0.0 ? 0.0 : price.value(), currency);
}

std::string money_text(Money money, const std::string& currency) {
  return fmt::format("{:.2f} {}", money.value() == 0.0 ? 0.0 : money.value(), currency);
}

void explain(const home::Case& home, const HomeElements& elements, const Counterfactual& counterfactual,
             home::Plan& plan) {
  Explainer{home, elements, counterfactual, plan}.run();
}

}  // namespace ohmstead::plan
