// How the service runs a home: what it may tell the devices, and what people want week by week.
//
// Times of day are hours of the local clock. Thread rule: plain values.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "ohmstead/home/local_window.hpp"
#include "ohmstead/home/manual_block.hpp"

namespace ohmstead::home {

// simulation: devices are simulated. advisory: nothing is told to the devices. partial: only
// batteries are. full: all devices are.
enum class Stage { simulation, advisory, partial, full };
constexpr auto names_of(Stage) {
  return std::array<std::string_view, 4>{"simulation", "advisory", "partial", "full"};
}

// A manual block that comes back: goes before the plan, behind what is set by hand.
struct SiteSchedule {
  ManualKind kind = ManualKind::hold;
  std::string device;
  double from_h = 0.0;
  double to_h = 24.0;
  DayKind days = DayKind::all;
  std::optional<double> target_soc_pct;
};

// This home in Home Assistant, as entities through a broker.
struct HomeAssistantService {
  std::string connection;         // id of one of kind mqtt
  std::string node = "ohmstead";  // begins all topics and entities
  std::string prefix = "homeassistant";
  std::string url;  // of the dashboard, as others reach it
};

struct SiteService {
  Stage stage = Stage::advisory;          // of a real home; a replay is always simulated
  std::optional<std::int64_t> every_min;  // minutes between two plans; absent: planning.step_min
  double plan_within_s = 3.0;             // of real time, each
  double keep_days = 14.0;                // cycles older than this are forgotten
  // Local hours in which nobody gets up to plug in another car.
  double quiet_from_h = 21.0;
  double quiet_to_h = 6.0;
  std::optional<HomeAssistantService> home_assistant;
};

}  // namespace ohmstead::home
