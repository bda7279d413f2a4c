// All that one cycle found out and decided; immutable once published.
//
// Units as in home/. Thread rule: plain values, shared as const.
#pragma once

#include <string>
#include <vector>

#include "ohmstead/home/outlook.hpp"
#include "ohmstead/home/override.hpp"
#include "ohmstead/home/past.hpp"
#include "ohmstead/home/readings.hpp"

namespace ohmstead::engine {

using home::Decision;
using home::MeasuredSlot;
using home::Stage;

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

// Against self-use, what is stored valued as the plan values it now.
struct Savings {
  base::Money today;
  base::Money month;
};

// How far forecasts were off that were made so long before.
struct LeadAccuracy {
  std::int64_t lead_h = 0;
  base::Power mean_error;  // absolute
  base::Power bias;        // positive: less came than was forecast
  std::int64_t count = 0;  // of slots
};
struct ForecastAccuracy {
  std::string name;  // "pv", "load"
  std::vector<LeadAccuracy> leads;
};

struct Snapshot {
  std::int64_t cycle = 0;
  base::Time made_at;
  base::Time next_at;
  std::int64_t missed = 0;  // turns of the clock since the first cycle in which none ran
  Stage stage = Stage::simulation;
  std::string trigger;  // why now: "start", "clock", or what happened
  home::Case home;
  home::Plan plan;
  base::Time planned_at;  // of the plan, which may be older than the snapshot
  home::Outlook outlook;
  home::Readings readings;
  bool has_silent_devices = false;   // something was not told at its time
  bool is_without_readings = false;  // nothing was measured at its time: `readings` are older
  Savings savings;
  std::vector<Component> components;
  std::vector<MeasuredSlot> measured;     // oldest first
  std::vector<Decision> decisions;        // newest first
  std::vector<home::DayMoney> days;       // oldest first; the last one is under way
  std::vector<home::Override> overrides;  // active and coming, schedules too
  std::vector<ForecastAccuracy> accuracy;

  // The plan's slot at `time`; null when the plan does not reach that far.
  [[nodiscard]] const home::PlanSlot* slot_at(base::Time time) const;
};

}  // namespace ohmstead::engine
