// All that one cycle found out and decided; immutable once published.
//
// Units as in home/. Thread rule: plain values, shared as const.
#pragma once

#include <string>
#include <vector>

#include "ohmstead/home/outlook.hpp"
#include "ohmstead/home/plan.hpp"
#include "ohmstead/home/readings.hpp"

namespace ohmstead::engine {

// simulation: devices are simulated. advisory: nothing is told to the devices. partial: only
// batteries are. full: all devices are.
enum class Stage { simulation, advisory, partial, full };
constexpr auto names_of(Stage) {
  return std::array<std::string_view, 4>{"simulation", "advisory", "partial", "full"};
}

enum class Health { ok, degraded, failed };
constexpr auto names_of(Health) {
  return std::array<std::string_view, 3>{"ok", "degraded", "failed"};
}

// A part of the service and how it is, in plain words.
struct Component {
  std::string name;  // "planner", "prices", "devices", "store"
  Health health = Health::ok;
  std::string text;
  base::Time since;  // of what it last gave
};

// A slot that has passed, as measured.
struct MeasuredSlot {
  base::Time start;
  base::Seconds duration{};
  base::Power load, pv, grid_import, grid_export;
  base::Power devices;  // cars, heaters and machines; negative: cars gave
  base::EnergyPrice import_price, export_price;
  base::Money cost;                          // at the meter
  base::Money self_use_cost;                 // had the batteries only followed the home
  std::vector<home::BatterySlot> batteries;  // at the end of the slot
};

struct Decision {
  base::Time at;
  std::string mode;
  base::Power power;
  std::string reason;
  std::string status;
  bool is_changed = false;  // another mode than before
};

// Against self-use, what is stored valued as the plan values it now.
struct Savings {
  base::Money today;
  base::Money month;
};

struct Snapshot {
  std::int64_t cycle = 0;
  base::Time made_at;
  base::Time next_at;
  Stage stage = Stage::simulation;
  std::string trigger;  // why now: "start", "clock", or what happened
  home::Case home;
  home::Plan plan;
  base::Time planned_at;  // of the plan, which may be older than the snapshot
  home::Outlook outlook;
  home::Readings readings;
  Savings savings;
  std::vector<Component> components;
  std::vector<MeasuredSlot> measured;  // oldest first
  std::vector<Decision> decisions;     // newest first

  // The plan's slot at `time`; null when the plan does not reach that far.
  [[nodiscard]] const home::PlanSlot* slot_at(base::Time time) const;
};

}  // namespace ohmstead::engine
