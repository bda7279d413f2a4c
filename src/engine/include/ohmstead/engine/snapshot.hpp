// All that one cycle found out and decided; immutable once published.
//
// Units as in home/. Thread rule: plain values, shared as const.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ohmstead/home/house_wishes.hpp"
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

// A car at this moment, and whether it will hold what it needs.
struct CarNow {
  std::string car;
  home::ChargeStrategy strategy = home::ChargeStrategy::smart;
  std::optional<base::Energy> soc;  // absent: it was never told
  bool is_soc_estimated = false;
  std::optional<base::Time> soc_at;  // when the car told it
  base::Energy needed;               // at the charger, until its next target
  double urgency = 0.0;              // per cent an hour, and more; see control/car_queue.hpp
  std::string alarm;                 // its target cannot be met, with what would be needed
  std::string notice;                // what to do at the charger
};

struct Snapshot {
  std::int64_t cycle = 0;
  base::Time made_at;
  base::Time next_at;
  std::int64_t missed = 0;  // turns of the clock since the first cycle in which none ran
  Stage stage = Stage::simulation;
  std::string trigger;  // why now: "start", "clock", "new site file", ...
  home::Case home;
  home::Plan plan;
  base::Time planned_at;             // of the plan, which may be older than the snapshot
  bool is_plan_of_old_site = false;  // made before the site file was read again
  // Of `home`: from here on prices are forecasts; nothing: all were published.
  std::optional<base::Time> published_until;
  home::Outlook outlook;
  home::Readings readings;
  bool has_silent_devices = false;   // something was not told at its time
  bool has_odd_commands = false;     // a device did not do as it was told, or was told by others
  bool is_without_readings = false;  // nothing was measured at its time: `readings` are older
  Savings savings;
  std::vector<Component> components;
  std::vector<MeasuredSlot> measured;     // oldest first
  std::vector<Decision> decisions;        // newest first
  std::vector<home::DayMoney> days;       // oldest first; the last one is under way
  std::vector<home::Override> overrides;  // active and coming, schedules too
  std::vector<ForecastAccuracy> accuracy;
  std::vector<CarNow> cars;  // in the site's order
  home::HouseWishes wishes;

  // How many slots of `home`, from the first, have published prices.
  [[nodiscard]] std::size_t published_slots() const;
  // A plan is followed as long as the prices that it was made for are known, six hours at least;
  // what it knows of the home ages: a day at most.
  [[nodiscard]] base::Time plan_holds_until() const;
  // The plan's slot at `time`; null when the plan does not reach that far.
  [[nodiscard]] const home::PlanSlot* slot_at(base::Time time) const;
  // Whether the plan lets less sun in than there is at any time between these.
  [[nodiscard]] bool turns_pv_down(base::Time from, base::Time to) const;
};

}  // namespace ohmstead::engine
