// Field tables of Battery Optimizer's bodies.
#pragma once

#include "ohmstead/describe/walk.hpp"

namespace ohmstead::api::systems {

struct ScheduleUpdate {
  std::string immersion_name;
  bool is_active = false;
  std::string schedule_reason;
  std::string timestamp;
};
constexpr auto fields_of(const ScheduleUpdate*) {
  using namespace describe;
  using S = ScheduleUpdate;
  return std::make_tuple(
      field("immersion_name", &S::immersion_name, "the heater's id"),
      field("is_active", &S::is_active, "whether it shall be on"),
      field("schedule_reason", &S::schedule_reason, "why", optional),
      field("timestamp", &S::timestamp, "when it was told; does not count", optional));
}

struct ManualSet {
  std::string immersion_name;
  bool desired_state = false;
  std::string source;
  double duration_hours = 2.0;
};
constexpr auto fields_of(const ManualSet*) {
  using namespace describe;
  return std::make_tuple(field("immersion_name", &ManualSet::immersion_name, "the heater's id"),
                         field("desired_state", &ManualSet::desired_state, "on or not"),
                         field("source", &ManualSet::source, "who asks", optional),
                         field("duration_hours", &ManualSet::duration_hours, "from now on",
                               between(1.0 / 60.0, 336.0), optional));
}

struct ManualClear {
  std::string immersion_name;
  std::string cleared_by;
};
constexpr auto fields_of(const ManualClear*) {
  using namespace describe;
  return std::make_tuple(field("immersion_name", &ManualClear::immersion_name, "the heater's id"),
                         field("cleared_by", &ManualClear::cleared_by, "who asks", optional));
}

}  // namespace ohmstead::api::systems
