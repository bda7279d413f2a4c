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
using home::Power;
using home::ReasonCode;

constexpr double k_some_kw = 0.01;
constexpr double k_some_kwh = 1e-6;

double curtailed_kw(const PlanSlot& slot) {
  double sum = slot.pv_curtailed.value();
  for (const home::InverterSlot& inverter : slot.inverters) sum += inverter.pv_curtailed.value();
  return sum;
}

// "0.300 EUR", the price of one kWh.
std::string each_text(EnergyPrice price, const std::string& currency) {
  return fmt::format("{:.3f} {}", price.value() == 0.0 ? 0.0 : price.value(), currency);
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
            const Counterfactual& counterfactual, home::Plan& plan)
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
    const BatterySlot& battery = slot.batteries[0];
    const double surplus = surplus_kw(slot, battery);
    if (battery.charge.value() > k_some_kw) return code_of_charging(t, surplus);
    if (battery.discharge.value() > k_some_kw) {
      if (soc_before(t) > highest_soc() + k_some_kwh) return ReasonCode::recover;
      const bool sells =
          slot.grid_export.value() > k_some_kw && battery.discharge.value() > -surplus + k_some_kw;
      return sells ? ReasonCode::export_stored : ReasonCode::cover_load;
    }
    const BatteryElement& element = elements_->batteries[0];
    if (surplus < -k_some_kw) {
      return soc_before(t) <= element.low_kwh + k_some_kwh ? ReasonCode::empty
                                                           : ReasonCode::keep_for_later;
    }
    if (turns_pv_down) return ReasonCode::curtail;
    if (surplus > k_some_kw) {
      return soc_before(t) >= element.high_kwh - k_some_kwh ? ReasonCode::full
                                                            : ReasonCode::export_surplus;
    }
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
    const BatteryElement& element = elements_->batteries[0];
    const std::array<std::pair<std::string_view, double>, 4> actions{
        {{"Holding", 0.0},
         {following > 0.0 ? "Storing the surplus" : "Covering the load",
          std::clamp(following, -element.discharge_kw, element.charge_kw)},
         {"Charging at full power", element.charge_kw},
         {"Discharging at full power", -element.discharge_kw}}};
    std::optional<Other> best;
    for (const auto& [name, power] : actions) {
      if (is_same(power, planned)) continue;
      const auto other = (*counterfactual_)(t, power);
      if (!other || is_same(other->battery_kw, planned)) continue;
      if (!best || other->cost < best->cost) best = Other{name, std::max(0.0, other->cost)};
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

  // "19:00", "19:00 the next day" or "Wed 26 Jun 19:00", as seen from slot `from`.
  [[nodiscard]] std::string clock_text(std::size_t slot, std::size_t from) const {
    const base::Time time = home_->slots.start(slot), now = home_->slots.start(from);
    const base::WallClock clock = zone_.wall_clock(time);
    if (zone_.date(time) == zone_.date(now))
      return fmt::format("{:02}:{:02}", clock.hour, clock.minute);
    if (zone_.date(time) != base::next_day(zone_.date(now))) return zone_.format_short(time);
    return fmt::format("{:02}:{:02} the next day", clock.hour, clock.minute);
  }

  [[nodiscard]] std::string later_text(std::size_t t) const {
    const auto later = next_use(t);
    if (!later) return "after the end of this plan";
    const bool sells = code_of(*later) == ReasonCode::export_stored;
    const EnergyPrice price = sells ? home_->prices.export_[*later] : home_->prices.import[*later];
    return fmt::format("from {} on, when a kWh {} {}", clock_text(*later, t),
                       sells ? "sells for" : "costs", each_text(price, home_->currency));
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

  [[nodiscard]] std::string curtail_text(std::size_t t) const {
    const PlanSlot& slot = plan_->slots[t];
    const auto& limit = home_->grid.export_limit;
    std::string why = "the home has no use for it now";
    if (home_->prices.export_[t] < EnergyPrice{}) {
      why = "selling a kWh would cost " + each_text(-home_->prices.export_[t], home_->currency);
    } else if (limit && slot.grid_export.value() > limit->value() - k_some_kw) {
      why = limit->value() > k_some_kw
                ? fmt::format("no more than {:.1f} kW may go to the grid", limit->value())
                : "nothing may go to the grid";
    } else if (const auto inverter = full_inverter(slot)) {
      why = fmt::format("no more than {:.1f} kW passes the inverter",
                        home_->inverters[*inverter].ac_limit.value());
    }
    return fmt::format("Turns {:.1f} kW of solar down: {}.", curtailed_kw(slot), why);
  }

  [[nodiscard]] std::string recover_text(std::size_t t) const {
    const BatterySlot& battery = plan_->slots[t].batteries[0];
    if (battery.charge.value() > k_some_kw) {
      return fmt::format(
          "Charges at {:.1f} kW: the battery is below its lowest allowed charge of {:.1f} kWh.",
          battery.charge.value(), home_->batteries[0].min_soc.value());
    }
    return fmt::format(
        "Discharges at {:.1f} kW: the battery is above its highest allowed charge of {:.1f} kWh.",
        battery.discharge.value(), highest_soc());
  }

  [[nodiscard]] std::string text_of(std::size_t t, ReasonCode code) const {
    const PlanSlot& slot = plan_->slots[t];
    const BatterySlot battery = slot.batteries.empty() ? BatterySlot{} : slot.batteries[0];
    const auto each = [&](EnergyPrice value) { return each_text(value, home_->currency); };
    const std::string buys = each(home_->prices.import[t]), sells = each(home_->prices.export_[t]);
    const std::string worth = each(battery.stored_value_below), kept = each(battery.stored_value);
    const double charge_kw = battery.charge.value(), export_kw = slot.grid_export.value();
    switch (code) {
      case ReasonCode::charge_cheap:
        return fmt::format(
            "Charges at {:.1f} kW: a kWh from the grid costs {} now; stored it is worth {}, used "
            "{}.",
            charge_kw, buys, worth, later_text(t));
      case ReasonCode::charge_negative:
        return fmt::format("Charges at {:.1f} kW: the grid pays {} for each kWh taken.", charge_kw,
                           each(-home_->prices.import[t]));
      case ReasonCode::store_surplus:
        return fmt::format(
            "Stores {:.1f} kW of solar surplus: sold a kWh brings {}, stored it is worth {}, used "
            "{}.",
            charge_kw, sells, worth, later_text(t));
      case ReasonCode::export_surplus:
        if (slot.batteries.empty()) {
          return fmt::format("Sells {:.1f} kW of solar surplus at {} a kWh.", export_kw, sells);
        }
        return fmt::format(
            "Sells {:.1f} kW of solar surplus at {} a kWh: stored it would be worth {}.", export_kw,
            sells, kept);
      case ReasonCode::cover_load:
        return fmt::format(
            "Covers {:.1f} kW of the home's need from the battery: a kWh from the grid costs {}, "
            "kept "
            "for later it is worth {}.",
            battery.discharge.value(), buys, kept);
      case ReasonCode::keep_for_later:
        return fmt::format(
            "Buys at {} a kWh and keeps what is stored: there a kWh is worth {}, used {}.", buys,
            worth, later_text(t));
      case ReasonCode::export_stored:
        return fmt::format(
            "Sells {:.1f} kW from the battery at {} a kWh: kept for later it is worth {}.",
            std::min(export_kw, battery.discharge.value()), sells, kept);
      case ReasonCode::curtail:
        return curtail_text(t);
      case ReasonCode::recover:
        return recover_text(t);
      case ReasonCode::empty:
        return fmt::format("Buys at {} a kWh: the battery has nothing left to give.", buys);
      case ReasonCode::full:
        return fmt::format("Sells {:.1f} kW of solar surplus at {} a kWh: the battery is full.",
                           export_kw, sells);
      case ReasonCode::idle:
        return slot.batteries.empty() ? "Nothing to decide: the home has no battery."
                                      : "Nothing to do: the home has no need of the battery now.";
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

void explain(const home::Case& home, const HomeElements& elements,
             const Counterfactual& counterfactual, home::Plan& plan) {
  Explainer{home, elements, counterfactual, plan}.run();
}

}  // namespace ohmstead::plan
