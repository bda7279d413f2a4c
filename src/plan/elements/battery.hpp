// A battery's physics in plain numbers, stated once for both engines.
//
// soc' = soc + stored_kw(charge) * h - taken_kw(discharge) * h, with charge and discharge at the
// terminals. Power is made of steps, each with a price of wear and what its kW do to the store. The
// state of charge has costs at its edges: soft bands per hour, reserves and broken bounds per slot.
// The corridor is widened to contain the measured state, so there is always a feasible plan. Units:
// kW, kWh, money per kWh. Thread rule: plain values.
#pragma once

#include <vector>

#include "end_value.hpp"
#include "grid.hpp"
#include "leg_steps.hpp"
#include "ohmstead/home/battery_physics.hpp"

namespace ohmstead::plan {

// Cost of being `below` or `above` an edge, per kWh.
struct StateCost {
  double edge_kwh = 0.0;
  double below_per_kwh = 0.0;
  double above_per_kwh = 0.0;
};

// What a kWh taken from below an edge costs more than one from above it, per kWh as stored.
struct DepthEdge {
  double edge_kwh = 0.0;
  double price_per_kwh = 0.0;
};

class BatteryElement {
 public:
  BatteryElement(const home::Case& home, const home::Battery& battery);

  double soc_kwh = 0.0;
  double low_kwh = 0.0;  // the corridor, widened to the measured state
  double high_kwh = 0.0;
  home::Leg charge_leg;
  home::Leg discharge_leg;
  double charge_kw = 0.0;  // highest of all slots
  double discharge_kw = 0.0;
  double export_fee_per_kwh = 0.0;
  bool is_exclusive = true;
  bool can_charge_from_grid = true;
  bool can_discharge_to_grid = true;
  double min_charge_kw = 0.0;                                // 0: any power
  std::vector<LegStep> charge_steps;                         // together charge_kw wide
  std::vector<LegStep> discharge_steps;                      // together discharge_kw wide
  std::vector<home::SocLine> charge_lines, discharge_lines;  // of power by state of charge
  std::vector<DepthEdge> depth_edges;  // inside the corridor; deeper ones come first
  EndValue end_value;

  [[nodiscard]] double stored_kw(double charged_kw) const {
    return charge_leg.inside_kw(charged_kw);
  }
  [[nodiscard]] double taken_kw(double discharged_kw) const {
    return discharge_leg.inside_kw(discharged_kw);
  }
  // Whether losses differ from power to power.
  [[nodiscard]] bool has_curves() const {
    return charge_leg.pieces().size() + discharge_leg.pieces().size() > 2;
  }
  // Whether some step of power loses less than the one before it.
  [[nodiscard]] bool has_better_steps() const;
  // The highest powers of a slot.
  [[nodiscard]] double charge_kw_in(std::size_t slot) const {
    return limits_.empty() ? charge_kw : limits_[slot].charge.value();
  }
  [[nodiscard]] double discharge_kw_in(std::size_t slot) const {
    return limits_.empty() ? discharge_kw : limits_[slot].discharge.value();
  }
  // What the steps by depth make going from one state to another dearer; nothing upwards.
  [[nodiscard]] double depth_wear(double from_kwh, double to_kwh) const;
  // The same of a kWh taken below this state.
  [[nodiscard]] double depth_price(double from_kwh) const;

  // What a slot asks for by `demand` or a manual block, within its highest powers: charging until
  // `full` is held at its end, giving until no more than `empty` is.
  struct Wish {
    double charge_kw = 0.0;
    double full_kwh = 0.0;
    double give_kw = 0.0;
    double empty_kwh = 0.0;
    double price_per_kwh = 0.0;  // of each kWh left out
  };
  [[nodiscard]] bool has_wishes() const { return !wishes_.empty(); }
  // Precondition: has_wishes().
  [[nodiscard]] const Wish& wish(std::size_t slot) const { return wishes_[slot]; }
  [[nodiscard]] double demand_kw(std::size_t slot) const {
    return wishes_.empty() ? 0.0 : wishes_[slot].charge_kw;
  }
  // A slot with a demand that ends at this or more may charge with less than
  // min_charge_kw.
  [[nodiscard]] double top_off_kwh(std::size_t slot) const;
  // Whether this charge, with this state at the end of the slot, is one that
  // min_charge_kw allows.
  [[nodiscard]] bool may_charge(std::size_t slot, double power_kw, double soc_at_end_kwh) const;
  // What is wished and not charged, or not given, kW.
  [[nodiscard]] double missed_charge_kw(std::size_t slot, double charged_kw,
                                        double soc_at_end_kwh) const;
  [[nodiscard]] double missed_give_kw(std::size_t slot, double given_kw,
                                      double soc_at_end_kwh) const;

  // Wanted at the end of `slot`.
  struct Target {
    std::size_t slot = 0;
    double soc_kwh = 0.0;
    double price_per_kwh = 0.0;
  };
  [[nodiscard]] const std::vector<Target>& targets() const { return targets_; }

  // Costs of the state at the end of a slot; empty for most batteries and
  // slots.
  void state_costs(std::size_t slot, std::vector<StateCost>& costs) const;

 private:
  void add_wishes();

  const home::Case* home_;
  const home::Battery* battery_;
  double full_kwh_ = 0.0;                  // max_soc
  std::vector<home::PowerLimits> limits_;  // of each slot; empty: always the same
  std::vector<Wish> wishes_;               // of each slot; empty: none
  double violation_price_per_kwh_ = 0.0;
  std::vector<Target> targets_;
};

}  // namespace ohmstead::plan
