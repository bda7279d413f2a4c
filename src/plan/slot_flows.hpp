// The powers of one slot while batteries get their share one after the other.
//
// Holds what every device does so far; add_charge() and add_discharge() give a battery as much as
// device limits, state of charge, inverter and grid allow. All powers in kW, on the side of the
// device they belong to: behind an inverter that is its DC bus. Thread rule: one thread; reused
// slot by slot.
//
//   flows.start(t, soc);
//   flows.add_charge(0, 2.0, 0.0);   // up to 2 kW, from surplus alone
//   flows.turn_pv_down();
//   flows.write(plan.slots[t]);
#pragma once

#include <vector>

#include "ohmstead/home/battery_physics.hpp"
#include "wiring.hpp"

namespace ohmstead::plan {

class SlotFlows {
 public:
  // `home` must outlive this object.
  explicit SlotFlows(const home::Case& home);

  // Everything idle, all PV used. `soc` holds the states at the start of the slot and must outlive
  // it.
  void start(std::size_t slot, const std::vector<base::Energy>& soc);

  // Import less export as things stand.
  [[nodiscard]] double net_kw() const;
  // Load that PV and batteries do not cover so far; batteries that charge do not count as load.
  [[nodiscard]] double deficit_kw() const;
  [[nodiscard]] double charge_kw(std::size_t battery) const { return charge_[battery]; }
  [[nodiscard]] double discharge_kw(std::size_t battery) const { return discharge_[battery]; }

  // More power for `battery`, at most `wish_kw`; import stays below `highest_import_kw` as far as
  // it depends on this battery.
  void add_charge(std::size_t battery, double wish_kw, double highest_import_kw);
  // Down to `floor` at most; export stays below the case's limit as far as it depends on this
  // battery. `wish_kw` is at the terminals.
  void add_discharge(std::size_t battery, double wish_kw, base::Energy floor);
  // As add_discharge(), with the wish on the AC side.
  void cover(std::size_t battery, double wish_ac_kw, base::Energy floor);

  // When all powers are set: takes back what batteries may not do with the grid, and charges below
  // the least one.
  void keep_rules();
  // Last of all: PV that inverters cannot pass, and that the grid shall not or may not take.
  void turn_pv_down();
  // Everything but modes, reasons and values.
  void write(home::PlanSlot& slot) const;

 private:
  [[nodiscard]] double export_limit_kw() const;
  [[nodiscard]] double bus_kw(std::size_t inverter) const;  // surplus of its DC bus
  [[nodiscard]] double to_ac_kw(std::size_t inverter) const;
  [[nodiscard]] double to_dc_kw(std::size_t inverter) const;
  // Of its DC to AC way, on the DC side.
  [[nodiscard]] double pass_limit_kw(std::size_t inverter) const;
  // What it draws from the AC side less what it gives.
  [[nodiscard]] double draw_kw(std::size_t inverter) const;
  [[nodiscard]] double supply_kw() const;
  [[nodiscard]] double charge_within_kw(std::size_t battery, double highest_import_kw) const;
  // The discharge at the terminals that changes the AC bus by `ac_kw`.
  [[nodiscard]] double discharge_for_kw(std::size_t battery, double ac_kw) const;

  const home::Case& home_;
  Wiring wiring_;
  std::size_t slot_ = 0;
  const std::vector<base::Energy>* soc_ = nullptr;
  double hours_ = 1.0;
  double load_kw_ = 0.0;
  double pv_kw_ = 0.0;                      // used, on the AC bus
  std::vector<home::InverterLegs> legs_;    // of the inverters
  std::vector<double> inverter_pv_;         // used, per inverter
  std::vector<double> charge_, discharge_;  // per battery
};

}  // namespace ohmstead::plan
