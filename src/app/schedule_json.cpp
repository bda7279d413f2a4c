#include "ohmstead/app/schedule_json.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "import_formats.hpp"
#include "ohmstead/describe/read.hpp"
#include "ohmstead/describe/write.hpp"

namespace ohmstead::app {

using describe::at_least;
using describe::between;
using describe::field;
using describe::join_path;
using describe::Problems;

constexpr auto fields_of(const ScheduleSlot*) {
  using S = ScheduleSlot;
  const auto optional = describe::optional;
  return std::make_tuple(
      field("slot_number", &S::slot_number, "rises from slot to slot", at_least(0.0)),
      field("start_time", &S::start_time, "with its UTC offset"),
      field("end_time", &S::end_time, "with its UTC offset"),
      field("import_price_sek_kwh", &S::import_price, "what a kWh costs"),
      field("export_price_sek_kwh", &S::export_price, "what a kWh brings", optional),
      field("pv_forecast_kwh", &S::pv_forecast, "expected PV", at_least(0.0)),
      field("load_forecast_kwh", &S::load_forecast, "expected load", at_least(0.0)),
      field("adjusted_pv_kwh", &S::adjusted_pv, "PV that is reckoned with", at_least(0.0),
            optional),
      field("adjusted_load_kwh", &S::adjusted_load, "load that is reckoned with", at_least(0.0),
            optional),
      field("is_cheap", &S::is_cheap, "the import price is among the lowest", optional),
      field("water_heating_kw", &S::water_heating, "of all water heaters", at_least(0.0)),
      field("water_from_pv_kwh", &S::water_from_pv, "of it from PV", at_least(0.0), optional),
      field("water_from_battery_kwh", &S::water_from_battery, "of it from the battery",
            at_least(0.0), optional),
      field("water_from_grid_kwh", &S::water_from_grid, "of it from the grid", at_least(0.0),
            optional),
      field("charge_kw", &S::charge, "charging with energy from the grid", at_least(0.0), optional),
      field("battery_charge_kw", &S::battery_charge, "charging from anywhere", at_least(0.0)),
      field("battery_discharge_kw", &S::battery_discharge, "discharging", at_least(0.0)),
      field("classification", &S::classification, "what the battery does", optional),
      field("simulated_soc_kwh", &S::simulated_soc, "stored, without charging from the grid",
            at_least(0.0), optional),
      field("projected_soc_kwh", &S::projected_soc, "stored at the end of the slot", at_least(0.0),
            optional),
      field("projected_soc_percent", &S::projected_soc_pct, "of the capacity", between(0.0, 100.0)),
      field("projected_battery_cost", &S::projected_battery_cost, "cost of a kWh that is stored",
            optional),
      field("export_kwh", &S::exported, "sold from the battery", at_least(0.0)),
      field("export_revenue", &S::export_revenue, "what that brings", optional),
      field("soc_target_percent", &S::soc_target_pct, "state of charge to steer to",
            between(0.0, 100.0)),
      field("reason", &S::reason, "why", optional),
      field("priority", &S::priority, "how much depends on it", optional),
      field("is_historical", &S::is_historical, "over when the file was written", optional));
}

constexpr auto fields_of(const ScheduleForecast*) {
  return std::make_tuple(
      field("pv_forecast_days", &ScheduleForecast::pv_days, "days of PV", at_least(0.0)),
      field("weather_forecast_days", &ScheduleForecast::weather_days, "days of weather",
            at_least(0.0)));
}

constexpr auto fields_of(const ScheduleMeta*) {
  using M = ScheduleMeta;
  const auto optional = describe::optional;
  return std::make_tuple(field("planned_at", &M::planned_at, "when", optional),
                         field("planner_version", &M::planner_version, "by what", optional),
                         field("forecast", &M::forecast, "how far it reaches", optional),
                         field("currency", &M::currency, "of all money", optional),
                         field("timezone", &M::timezone, "of all times", optional),
                         field("strategy", &M::strategy, "how it was planned", optional),
                         field("status", &M::status, "optimal, good or a fallback", optional),
                         field("notes", &M::notes, "what was assumed", optional));
}

constexpr auto fields_of(const ScheduleJson*) {
  return std::make_tuple(field("schedule", &ScheduleJson::schedule, "the slots"),
                         field("meta", &ScheduleJson::meta, "about the whole"));
}

namespace {

// What versions of that program write besides, and nothing here needs: quantiles of forecasts,
// amounts a second time in other units, traces of how it came to the plan.
void drop_unread_members(describe::Node& tree) {
  drop_members(tree, {"debug"});
  for (describe::Member& member : tree.members) {
    if (member.key == "meta") drop_members(member.value, {"s_index"});
    if (member.key != "schedule") continue;
    for (describe::Node& slot : member.value.items) {
      drop_members(
          slot, {"pv_p10", "pv_p90", "load_p10", "load_p90", "end_time_kepler", "kepler_charge_kwh",
                 "kepler_discharge_kwh", "kepler_import_kwh", "kepler_export_kwh", "kepler_soc_kwh",
                 "kepler_cost_sek", "planned_cost_sek", "discharge_kw", "grid_import_kw",
                 "grid_export_kw", "import_kwh", "manual_action"});
    }
  }
}

// The checks that look at more than one value. `base` is the path of a slot.
class SlotChecks {
 public:
  explicit SlotChecks(Problems& problems) : problems_{&problems} {}

