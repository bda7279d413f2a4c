// What a Growatt gateway says: measurements on its own topic, answers to commands on TOPIC/result.
// Thread rule: pure functions.
#pragma once

#include <optional>
#include <string>

#include "growatt/settings.hpp"
#include "ohmstead/base/result.hpp"
#include "ohmstead/describe/node.hpp"

namespace ohmstead::connect {

// Powers in W, never negative; what is not told is absent.
struct GrowattTelemetry {
  std::optional<double> import_w;
  std::optional<double> export_w;
  std::optional<double> pv_w;
  std::optional<double> soc_pct;
  std::optional<double> charge_w;
  std::optional<double> discharge_w;
  std::optional<double> cells_c;
  std::optional<double> frequency_hz;
};

// Errors: invalid_input (no JSON object). Numbers that cannot be are absent.
[[nodiscard]] base::Result<GrowattTelemetry> read_telemetry(const std::string& text);

struct GrowattAnswer {
  std::string id;  // of the command
  bool is_success = false;
  std::string message;  // at most 80 letters
  describe::Node all;
};

// Nothing: no answer to a command with an id.
[[nodiscard]] std::optional<GrowattAnswer> read_growatt_answer(const std::string& text);

// Of batteryfirst/get and gridfirst/get. False, and nothing changes, where something is missing.
[[nodiscard]] bool read_battery_first(const describe::Node& answer, GrowattSettings& into);
[[nodiscard]] bool read_grid_first(const describe::Node& answer, GrowattSettings& into);

}  // namespace ohmstead::connect
