#include "assemble.hpp"

#include <algorithm>
#include <cmath>

#include <limits>

#include "ohmstead/home/manual_wish.hpp"

namespace ohmstead::plan {
namespace {

using home::Energy;
using home::Mode;
using home::Power;

constexpr double k_infinity = std::numeric_limits<double>::infinity();

// Half a percent of the power, or 10 W: what no one would call another action.
bool is_near(double a_kw, double b_kw) {
  return std::abs(a_kw - b_kw) <= std::max(0.01, 0.005 * std::abs(b_kw));
}

double total_standby_kw(const home::Case& home) {
  double sum = 0.0;
  for (const home::Battery& battery : home.batteries) sum += battery.standby.value();
  return sum;
}

// Net DC demand of an inverter's bus without the battery `left_out` (none: all of them).
double dc_demand_kw(const HomeElements& elements, const DevicePowers& devices, std::size_t inverter,
                    std::size_t left_out) {
  double demand = -devices.inverter_pv_used_kw[inverter];
  for (std::size_t i = 0; i < devices.batteries.size(); ++i) {
    if (i == left_out || elements.bus_of_battery[i] != inverter) continue;
    demand += devices.batteries[i].charge_kw - devices.batteries[i].discharge_kw;
  }
  return demand;
}

// A state that rounding put a hair outside its corridor would be refused as the next measured one.
double without_rounding(double soc_kwh, const BatteryElement& battery) {
  constexpr double k_hair_kwh = 1e-9;
  const double inside = std::clamp(soc_kwh, battery.low_kwh, battery.high_kwh);
  return std::abs(inside - soc_kwh) < k_hair_kwh ? inside : soc_kwh;
}

// Solvers keep rows to a millionth; a limit that changes with the state of charge is to be kept.
DevicePowers inside_lines(const home::Case& home, const HomeElements& elements, DevicePowers powers,
                          std::size_t slot, const std::vector<double>& soc_kwh) {
  constexpr double k_hair_kw = 1e-4;
  const auto mend = [&](double& power_kw, Power most) {
    if (power_kw > most.value() && power_kw < most.value() + k_hair_kw) power_kw = most.value();
  };
  for (std::size_t i = 0; i < elements.batteries.size(); ++i) {
    const home::Battery& battery = home.batteries[i];
    if (battery.power_by_soc.empty()) continue;
    const Energy soc{soc_kwh[i]};
    mend(powers.batteries[i].charge_kw, most_charge(home, battery, slot, soc, Energy{k_infinity}));
    mend(powers.batteries[i].discharge_kw,
         most_discharge(home, battery, slot, soc, Energy{-k_infinity}));
  }
  return powers;
}

constexpr std::size_t k_all = static_cast<std::size_t>(-1);

// A battery that follows the home knows nothing of what is forbidden by hand: it has to be told.
bool is_kept_by_hand(const home::Case& home, std::size_t battery, std::size_t slot) {
  const home::ManualBlock* block = home::find_manual_block(home, home.batteries[battery].id, slot);
  return block != nullptr && block->kind != home::ManualKind::self_use;
}

Mode told_mode(double power_kw, double following_kw) {
  if (std::abs(power_kw) < 0.01) return Mode::hold;
  if (power_kw > 0.0) return Mode::charge;
  return power_kw < following_kw ? Mode::export_ : Mode::discharge;
}

Mode mode_of(const BatteryElement& battery, std::size_t slot, BatteryPowers powers,
             double following_kw, double soc_before, double soc_after) {
  const double power = powers.charge_kw - powers.discharge_kw;
  const double wanted =
      std::clamp(following_kw, -battery.discharge_kw_in(slot), battery.charge_kw_in(slot));
  if (is_near(power, wanted)) return Mode::self_use;
  constexpr double k_edge_kwh = 1e-6;
  const bool is_empty = std::min(soc_before, soc_after) <= battery.low_kwh + k_edge_kwh;
  const bool is_full = std::max(soc_before, soc_after) >= battery.high_kwh - k_edge_kwh;
  if (std::abs(power) < 0.01) {
    const bool follows_as_far_as_it_can = (wanted < 0.0 && is_empty) || (wanted > 0.0 && is_full);
    return follows_as_far_as_it_can ? Mode::self_use : Mode::hold;
  }
  if (power > 0.0) return wanted > power && is_full ? Mode::self_use : Mode::charge;
  if (power < wanted) return Mode::export_;
  return is_empty && wanted < 0.0 ? Mode::self_use : Mode::discharge;
}

std::vector<double> soc_at_start(const HomeElements& elements) {
  std::vector<double> soc;
  soc.reserve(elements.batteries.size());
  for (const BatteryElement& battery : elements.batteries) soc.push_back(battery.soc_kwh);
  return soc;
}

}  // namespace

double following_power_kw(const HomeElements& elements, const home::Case& home,
                          const DevicePowers& devices, std::size_t slot, std::size_t own) {
  const auto bus = elements.bus_of_battery[own];
  double need_kw =
      home.load.raw()[slot] + total_standby_kw(home) + devices.drawn_kw - home.pv.raw()[slot];
  for (std::size_t i = 0; i < elements.inverters.size(); ++i) {
    if (bus != i)
      need_kw += elements.inverters[i].ac_demand_kw(dc_demand_kw(elements, devices, i, k_all));
  }
  for (std::size_t i = 0; i < devices.batteries.size(); ++i) {
    if (i == own || elements.bus_of_battery[i]) continue;
    need_kw += devices.batteries[i].charge_kw - devices.batteries[i].discharge_kw;
  }
  if (!bus) return -need_kw;
  // Behind an inverter: the bus must give `need` to the home; its own PV could give all it has.
  const InverterElement& inverter = elements.inverters[*bus];
  const double unused_pv_kw = inverter.pv_kw(slot) - devices.inverter_pv_used_kw[*bus];
  const double others_kw = dc_demand_kw(elements, devices, *bus, own) - unused_pv_kw;
  const home::InverterLegs& legs = inverter.legs;
  const double drawn_kw = std::clamp(-need_kw, -legs.to_ac_limit_kw, legs.from_ac_limit_kw);
  return -others_kw + legs.dc_kw(drawn_kw);
}

home::Plan assemble_plan(const home::Case& home, const HomeElements& elements,
                         const std::vector<DevicePowers>& devices,
                         const std::vector<Track>& tracks) {
  home::Plan plan;
  plan.schema = home::k_plan_schema;
  plan.name = home.name;
  plan.currency = home.currency;
  plan.timezone = home.timezone;
  plan.slots.reserve(home.slots.count());
  const double standby_kw = total_standby_kw(home);
  std::vector<double> soc = soc_at_start(elements);
  for (std::size_t t = 0; t < home.slots.count(); ++t) {
    const DevicePowers powers = inside_lines(home, elements, devices[t], t, soc);
    const double hours = home.slots.hours(t).value();
    home::PlanSlot& slot = plan.slots.emplace_back();
    slot.start = home.slots.start(t);
    slot.duration = home.slots.duration(t);
    slot.load = Power{home.load.raw()[t] + standby_kw};
    slot.pv_used = Power{powers.pv_used_kw};
    slot.pv_curtailed = home.pv[t] - slot.pv_used;
    double net_kw = slot.load.value() + powers.drawn_kw - powers.pv_used_kw;
    for (std::size_t i = 0; i < elements.batteries.size(); ++i) {
      const BatteryElement& battery = elements.batteries[i];
      const BatteryPowers flow = powers.batteries[i];
      const double before = soc[i];
      soc[i] += hours * (battery.stored_kw(flow.charge_kw) - battery.taken_kw(flow.discharge_kw));
      soc[i] = without_rounding(soc[i], battery);
      const double following_kw = following_power_kw(elements, home, powers, t, i);
      const Mode mode = is_kept_by_hand(home, i, t)
                            ? told_mode(flow.charge_kw - flow.discharge_kw, following_kw)
                            : mode_of(battery, t, flow, following_kw, before, soc[i]);
      home::BatterySlot& entry = slot.batteries.emplace_back();
      entry.id = home.batteries[i].id;
      entry.charge = Power{flow.charge_kw};
      entry.discharge = Power{flow.discharge_kw};
      entry.soc = Energy{soc[i]};
      entry.mode = mode;
      if (!elements.bus_of_battery[i]) net_kw += flow.charge_kw - flow.discharge_kw;
    }
    for (std::size_t i = 0; i < elements.inverters.size(); ++i) {
      const double ac_kw =
          elements.inverters[i].ac_demand_kw(dc_demand_kw(elements, powers, i, k_all));
      const Power used{powers.inverter_pv_used_kw[i]};
      slot.inverters.push_back({home.inverters[i].id, Power{std::max(0.0, -ac_kw)},
                                Power{std::max(0.0, ac_kw)}, used,
                                Power{elements.inverters[i].pv_kw(t)} - used});
      net_kw += ac_kw;
    }
    GridElement::Flows grid = elements.grid.flows(t, net_kw);
    if (powers.through_kw) {
      grid.import_kw = std::max(0.0, net_kw) + *powers.through_kw;
      grid.export_kw = std::max(0.0, -net_kw) + *powers.through_kw;
    }
    slot.grid_import = Power{grid.import_kw};
    slot.grid_export = Power{grid.export_kw};
  }
  elements.planned.write(tracks, plan);
  return plan;
}

}  // namespace ohmstead::plan
