// The request of evcc's optimizer API (POST /optimize/charge-schedule), as it stands in the body.
//
// Lenient where that API is: unknown fields are ignored, null stands for absent, a missing optional
// field has that API's default. Everything that is wrong is listed with its place and in words that
// clients of that API know. Units are the API's: W, Wh, Wh per step, seconds, money per Wh.
// Thread rule: plain values, pure functions.
//
//   auto request = read_evcc_request(text);   // or the problems
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/describe/node.hpp"

namespace ohmstead::app {

struct EvccBattery {
  double s_min = 0.0;
  double s_max = 0.0;
  double s_initial = 0.0;
  double s_capacity = 0.0;
  double c_min = 0.0;
  double c_max = 0.0;
  double d_max = 0.0;
  double p_a = 0.0;
  double c_priority = 0.0;
  bool charge_from_grid = false;
  bool discharge_to_grid = false;
  std::vector<double> p_demand;  // empty: none
  std::vector<double> s_goal;
};

struct EvccRequest {
  std::string charging_strategy = "none";
  std::string discharging_strategy = "none";
  std::optional<double> p_max_imp;
  std::optional<double> p_max_exp;
  std::optional<double> prc_p_exc_imp;
  std::vector<EvccBattery> batteries;
  std::vector<double> dt, gt, ft, p_import, p_export;  // one value per step
  double eta_c = 0.95;
  double eta_d = 0.95;

  [[nodiscard]] std::size_t step_count() const { return gt.size(); }
  [[nodiscard]] double hours(std::size_t step) const { return dt[step] / 3600.0; }
  // With a price the import limit is not a limit but the threshold of a charge on the highest
  // import.
  [[nodiscard]] bool has_demand_rate() const { return p_max_imp && prc_p_exc_imp; }
};

// What is wrong with a request: one message, and the places with theirs.
struct EvccProblems {
  std::string message;
  std::vector<std::pair<std::string, std::string>> details;  // "batteries.0.s_max", what is wrong

  [[nodiscard]] bool is_empty() const { return message.empty(); }
  [[nodiscard]] std::string to_text() const;  // a line each
};

// Fills `request` from a body, or from a file of test cases that holds one as "request".
[[nodiscard]] EvccProblems read_evcc_request(const describe::Node& body, EvccRequest& request);

}  // namespace ohmstead::app
