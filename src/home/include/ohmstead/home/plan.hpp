// A plan: what every device does in every slot, what that costs, and why. Format `ohmstead.plan/1`.
//
// Units and signs as in case.hpp. All powers satisfy the balance and every bound to 1e-6 kW; what
// had to be bent is in `violations`. Money is counted by the evaluator (plan/bill.hpp) alone.
// Thread rule: plain values.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/base/series.hpp"
#include "ohmstead/base/time.hpp"
#include "ohmstead/home/case.hpp"
#include "ohmstead/home/language.hpp"

namespace ohmstead::home {

using base::Celsius;
using base::Seconds;
using base::Time;

// optimal: proven within `gap`. good: the best found, `gap` tells how far the proof got.
enum class PlanStatus { optimal, good, fallback_last_plan, fallback_multipass, fallback_rules };
constexpr auto names_of(PlanStatus) {
  return std::array<std::string_view, 5>{"optimal", "good", "fallback:last_plan",
                                         "fallback:multipass", "fallback:rules"};
}

// What a battery is told in a slot. self_use: follow the home (store surplus, cover the load).
// charge/discharge: at the given power. export_: discharge beyond the home's load. hold: neither.
enum class Mode { self_use, charge, discharge, hold, export_ };
constexpr auto names_of(Mode) {
  return std::array<std::string_view, 5>{"self_use", "charge", "discharge", "hold", "export"};
}

enum class ReasonCode {
  none,
  charge_cheap,     // charges from the grid because later energy is dearer
  charge_negative,  // is paid for taking energy
  store_surplus,    // keeps PV for later instead of exporting it
  export_surplus,   // sells PV because storing is worth less
  cover_load,       // uses stored energy instead of the grid
  keep_for_later,   // does not discharge: the energy saves more later
  export_stored,    // sells stored energy
  curtail,          // turns PV down because a price is negative or a limit binds
  recover,          // brings the state of charge back into its bounds
  empty,            // nothing stored to use
  full,             // no room to store
  idle,             // nothing to gain
  // Of planned devices beside batteries:
  before_departure,    // charges in the cheapest time before it leaves
  use_surplus,         // runs on PV that the home has to spare
  wait_for_cheaper,    // paused: the energy is cheaper later
  heat_ahead,          // heats before the energy gets dearer
  keep_comfort,        // heats because it would get too cold
  warm_enough,         // needs no heat now
  cheapest_in_window,  // runs where its window is cheapest
  must_run,            // dearer than later, but later alone would not do
  give_back,           // gives stored energy to the home
  manual,              // a person asked for it (of batteries too)
};
constexpr auto names_of(ReasonCode) {
  return std::array<std::string_view, 23>{
      "none",           "charge_cheap",     "charge_negative", "store_surplus",
      "export_surplus", "cover_load",       "keep_for_later",  "export_stored",
      "curtail",        "recover",          "empty",           "full",
      "idle",           "before_departure", "use_surplus",     "wait_for_cheaper",
      "heat_ahead",     "keep_comfort",     "warm_enough",     "cheapest_in_window",
      "must_run",       "give_back",        "manual"};
}

struct Reason {
  ReasonCode code = ReasonCode::none;
  std::string text;            // in words; empty when not asked for
  std::optional<Money> saves;  // against the best other action in this slot
};

struct BatterySlot {
  std::string id;
  Power charge;
  Power discharge;
  Energy soc;                        // at the end of the slot
  std::optional<Energy> soc_target;  // to steer to in this slot; see plan/soc_target.hpp
  EnergyPrice stored_value;          // worth of one more kWh stored at the end of the slot
  EnergyPrice stored_value_below;    // worth of the last kWh stored (>= stored_value)
  Mode mode = Mode::hold;
  bool is_set_by_hand = false;  // of an order: done to the word, whatever sun and home do
};

struct InverterSlot {
  std::string id;
  Power dc_to_ac;  // on the AC side
  Power ac_to_dc;  // on the AC side
  Power pv_used;
  Power pv_curtailed;
};

// A planned device beside batteries and inverters. `power` and `state` are decisions, the rest
// follows from them; what a device does not have is absent.
struct DeviceSlot {
  std::string id;
  Power power;                         // drawn from the home; negative: given to it
  std::string state;                   // one of the device's states, such as "on"; may be empty
  std::optional<Energy> soc;           // at the end of the slot
  std::optional<Celsius> temperature;  // at the end of the slot
  std::optional<Celsius> mass_temperature;  // of walls and floors, at the end of the slot
  std::optional<Power> heat;                // given to a room or tank
  std::optional<Energy> elsewhere;          // charged away from home during the slot
  Reason reason;
  bool is_set_by_hand = false;  // as a battery's
};

struct PlanSlot {
  Time start;
  Seconds duration{};
  Power load;  // the case's load plus the standby of all batteries
  Power grid_import;
  Power grid_export;
  Power pv_used;       // on the AC bus
  Power pv_curtailed;  // on the AC bus
  std::vector<BatterySlot> batteries;
  std::vector<InverterSlot> inverters;
  std::vector<DeviceSlot> devices;
  EnergyPrice value;  // what one more kWh at the home is worth: the balance's shadow price
  Reason reason;      // for the first battery's mode and the grid
};

struct Violation {
  Time start;
  std::string what;     // such as "battery.min_soc[home]"
  double amount = 0.0;  // kW for limits, kWh for states of charge
  std::string unit;     // such as "kW" or "kWh"
  Money cost;
  std::string text = {};  // in words; empty when not asked for
};

// Objective of a plan: net_cost + weights - worth of what is stored at the start;
// net_cost = import_cost - export_revenue + wear + peak + comfort + missed - stored_value_change.
struct MoneyCount {
  Money import_cost;
  Money export_revenue;
  Money wear;
  Money peak;
  Money comfort;  // soft bands
  Money missed;   // violations
  Money stored_value_change;
  Money net_cost;
  Money weights;  // what the objective counts beside money; steers, is never paid
};

struct ScenarioCost {
  std::string name;
  double weight = 0.0;  // as a share of 1
  Money cost;           // counted as Plan::objective
};

// Of a plan over scenarios; then Plan::objective is `objective`, while Plan::money is of what is
// expected. See scenario.hpp.
struct ScenarioCosts {
  Money expected;
  Money worst;
  std::optional<Money> cvar;  // mean of the worst 1 - alpha
  Money objective;            // (1 - weight) * expected + weight * cvar
  std::vector<ScenarioCost> all;
};

struct Plan {
  std::string schema;
  std::string name;
  std::string currency;
  std::string timezone;
  Language language = Language::en;  // of all texts
  std::string strategy;
  PlanStatus status = PlanStatus::optimal;
  std::string solver;  // which engine made it
  double solve_ms = 0.0;
  Money objective;             // net_cost and weights less the worth of what is stored first
  std::optional<Money> bound;  // proven: no plan for this case has a lower objective
  std::optional<Money> gap;    // objective - bound
  // The same with each room as if the ones next to it were as warm as here whatever they do: how
  // near the plan is but for the heat between rooms. Only where that is known and the gap leaves
  // something open.
  std::optional<Money> bound_rooms_apart, gap_rooms_apart;
  MoneyCount money;
  std::optional<ScenarioCosts> scenarios;
  std::vector<Violation> violations;
  std::vector<std::string> notes;  // what was cut, filled or assumed
  std::vector<PlanSlot> slots;
};

inline constexpr const char* k_plan_schema = "ohmstead.plan/1";

[[nodiscard]] base::Result<Plan> read_plan(const std::string& text, const std::string& file);
[[nodiscard]] std::string write_plan(const Plan& plan);

}  // namespace ohmstead::home
