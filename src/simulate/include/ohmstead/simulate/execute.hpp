// One slot of reality: what a home does when it follows a plan's first slot while load and PV are
// as measured. The result is a slot of a plan for the measured case, so the one evaluator can bill
// it.
//
// What each mode means here (planned powers at the terminals, as in home/plan.hpp):
//   self_use   follows the measured home: stores its surplus, covers its load.
//   charge     the planned power, from PV and grid alike; where the plan buys nothing in that slot
//   (it
//              only stores surplus), no more than the measured surplus.
//   discharge  the planned power, but no more than the measured home needs; nothing is exported.
//   export     the planned power, needed at home or not.
//   hold       neither charges nor discharges; surplus is exported, load is bought.
// Where the plan says what a stored kWh is worth, self_use and hold both follow the measured home
// as far as that pays: surplus is stored unless it sells for more, load is covered unless buying
// costs less. Batteries with given powers go first (charge, export), then the others in the site's
// order. Then the limits of the equipment: powers, states of charge (a state outside the corridor
// is not driven further out), inverters, the import limit (less charging), the export limit (less
// discharging of batteries in export, then less PV). PV that can be turned down gives way at a
// negative export price until nothing of it is exported, in every mode; and all of it is turned off
// when the import price is negative and the plan uses none although there is some. A hybrid
// inverter turns down what it cannot pass on. Thread rule: one object per thread.
//
//   Execution reality{measured_case};
//   home::PlanSlot done = reality.run(t, plan.slots[0], soc);
#pragma once

#include <span>
#include <vector>

#include "ohmstead/home/plan.hpp"

namespace ohmstead::simulate {

class Execution {
 public:
  // `measured` is the case of what really happened (load, PV, prices); it must outlive this object.
  explicit Execution(const home::Case& measured);

  // `command` is a slot of a plan for the same devices; `soc` one state per battery at the start.
  // `devices` is what cars, heaters and machines draw (negative: give), on top of the load.
  [[nodiscard]] home::PlanSlot run(std::size_t slot, const home::PlanSlot& command,
                                   std::span<const base::Energy> soc, base::Power devices = {});

 private:
  // The DC side of an inverter; a battery on the AC side has a bus of its own without losses.
  struct Bus {
    double pv_kw = 0.0;       // that is not turned down
    double battery_kw = 0.0;  // all its batteries together; charging positive
    home::InverterLegs legs;
    base::Ratio to_ac{1.0}, from_ac{1.0};  // nominal efficiencies

    [[nodiscard]] double ac_kw() const;  // taken from the AC side; negative: given to it
    // What its batteries must take, less its PV, for this flow on the AC side.
    [[nodiscard]] double demand_for(double ac_kw) const;
  };
  struct Range {
    double low_kw = 0.0;  // negative: discharging
    double high_kw = 0.0;
  };

  void start(std::size_t slot, const home::PlanSlot& command, std::span<const base::Energy> soc,
             base::Power devices);
  void turn_off_pv(const home::PlanSlot& command);
  void give(std::size_t battery, const home::BatterySlot& order);
  void follow(std::size_t battery, const home::BatterySlot& order);
  void set_battery(std::size_t battery, double power_kw);
  void keep_import_limit();
  void keep_export_limit(const home::PlanSlot& command);
  void turn_pv_down();
  [[nodiscard]] double net_kw() const;  // import less export as things stand
  [[nodiscard]] Range range(std::size_t battery) const;
  [[nodiscard]] home::PlanSlot write(const home::PlanSlot& command) const;

  const home::Case* home_;
  std::vector<std::size_t> bus_of_;  // of each battery
  std::vector<Bus> buses_;           // inverters first, then one per battery on the AC side
  std::vector<double> power_kw_;     // of each battery; charging positive
  std::vector<base::Energy> soc_;
  std::size_t slot_ = 0;
  double standby_kw_ = 0.0;
  double load_kw_ = 0.0;  // with standby and devices
  double devices_kw_ = 0.0;
  double pv_kw_ = 0.0;  // on the AC bus, not turned down
};

// The order of a home without planning: every battery follows it.
[[nodiscard]] home::PlanSlot self_use_order(const home::Case& home);

}  // namespace ohmstead::simulate
