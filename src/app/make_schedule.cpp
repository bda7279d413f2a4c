#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "ohmstead/app/schedule_json.hpp"
#include "ohmstead/base/zone.hpp"
#include "schedule_soc_target.hpp"

namespace ohmstead::app {
namespace {

using base::Energy;
using base::EnergyPrice;
using base::Money;
using base::Power;
using base::Seconds;

constexpr Seconds k_quarter{900};

// Two digits, as that program writes them; -0 becomes 0.
double rounded(double value) { return std::round(value * 100.0) / 100.0 + 0.0; }
// Prices keep four: a hundredth is little of a price in crowns, but much of one in euros.
double rounded_price(double value) { return std::round(value * 10000.0) / 10000.0 + 0.0; }

// What all batteries, water heaters and other devices of a slot do together, in kW.
struct SlotPower {
  double charge_kw = 0.0;  // net of discharging in the same slot, or the other way round
  double discharge_kw = 0.0;
  double pv_kw = 0.0;       // that could be produced
  double pv_used_kw = 0.0;  // by home, batteries and grid
  double load_kw = 0.0;     // with standby and other devices, without water
  double water_kw = 0.0;
  ScheduleClass action = ScheduleClass::hold;
};

bool is_water_heater(const home::Case& home, const std::string& id) {
  return std::any_of(home.water_heaters.begin(), home.water_heaters.end(),
                     [&](const home::WaterHeater& heater) { return heater.id == id; });
}

ScheduleClass classify(const SlotPower& power, const home::PlanSlot& slot) {
  // Less than a written digit is nothing.
  const auto is_some = [](double kw) { return rounded(kw) > 0.0; };
  if (is_some(power.charge_kw)) {
    return is_some(slot.grid_import.value()) ? ScheduleClass::charge : ScheduleClass::pv_charge;
  }
  if (!is_some(power.discharge_kw)) return ScheduleClass::hold;
  return is_some(slot.grid_export.value()) ? ScheduleClass::export_ : ScheduleClass::discharge;
}

SlotPower sum_powers(const home::Case& home, const home::Plan& plan, std::size_t t) {
  const home::PlanSlot& slot = plan.slots[t];
  SlotPower power;
  for (const home::BatterySlot& battery : slot.batteries) {
    power.charge_kw += battery.charge.value() - battery.discharge.value();
  }
  power.discharge_kw = std::max(0.0, -power.charge_kw);
  power.charge_kw = std::max(0.0, power.charge_kw);
  power.pv_kw = home.pv[t].value();
  power.pv_used_kw = slot.pv_used.value();
  for (const home::Inverter& inverter : home.inverters) {
    if (!inverter.pv.is_empty()) power.pv_kw += inverter.pv[t].value();
  }
  for (const home::InverterSlot& inverter : slot.inverters) {
    power.pv_used_kw += inverter.pv_used.value();
  }
  power.load_kw = slot.load.value();
  for (const home::DeviceSlot& device : slot.devices) {
    (is_water_heater(home, device.id) ? power.water_kw : power.load_kw) += device.power.value();
  }
  power.load_kw = std::max(0.0, power.load_kw);
  power.water_kw = std::max(0.0, power.water_kw);
  power.action = classify(power, slot);
  return power;
}

// Up to this price a slot is cheap: the lowest price that `cheap_percentile` per cent of the time
// do not exceed, and two margins. They are those of the multipass strategy, whatever planned.
double cheap_threshold(const home::Case& home) {
  const home::MultipassSettings settings = home.multipass.value_or(home::MultipassSettings{});
  std::vector<std::pair<double, double>> price_hours;
  double total_h = 0.0, level = 0.0;
  for (std::size_t t = 0; t < home.slots.count(); ++t) {
    const double price = home.prices.import[t].value(), h = home.slots.hours(t).value();
    price_hours.emplace_back(price, h);
    total_h += h;
    level += price * h;
  }
  std::sort(price_hours.begin(), price_hours.end());
  level = std::max(0.0, level / total_h);
  double passed_h = 0.0, low = 0.0;
  for (const auto& [price, h] : price_hours) {
    low = price;
    passed_h += h;
    if (passed_h >= settings.cheap_percentile / 100.0 * total_h * (1.0 - 1e-12)) break;
  }
  return low + settings.cheap_tolerance.value_or(EnergyPrice{level / 15.0}).value() +
         settings.price_smoothing.value_or(EnergyPrice{level / 30.0}).value();
}

ScheduleReason reason_of(ScheduleClass action) {
  switch (action) {
    case ScheduleClass::charge:
      return ScheduleReason::cheap_grid_power;
    case ScheduleClass::discharge:
      return ScheduleReason::expensive_grid_power;
    case ScheduleClass::pv_charge:
      return ScheduleReason::excess_pv;
    case ScheduleClass::export_:
      return ScheduleReason::profitable_export;
    case ScheduleClass::hold:
      break;
  }
  return ScheduleReason::no_action_needed;
}

SchedulePriority priority_of(ScheduleClass action) {
  if (action == ScheduleClass::hold) return SchedulePriority::low;
  return action == ScheduleClass::pv_charge ? SchedulePriority::medium : SchedulePriority::high;
}

class ScheduleMaker {
 public:
  ScheduleMaker(const home::Case& home, const home::Plan& plan)
      : home_{&home},
        plan_{&plan},
        zone_{base::Zone::load(home.timezone).value_or(base::Zone::utc())},
        cheap_{cheap_threshold(home)} {
    powers_.reserve(plan.slots.size());
    for (std::size_t t = 0; t < plan.slots.size(); ++t)
      powers_.push_back(sum_powers(home, plan, t));
    std::vector<ScheduleClass> actions;
    actions.reserve(powers_.size());
    for (const SlotPower& power : powers_) actions.push_back(power.action);
    targets_ = find_soc_targets(home, plan, actions);
    for (const home::Battery& battery : home.batteries) {
      capacity_kwh_ += battery.capacity.value();
    }
    const home::MultipassSettings settings = home.multipass.value_or(home::MultipassSettings{});
    if (plan.strategy == "multipass") {
      pv_factor_ = settings.pv_confidence_pct / 100.0;
      load_factor_ = settings.load_margin_pct / 100.0;
    }
  }

