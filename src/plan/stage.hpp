// One slot of a home with one battery: what a change of stored energy costs.
//
// Built from the elements by composing piecewise-linear functions: grid cost of net import, PV
// turned down where that helps, the inverter where there is one, wear, losses. docs/math.md section
// 2 derives it with the same symbols. build() once per slot, then ask. Units: kW, kWh, money.
// Thread rule: one Stage, one thread.
//
//   Stage stage{home, grid, battery, inverter};
//   stage.build(t);
//   double cost = stage.cost().value(-0.5);   // of half a kWh less in store
#pragma once

#include <optional>
#include <vector>

#include "elements/battery.hpp"
#include "elements/grid.hpp"
#include "elements/inverter.hpp"
#include "pwl.hpp"

namespace ohmstead::plan {

// What the devices do in one slot, in kW.
struct SlotPowers {
  double charge_kw = 0.0;
  double discharge_kw = 0.0;
  double pv_used_kw = 0.0;           // on the AC bus
  double inverter_pv_used_kw = 0.0;  // on the inverter's DC bus
};

class Stage {
 public:
  // All must outlive the stage. `inverter` is null when battery and PV sit on the AC bus.
  Stage(const home::Case& home, const GridElement& grid, const BatteryElement& battery,
        const InverterElement* inverter, double standby_kw);

  // Does nothing when this slot was built last.
  void build(std::size_t slot);

  // g(d): money of changing the stored energy by d kWh in this slot; allows d = 0.
  [[nodiscard]] const Pwl& cost() const { return cost_; }
  // The cheapest device powers that change the stored energy by d kWh.
  [[nodiscard]] SlotPowers powers(double change_kwh) const;
  // Worth of one more kWh at the home, when the battery does `change_kwh` and one kWh more or less
  // stored is worth what `stored` says (slopes of the value function: left and right, negative
  // worth). `depth_price` is the wear by depth of the next kWh taken.
  [[nodiscard]] double home_value(double change_kwh, Pwl::Slopes stored, double depth_price,
                                  bool can_take_more) const;
  // The change of stored energy that battery power `b` (charge positive, kW) makes, and back.
  [[nodiscard]] double change_of(double battery_kw) const;
  [[nodiscard]] double power_of(double change_kwh) const;

 private:
  // What a change of stored energy (x, kWh) costs (y) with these flows.
  struct FlowPoint : PwlPoint {
    double charge_kw = 0.0;
    double discharge_kw = 0.0;
  };

  void add_inverter(std::size_t slot);
  void add_battery();
  void add_free_battery();
  [[nodiscard]] bool pays_to_burn(const Pwl& seen) const;
  void collect_flow_points(const Pwl& seen);
  // Price of one more kWh drawn from the home, by the grid and PV that is turned down.
  [[nodiscard]] double price_of_more(double draw_kw) const;
  // What counts for the export fee of a kWh discharged.
  [[nodiscard]] double battery_to_home() const {
    return inverter_ != nullptr ? inverter_->fee_share : 1.0;
  }
  [[nodiscard]] double net_load_kw() const { return load_kw_ - pv_kw_; }

  const home::Case* home_;
  const GridElement* grid_;
  const BatteryElement* battery_;
  const InverterElement* inverter_;
  double standby_kw_;

  static constexpr std::size_t k_no_slot = static_cast<std::size_t>(-1);
  std::vector<Segment> charge_pieces_, discharge_pieces_;  // of the legs, as for Pwl::stretch
  std::vector<Segment> to_ac_pieces_, from_ac_pieces_;
  std::vector<double> charge_edges_, discharge_edges_;  // kW at which wear changes its price
  std::size_t slot_ = k_no_slot;
  double load_kw_ = 0.0;
  double pv_kw_ = 0.0;
  double dc_pv_kw_ = 0.0;
  double hours_ = 1.0;
  double lowest_b_kw_ = 0.0;
  double highest_b_kw_ = 0.0;
  Pwl grid_cost_;              // money/h over net import
  Pwl home_cost_;              // money/h over the AC draw of battery or inverter, PV at its best
  Pwl bus_cost_;               // money/h over net DC demand (with an inverter)
  Pwl cost_;                   // g
  std::vector<double> kinks_;  // scratch
  std::vector<FlowPoint> flow_points_;  // only where charging and discharging at once may pay
};

}  // namespace ohmstead::plan
