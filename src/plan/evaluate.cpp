#include "ohmstead/plan/evaluate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "bill_limits.hpp"
#include "bill_wishes.hpp"
#include "check_plan.hpp"
#include "end_value.hpp"
#include "ohmstead/home/battery_physics.hpp"
#include "peaks.hpp"
#include "planned_devices.hpp"
#include "wiring.hpp"

namespace ohmstead::plan {
namespace {

using base::Energy;
using base::EnergyPrice;
using base::Hours;
using base::Money;
using base::Power;

// Less than this is rounding, neither reported nor billed.
constexpr double k_smallest_violation = 1e-7;

Power positive(Power power) { return std::max(Power{}, power); }
Energy positive(Energy energy) { return std::max(Energy{}, energy); }

// Money per hour of `power` on `steps`, cheapest first; power beyond the last step costs its price.
double step_cost_per_hour(const std::vector<home::WearStep>& steps, Power power) {
  double cost = 0.0;
  for (std::size_t i = 0; i < steps.size() && power > Power{}; ++i) {
    const bool is_last = i + 1 == steps.size();
    const Power used = is_last ? power : std::min(power, steps[i].power);
    cost += used.value() * steps[i].price.value();
    power -= used;
  }
  return cost;
}

// Bills a plan that find_plan_problems() has nothing against.
class Biller {
 public:
  Biller(const home::Case& home, const home::Plan& plan);
  home::Bill run() &&;

 private:
  void bill_slot(std::size_t index);
  void bill_grid(std::size_t index, Power imported, Power exported);
  void bill_battery(std::size_t index, std::size_t device);
  void bill_soc(std::size_t index, std::size_t device);
  void bill_export_fees(const home::PlanSlot& slot, Hours time);
  void bill_peaks();
  void bill_devices();
  void count_energy(const home::PlanSlot& slot, Hours time);
  void add_limit(std::size_t index, const char* what, Power excess, EnergyPrice price);
  void add_state(std::size_t index, const char* what, std::size_t device, Energy missing,
                 EnergyPrice price);