  std::vector<ScheduleSlot> make() {
    std::vector<ScheduleSlot> slots;
    double entry_kwh = stored_before(*home_);
    for (std::size_t t = 0; t < powers_.size(); ++t) {
      const base::SlotGrid& grid = home_->slots;
      const base::SlotGrid pieces = base::SlotGrid::aligned(grid.start(t), grid.end(t), k_quarter);
      const double exit_kwh = stored_after(plan_->slots[t]);
      for (std::size_t piece = 0; piece < pieces.count(); ++piece) {
        const double share = static_cast<double>((pieces.end(piece) - grid.start(t)).count()) /
                             static_cast<double>(grid.duration(t).count());
        ScheduleSlot slot = make_slot(t, pieces.hours(piece).value());
        slot.slot_number = static_cast<std::int64_t>(slots.size()) + 1;
        slot.start = pieces.start(piece);
        slot.end = pieces.end(piece);
        slot.start_time = zone_.format_local(slot.start);
        slot.end_time = zone_.format_local(slot.end);
        set_stored(slot, t, pieces.hours(piece).value(),
                   entry_kwh + share * (exit_kwh - entry_kwh));
        slots.push_back(std::move(slot));
      }
      entry_kwh = exit_kwh;
    }
    return slots;
  }

 private:
  [[nodiscard]] double percent(double stored_kwh) const {
    if (!(capacity_kwh_ > 0.0)) return 0.0;
    return std::clamp(rounded(100.0 * stored_kwh / capacity_kwh_), 0.0, 100.0);
  }

  [[nodiscard]] ScheduleSlot make_slot(std::size_t t, double h) const {
    const SlotPower& power = powers_[t];
    ScheduleSlot slot;
    const double import_price = home_->prices.import[t].value();
    const double export_price = home_->prices.export_[t].value();
    slot.import_price = EnergyPrice{rounded_price(import_price)};
    slot.export_price = EnergyPrice{rounded_price(export_price)};
    slot.pv_forecast = Energy{rounded(power.pv_kw * h)};
    slot.load_forecast = Energy{rounded(home_->load[t].value() * h)};
    slot.adjusted_pv = Energy{rounded(power.pv_kw * h * pv_factor_)};
    slot.adjusted_load = Energy{rounded(power.load_kw * h * load_factor_)};
    slot.is_cheap = import_price <= cheap_;
    const bool buys = power.action == ScheduleClass::charge;
    const bool sells = power.action == ScheduleClass::export_;
    slot.battery_charge = Power{rounded(power.charge_kw)};
    slot.battery_discharge = Power{rounded(power.discharge_kw)};
    slot.charge = buys ? slot.battery_charge : Power{};
    slot.classification = power.action;
    const double sold_kwh =
        sells ? std::min(power.discharge_kw, plan_->slots[t].grid_export.value()) * h : 0.0;
    slot.exported = Energy{rounded(sold_kwh)};
    slot.export_revenue = Money{rounded_price(sold_kwh * export_price)};
    set_water(slot, power, h);
    slot.reason = reason_of(power.action);
    slot.priority = priority_of(power.action);
    slot.soc_target_pct = percent(targets_[t].value());
    return slot;
  }

  // Water takes spare PV first, then what the battery gives beyond the load, then the grid.
  static void set_water(ScheduleSlot& slot, const SlotPower& power, double h) {
    const double spare_pv_kw = std::max(0.0, power.pv_used_kw - power.load_kw);
    const double from_pv_kw = std::min(power.water_kw, spare_pv_kw);
    const double missing_kw = std::max(0.0, power.load_kw - power.pv_used_kw);
    const double from_battery_kw =
        std::clamp(power.discharge_kw - missing_kw, 0.0, power.water_kw - from_pv_kw);
    slot.water_heating = Power{rounded(power.water_kw)};
    slot.water_from_pv = Energy{rounded(from_pv_kw * h)};
    slot.water_from_battery = Energy{rounded(from_battery_kw * h)};
    slot.water_from_grid = Energy{rounded((power.water_kw - from_pv_kw - from_battery_kw) * h)};
  }

