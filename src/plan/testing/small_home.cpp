#include "testing/small_home.hpp"

#include <algorithm>

namespace ohmstead::plan {

using base::Energy;
using base::EnergyPrice;
using base::Power;
using base::Ratio;
using base::Series;

home::Case make_small_home(std::vector<double> import, std::vector<double> exported,
                           std::vector<double> load, std::vector<double> pv) {
  home::Case home;
  home.schema = home::k_case_schema;
  home.name = "small home";
  home.slots = base::SlotGrid::uniform(*base::parse_time("2024-06-24T00:00:00Z"),
                                       base::Seconds{3600}, import.size());
  home.prices.import = Series<EnergyPrice>{std::move(import)};
  home.prices.export_ = Series<EnergyPrice>{std::move(exported)};
  home.load = Series<Power>{std::move(load)};
  home.pv = Series<Power>{std::move(pv)};
  return home;
}

home::Battery make_small_battery() {
  home::Battery battery;
  battery.id = "home";
  battery.capacity = Energy{10.0};
  battery.soc = Energy{5.0};
  battery.charge = Power{5.0};
  battery.charge_efficiency = Ratio{0.9};
  battery.discharge_efficiency = Ratio{0.8};
  battery.end_value = EnergyPrice{0.0};
  return battery;
}

home::Plan make_plan_of(const home::Case& home, const std::vector<std::vector<double>>& powers) {
  home::Plan plan;
  plan.schema = home::k_plan_schema;
  std::vector<double> soc;
  double standby = 0.0;
  for (const home::Battery& battery : home.batteries) {
    soc.push_back(battery.soc.value());
    standby += battery.standby.value();
  }
  for (std::size_t t = 0; t < home.slots.count(); ++t) {
    home::PlanSlot slot;
    slot.start = home.slots.start(t);
    slot.duration = home.slots.duration(t);
    slot.load = home.load[t] + Power{standby};
    slot.pv_used = home.pv[t];
    double net = (slot.load - slot.pv_used).value();
    for (std::size_t i = 0; i < home.batteries.size(); ++i) {
      const home::Battery& battery = home.batteries[i];
      const double power = i < powers.size() ? powers[i][t] : 0.0;
      const double out_efficiency = home::effective_discharge_efficiency(battery).value();
      soc[i] += home.slots.hours(t).value() *
                (power > 0.0 ? power * battery.charge_efficiency.number().value()
                             : power / out_efficiency);
      net += power;
      home::BatterySlot device;
      device.id = battery.id;
      device.charge = Power{std::max(0.0, power)};
      device.discharge = Power{std::max(0.0, -power)};
      device.soc = Energy{soc[i]};
      slot.batteries.push_back(device);
    }
    slot.grid_import = Power{std::max(0.0, net)};
    slot.grid_export = Power{std::max(0.0, -net)};
    plan.slots.push_back(std::move(slot));
  }
  return plan;
}

}  // namespace ohmstead::plan