  const home::Case& home_;
  const home::Plan& plan_;
  Wiring wiring_;
  EnergyPrice violation_price_;
  std::vector<std::size_t> by_export_fee_;  // batteries with the lowest fee first
  bool has_export_fee_;
  std::vector<BatteryElement> batteries_;
  Account wishes_;
  std::vector<Energy> soc_;
  std::vector<double> imported_kw_, exported_kw_;  // per slot
  home::Bill bill_;
};

Biller::Biller(const home::Case& home, const home::Plan& plan)
    : home_{home},
      plan_{plan},
      wiring_{make_wiring(home)},
      violation_price_{home::effective_violation_price(home)},
      by_export_fee_(home.batteries.size()),
      wishes_{home} {
  std::iota(by_export_fee_.begin(), by_export_fee_.end(), std::size_t{0});
  const auto fee = [&](std::size_t i) { return home.batteries[i].export_fee; };
  std::stable_sort(by_export_fee_.begin(), by_export_fee_.end(),
                   [&](std::size_t a, std::size_t b) { return fee(a) < fee(b); });
  has_export_fee_ = !by_export_fee_.empty() && fee(by_export_fee_.back()) > EnergyPrice{};
  for (const home::Battery& battery : home.batteries) {
    soc_.push_back(battery.soc);
    batteries_.emplace_back(home, battery);
  }
  bill_.currency = home.currency;
}

home::Bill Biller::run() && {
  home::MoneyCount& money = bill_.money;
  for (std::size_t index = 0; index < plan_.slots.size(); ++index) bill_slot(index);
  bill_peaks();
  for (std::size_t i = 0; i < home_.batteries.size(); ++i) {
    const EndValue value = make_end_value(home_, home_.batteries[i]);
    money.stored_value_change += value.at(soc_[i]) - value.at(home_.batteries[i].soc);
  }
  wishes_.add_to(bill_);
  bill_devices();
  Account account{home_};
  bill_power_limits(home_, plan_, account);
  bill_phases(home_, plan_, account);
  account.add_to(bill_);
  money.net_cost = money.import_cost - money.export_revenue + money.wear + money.peak +
                   money.comfort + money.missed - money.stored_value_change;
  return std::move(bill_);
}

void Biller::bill_slot(std::size_t index) {
  const home::PlanSlot& slot = plan_.slots[index];
  const Hours time = home_.slots.hours(index);
  // The meter follows from the devices; the plan only tells how much passes it in both directions.
  const Power net = net_import(wiring_, slot);
  const Power both =
      home_.grid.is_exclusive ? Power{} : positive(std::min(slot.grid_import, slot.grid_export));
  bill_grid(index, positive(net) + both, positive(-net) + both);
  for (std::size_t i = 0; i < slot.batteries.size(); ++i) bill_battery(index, i);
  if (has_export_fee_) bill_export_fees(slot, time);
  count_energy(slot, time);
}

void Biller::bill_grid(std::size_t index, Power imported, Power exported) {
  const Hours time = home_.slots.hours(index);
  const home::Grid& grid = home_.grid;
  bill_.money.import_cost += imported * time * home_.prices.import[index];
  bill_.money.export_revenue += exported * time * home_.prices.export_[index];
  bill_.energy.grid_import += imported * time;
  bill_.energy.grid_export += exported * time;
  bill_.money.weights += imported * time * import_weight(home_, index);
  bill_.money.weights += exported * time * export_weight(home_, index);
  imported_kw_.push_back(imported.value());
  exported_kw_.push_back(exported.value());
  if (grid.import_limit) {
    add_limit(index, "grid.import_limit", imported - grid.import_limit[index],
              grid.import_over_limit_price.at(index).value_or(violation_price_));
  }
  if (const auto limit = effective_export_limit(grid, index)) {
    const bool is_capped = is_export_capped(grid, index);
    add_limit(index, is_capped ? "grid.export_cap" : "grid.export_limit", exported - *limit,
              grid.export_over_limit_price.at(index).value_or(violation_price_));
  }
}

void Biller::bill_battery(std::size_t index, std::size_t device) {
  const home::Battery& battery = home_.batteries[device];
  const home::BatterySlot& slot = plan_.slots[index].batteries[device];
  const Hours time = home_.slots.hours(index);
  if (!battery.wear.has_points()) bill_.money.wear += slot.discharge * time * battery.wear.number();
  if (!battery.charge_wear.empty() || !battery.discharge_wear.empty()) {
    bill_.money.wear +=
        Money{time.value() * (step_cost_per_hour(battery.charge_wear, slot.charge) +
                              step_cost_per_hour(battery.discharge_wear, slot.discharge))};
  }
  const Energy before = soc_[device];
  soc_[device] = next_soc(battery, before, slot.charge, slot.discharge, time);
  bill_.money.wear += home::depth_wear(battery, before, soc_[device]);
  bill_soc(index, device);
  bill_wishes(batteries_[device], battery.id, index, time,
              {slot.charge.value(), slot.discharge.value()}, soc_[device].value(), wishes_);
}

void Biller::bill_soc(std::size_t index, std::size_t device) {
  const home::Battery& battery = home_.batteries[device];
  const Energy soc = soc_[device];
  const Hours time = home_.slots.hours(index);
  const auto band_cost = [&](Energy beyond, Money price_per_hour) {
    return Money{positive(beyond).value() * price_per_hour.value() * time.value()};
  };
  if (battery.low_band) {
    bill_.money.comfort += band_cost(battery.low_band->soc - soc, battery.low_band->price_per_hour);
  }
  if (battery.high_band) {
    bill_.money.comfort +=
        band_cost(soc - battery.high_band->soc, battery.high_band->price_per_hour);
  }
  add_state(index, "battery.min_soc", device, battery.min_soc - soc, violation_price_);
  add_state(index, "battery.max_soc", device, soc - home::effective_max_soc(battery),
            violation_price_);
  if (!battery.reserve.is_empty()) {
    add_state(index, "battery.reserve", device, battery.reserve[index] - soc,
              battery.reserve_price.value_or(violation_price_));
  }
}

// Batteries serve the home first. What they give beyond its load is booked on those with the lowest
// fee, as the cheapest way to share it out.
void Biller::bill_export_fees(const home::PlanSlot& slot, Hours time) {
  Power beyond = -slot.load;
  for (const home::DeviceSlot& device : slot.devices) beyond -= positive(device.power);
  std::vector<Power> given(slot.batteries.size());  // on the AC side
  for (std::size_t i = 0; i < slot.batteries.size(); ++i) {
    const std::size_t inverter = wiring_.inverter_of[i];
    given[i] = slot.batteries[i].discharge;
    if (inverter != Wiring::k_ac_bus)
      given[i] = given[i] * home::effective_efficiency(home_.inverters[inverter]);
    beyond += given[i];
  }
  for (const std::size_t i : by_export_fee_) {
    if (beyond <= Power{}) return;
    const Power taken = std::min(beyond, given[i]);
    bill_.money.wear += taken * time * home_.batteries[i].export_fee;
    beyond -= taken;
  }
}

void Biller::bill_peaks() {
  const auto cost = [&](const home::PeakCharge& charge) {
    const bool is_import = charge.direction == home::GridDirection::import;
    return Money{peak_cost(make_peak(home_, charge), is_import ? imported_kw_ : exported_kw_)};
  };
  for (const home::PeakCharge& charge : peaks_of(home_.grid)) bill_.money.peak += cost(charge);
  if (home_.objective.peak_shaving_weight > base::PowerPrice{})
    bill_.money.weights += cost(peak_shaving(home_));
}

void Biller::bill_devices() {
  if (!has_planned_devices(home_)) return;
  const PlannedDevices devices{home_};
  std::vector<Track> tracks = devices.read(plan_);
  devices.complete(tracks);
  Account account{home_};
  devices.bill(tracks, account);
  account.add_to(bill_);
}

void Biller::count_energy(const home::PlanSlot& slot, Hours time) {
  home::EnergyCount& energy = bill_.energy;
  energy.load += slot.load * time;
  energy.pv_used += slot.pv_used * time;
  energy.pv_curtailed += slot.pv_curtailed * time;
  for (const home::InverterSlot& inverter : slot.inverters) {
    energy.pv_used += inverter.pv_used * time;
    energy.pv_curtailed += inverter.pv_curtailed * time;
  }
  for (const home::BatterySlot& battery : slot.batteries) {
    energy.battery_charge += battery.charge * time;
    energy.battery_discharge += battery.discharge * time;
  }
}

void Biller::add_limit(std::size_t index, const char* what, Power excess, EnergyPrice price) {
  if (excess.value() <= k_smallest_violation) return;
  const Money cost = excess * home_.slots.hours(index) * price;
  bill_.money.missed += cost;
  bill_.violations.push_back({home_.slots.start(index), what, excess.value(), "kW", cost});
}

void Biller::add_state(std::size_t index, const char* what, std::size_t device, Energy missing,
                       EnergyPrice price) {
  if (missing.value() <= k_smallest_violation) return;
  const Money cost = missing * price;
  bill_.money.missed += cost;
  bill_.violations.push_back({home_.slots.start(index),
                              fmt::format("{}[{}]", what, home_.batteries[device].id),
                              missing.value(), "kWh", cost});
}

}  // namespace

base::Result<home::Bill> evaluate(const home::Case& home, const home::Plan& plan) {
  const std::vector<std::string> problems = find_plan_problems(home, plan);
  if (!problems.empty()) {
    return base::fail(base::ErrorKind::invalid_input, fmt::format("{}", fmt::join(problems, "\n")));
  }
  return Biller{home, plan}.run();
}

Money end_value(const home::Case& home, const home::Battery& battery, Energy soc) {
  return make_end_value(home, battery).at(soc);
}

}  // namespace ohmstead::plan
