// A planning request of Akkudoktor-EOS: the body of POST /optimize, or a neutral case with the same
// content (tests/peers/data/eos). Series are hourly from midnight on and are planned from
// `start_hour` on, which is not part of a body: there it is a parameter of the URL.
//
// Strict as all readers of files: everything wrong is reported together with its place; null stands
// for a device that is not there. Units are the API's: W, Wh, money per Wh, percent of capacity.
// Thread rule: plain values, pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/describe/node.hpp"
#include "ohmstead/describe/problems.hpp"

namespace ohmstead::app {

struct EosBattery {
  double capacity_wh = 0.0;
  double initial_soc_pct = 0.0;
  double min_soc_pct = 0.0;
  double max_soc_pct = 100.0;
  double charge_efficiency = 0.88;
  double discharge_efficiency = 0.88;
  double max_power_w = 5000.0;  // of charging and of discharging
};

struct EosCar {
  std::string id = "ev";
  double capacity_wh = 0.0;
  double initial_soc_pct = 0.0;
  double target_soc_pct = 0.0;  // at the end of the plan
  double charge_efficiency = 0.88;
  double discharge_efficiency = 1.0;  // nothing discharges it; answers repeat it
  double max_power_w = 5000.0;
  std::vector<double> rates;  // of max_power_w, rising, without 0
  double missed_price_per_pct = 10.0;
};

struct EosAppliance {
  double energy_wh = 0.0;
  std::int64_t hours = 0;
};

struct EosRequest {
  std::size_t start_hour = 0;
  std::vector<double> load_wh, pv_wh, import_per_wh, export_per_wh;  // one value per hour
  double stored_per_wh = 0.0;  // worth of energy that the battery could still give at the end
  std::optional<EosBattery> battery;
  std::optional<double> inverter_w;
  double dc_to_ac = 1.0;
  double ac_to_dc = 1.0;
  std::optional<EosCar> car;
  std::optional<EosAppliance> appliance;

  [[nodiscard]] std::size_t hour_count() const { return load_wh.size(); }
  [[nodiscard]] std::size_t slot_count() const { return load_wh.size() - start_hour; }
};

// `start_hour` counts for a body; a neutral case says its own.
[[nodiscard]] base::Result<EosRequest> read_eos_request(const describe::Node& tree,
                                                        const std::string& file,
                                                        std::optional<std::int64_t> start_hour);

// To be told when a body came without `start_hour`.
inline constexpr const char* k_no_start_hour_note =
    "planned from hour 0 of the series; --start-hour says another one";
[[nodiscard]] inline bool is_eos_body(const describe::Node& tree) {
  return tree.find("ems") != nullptr;
}

}  // namespace ohmstead::app