  // What is stored, and what it has cost: charging from the grid adds its price, PV costs nothing,
  // discharging takes its share. What was stored before the plan is paid for already.
  void set_stored(ScheduleSlot& slot, std::size_t t, double h, double stored_kwh) {
    if (powers_[t].action == ScheduleClass::charge) {
      const double bought_kw = std::min(powers_[t].charge_kw, plan_->slots[t].grid_import.value());
      stored_cost_ += bought_kw * h * home_->prices.import[t].value();
    } else if (stored_kwh < stored_kwh_ && stored_kwh_ > 0.0) {
      stored_cost_ *= std::max(0.0, stored_kwh / stored_kwh_);
    }
    stored_kwh_ = stored_kwh;
    slot.projected_soc = Energy{std::max(0.0, rounded(stored_kwh))};
    slot.projected_soc_pct = percent(stored_kwh);
    const bool is_some = slot.projected_soc->value() > 0.0;
    slot.projected_battery_cost =
        EnergyPrice{is_some ? rounded_price(stored_cost_ / stored_kwh) : 0.0};
  }

  const home::Case* home_;
  const home::Plan* plan_;
  base::Zone zone_;
  double cheap_;
  double capacity_kwh_ = 0.0;
  double pv_factor_ = 1.0;
  double load_factor_ = 1.0;
  std::vector<SlotPower> powers_;
  std::vector<Energy> targets_;
  double stored_kwh_ = 0.0;   // at the end of the slot before
  double stored_cost_ = 0.0;  // of all that is stored then
};

// How many local days the case touches.
std::int64_t count_days(const home::Case& home, const base::Zone& zone) {
  const base::SlotGrid& slots = home.slots;
  const std::chrono::sys_days first{zone.date(slots.start(0))};
  const std::chrono::sys_days last{zone.date(slots.end(slots.count() - 1) - Seconds{1})};
  return (last - first).count() + 1;
}

double sum_curtailed(const home::Plan& plan) {
  double sum_kwh = 0.0;
  for (const home::PlanSlot& slot : plan.slots) {
    double kw = slot.pv_curtailed.value();
    for (const home::InverterSlot& inverter : slot.inverters) kw += inverter.pv_curtailed.value();
    sum_kwh += kw * base::hours(slot.duration).value();
  }
  return sum_kwh;
}

std::vector<std::string> make_notes(const home::Case& home, const home::Plan& plan) {
  std::vector<std::string> notes = plan.notes;
  if (home.batteries.empty()) notes.emplace_back("the home has no battery");
  if (home.batteries.size() > 1) {
    std::string ids;
    for (const home::Battery& battery : home.batteries) {
      ids += (ids.empty() ? "" : ", ") + battery.id;
    }
    notes.push_back("several batteries count as one: " + ids);
  }
  if (home.currency != "SEK") {
    notes.push_back("all prices are in " + home.currency + ", although their keys say sek");
  }
  const double curtailed_kwh = sum_curtailed(plan);
  if (rounded(curtailed_kwh) > 0.0) {
    notes.push_back(fmt::format("the plan turns down {:.2f} kWh of PV, which a schedule cannot say",
                                curtailed_kwh));
  }
  const bool has_short_slots = [&] {
    for (std::size_t t = 1; t + 1 < home.slots.count(); ++t) {
      if (home.slots.duration(t) < k_quarter) return true;
    }
    return false;
  }();
  if (has_short_slots) notes.emplace_back("slots are shorter than a quarter of an hour");
  return notes;
}

}  // namespace

ScheduleJson make_schedule(const home::Case& home, const home::Plan& plan,
                           const ScheduleOrigin& origin) {
  base::expect(!plan.slots.empty() && plan.slots.size() == home.slots.count(),
               "a schedule needs a plan for its case");
  const base::Zone zone = base::Zone::load(home.timezone).value_or(base::Zone::utc());
  ScheduleJson schedule;
  schedule.schedule = ScheduleMaker{home, plan}.make();
  ScheduleMeta& meta = schedule.meta;
  meta.planned_at = zone.format_local(origin.planned_at);
  meta.planner_version = origin.planner_version;
  const std::int64_t days = count_days(home, zone);
  meta.forecast = ScheduleForecast{days, home.outdoor.is_empty() ? 0 : days};
  meta.currency = home.currency;
  meta.timezone = home.timezone;
  meta.strategy = plan.strategy;
  meta.status = std::string{names_of(plan.status)[static_cast<std::size_t>(plan.status)]};
  meta.notes = make_notes(home, plan);
  return schedule;
}

}  // namespace ohmstead::app