  void run(std::vector<ScheduleSlot>& slots) {
    if (slots.empty() && !problems_->has_about("schedule")) {
      problems_->add("schedule", "must hold at least one slot");
    }
    for (std::size_t i = 0; i < slots.size(); ++i) {
      const std::string base = join_path("schedule", i);
      check_times(slots[i], base);
      if (i > 0) check_number(slots[i], slots[i - 1], base);
      check_powers(slots[i], base);
      if (!slots[i].is_historical.value_or(false)) require_members(slots[i], base);
      last_base_ = base;
    }
  }

 private:
  // Slots follow each other without a hole. Where the end of a slot is wrong, its start counts.
  void check_times(ScheduleSlot& slot, const std::string& base) {
    const std::string start_path = join_path(base, "start_time");
    const auto start = read_time(slot.start_time, start_path);
    const auto end = read_time(slot.end_time, join_path(base, "end_time"));
    slot.start = start.value_or(base::Time{});
    slot.end = end.value_or(base::Time{});
    if (start) check_order(slot, start_path);
    if (start && end && *end <= *start) {
      problems_->add(join_path(base, "end_time"),
                     fmt::format("{} is not after start_time {}", slot.end_time, slot.start_time));
    }
    last_start_ = start;
    last_end_ = start && end && *end > *start ? end : std::nullopt;
  }

  std::optional<base::Time> read_time(const std::string& text, const std::string& path) {
    if (problems_->has_about(path)) return std::nullopt;
    if (const auto time = base::parse_time(text)) return *time;
    problems_->add(path,
                   base::parse_time(text + 'Z')
                       ? fmt::format("'{}' has no UTC offset such as +01:00", text)
                       : fmt::format("'{}' is not a time like 2024-06-24T12:15:00+02:00", text));
    return std::nullopt;
  }

  void check_order(const ScheduleSlot& slot, const std::string& path) {
    std::string fault;
    if (last_end_ && slot.start < *last_end_) {
      fault = fmt::format("before the end of {}: they overlap", last_base_);
    } else if (last_end_ && slot.start > *last_end_) {
      fault = fmt::format("after the end of {}: there is a gap", last_base_);
    } else if (!last_end_ && last_start_ && slot.start <= *last_start_) {
      fault = fmt::format("not after the start of {}", last_base_);
    }
    if (!fault.empty()) problems_->add(path, fmt::format("{} is {}", slot.start_time, fault));
  }

  void check_number(const ScheduleSlot& slot, const ScheduleSlot& last, const std::string& base) {
    const std::string path = join_path(base, "slot_number");
    if (problems_->has_about(path) || slot.slot_number > last.slot_number) return;
    if (last.slot_number == 0 && problems_->has_about(join_path(last_base_, "slot_number"))) return;
    problems_->add(path, fmt::format("{} is not above {}, the number of {}", slot.slot_number,
                                     last.slot_number, last_base_));
  }

  void check_powers(const ScheduleSlot& slot, const std::string& base) {
    const std::string path = join_path(base, "battery_discharge_kw");
    if (problems_->has_about(path) || slot.battery_discharge <= base::Power{}) return;
    const auto also = [&](const char* key, base::Power charge) {
      if (problems_->has_about(join_path(base, key)) || charge <= base::Power{}) return;
      problems_->add(path, fmt::format("{} while {} is {}: not both at once",
                                       slot.battery_discharge.value(), key, charge.value()));
    };
    also("battery_charge_kw", slot.battery_charge);
    also("charge_kw", slot.charge.value_or(base::Power{}));
  }

  void require_members(const ScheduleSlot& slot, const std::string& base) {
    const auto require = [&](const char* key, bool is_there) {
      const std::string path = join_path(base, key);
      if (is_there || problems_->has_about(path)) return;
      problems_->add(path, "missing; only slots with is_historical may leave it out");
    };
    require("export_price_sek_kwh", slot.export_price.has_value());
    require("adjusted_pv_kwh", slot.adjusted_pv.has_value());
    require("adjusted_load_kwh", slot.adjusted_load.has_value());
    require("charge_kw", slot.charge.has_value());
    require("projected_soc_kwh", slot.projected_soc.has_value());
    require("reason", slot.reason.has_value());
    require("priority", slot.priority.has_value());
  }

  Problems* problems_;
  std::string last_base_;  // of the slot before
  std::optional<base::Time> last_start_;
  std::optional<base::Time> last_end_;  // when it is after the start
};

// Other programs leave the offset out here; nothing is planned by this time.
void check_planned_at(const ScheduleMeta& meta, Problems& problems) {
  if (!meta.planned_at || problems.has_about("meta.planned_at")) return;
  if (base::parse_time(*meta.planned_at) || base::parse_time(*meta.planned_at + 'Z')) return;
  problems.add("meta.planned_at", fmt::format("'{}' is not a time", *meta.planned_at));
}

}  // namespace

std::string write_schedule(const ScheduleJson& schedule) {
  return describe::write_json(schedule, describe::JsonStyle::indented);
}

base::Result<ScheduleJson> read_schedule(const std::string& text, const std::string& file) {
  auto tree = describe::parse_json(text, file);
  if (!tree) return tl::unexpected{tree.error()};
  drop_unread_members(*tree);
  Problems problems{file, *tree};
  ScheduleJson schedule;
  describe::read_fields(*tree, schedule, problems);
  if (tree->kind == describe::NodeKind::map) {
    SlotChecks{problems}.run(schedule.schedule);
    check_planned_at(schedule.meta, problems);
  }
  if (!problems.is_empty()) return tl::unexpected{problems.to_error()};
  return schedule;
}

}  // namespace ohmstead::app
