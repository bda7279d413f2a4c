#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "evcc_case.hpp"

namespace ohmstead::app {
namespace {

using Json = nlohmann::ordered_json;

// What counts as proven: a cent.
constexpr double k_proven_gap = 0.01;
// Clients compare in single precision, so rounding must not look like a flow, or like a battery
// that is not quite full.
constexpr double k_no_flow_wh = 1e-6;
constexpr double k_edge_wh = 1e-3;
constexpr double k_per_kilo = 1000.0;

double without_rounding(double wh) { return std::abs(wh) < k_no_flow_wh ? 0.0 : wh; }

double at_edge(double wh, std::initializer_list<double> edges) {
  for (const double edge : edges) {
    if (std::abs(wh - edge) <= k_edge_wh) return edge;
  }
  return wh;
}

struct BatterySteps {
  std::vector<double> charge_wh, discharge_wh, soc_wh;
};

// Import and export of all steps, with what is beyond the limits apart.
struct GridSteps {
  std::vector<double> import_wh, export_wh, import_over_wh, export_over_wh;
  std::vector<int> is_export;
};

BatterySteps steps_of(const EvccRequest& request, const EvccBattery& battery,
                      std::optional<std::size_t> place, const home::Case& home,
                      const home::Plan& plan) {
  BatterySteps steps;
  for (std::size_t t = 0; t < request.step_count(); ++t) {
    if (!place) {
      steps.charge_wh.push_back(0.0);
      steps.discharge_wh.push_back(0.0);
      steps.soc_wh.push_back(0.0);
      continue;
    }
    const home::BatterySlot& slot = plan.slots[t].batteries[*place];
    const double per_kw = k_per_kilo * home.slots.hours(t).value();
    const double charge_wh = without_rounding(slot.charge.value() * per_kw);
    const double least_wh = battery.c_min / k_per_kilo * per_kw;
    steps.charge_wh.push_back(at_edge(charge_wh, {least_wh, battery.c_max / k_per_kilo * per_kw}));
    if (charge_wh == 0.0) steps.charge_wh.back() = 0.0;
    steps.discharge_wh.push_back(without_rounding(slot.discharge.value() * per_kw));
    steps.soc_wh.push_back(at_edge(slot.soc.value() * k_per_kilo,
                                   {battery.s_max, battery.s_min, battery.s_capacity, 0.0}));
  }
  return steps;
}

GridSteps grid_of(const EvccRequest& request, const home::Case& home, const home::Plan& plan) {
  GridSteps steps;
  // The limit, what is beyond it, and what stays.
  const auto part = [](double& wh, const std::optional<double>& limit_w, double hours,
                       std::vector<double>& over) {
    if (!limit_w) return;
    const double limit_wh = std::max(0.0, *limit_w) * hours;
    wh = at_edge(wh, {limit_wh});
    over.push_back(std::max(0.0, wh - limit_wh));
    wh = std::min(wh, limit_wh);
  };
  for (std::size_t t = 0; t < request.step_count(); ++t) {
    const double hours = home.slots.hours(t).value();
    double import_wh = without_rounding(plan.slots[t].grid_import.value() * hours * k_per_kilo);
    double export_wh = without_rounding(plan.slots[t].grid_export.value() * hours * k_per_kilo);
    steps.is_export.push_back(export_wh > 0.0 ? 1 : 0);
    part(import_wh, request.p_max_imp, hours, steps.import_over_wh);
    if (request.has_demand_rate()) import_wh += steps.import_over_wh.back();
    part(export_wh, request.p_max_exp, hours, steps.export_over_wh);
    steps.import_wh.push_back(import_wh);
    steps.export_wh.push_back(export_wh);
  }
  return steps;
}

// Money as that API counts it: no penalties, and stored energy from the end of the first step on.
double objective_of(const EvccRequest& request, const home::Case& home, const GridSteps& grid,
                    const std::vector<BatterySteps>& batteries) {
  double money = 0.0;
  double highest_over_w = 0.0;
  for (std::size_t t = 0; t < request.step_count(); ++t) {
    double import_wh = grid.import_wh[t];
    if (request.p_max_imp) {
      if (!request.has_demand_rate()) import_wh += grid.import_over_wh[t];
      highest_over_w =
          std::max(highest_over_w, grid.import_over_wh[t] / home.slots.hours(t).value());
    }
    money += request.p_export[t] * grid.export_wh[t] - request.p_import[t] * import_wh;
  }
  for (std::size_t i = 0; i < batteries.size(); ++i) {
    const std::vector<double>& soc_wh = batteries[i].soc_wh;
    money += request.batteries[i].p_a * (soc_wh.back() - soc_wh.front());
  }
  if (request.has_demand_rate()) money -= *request.prc_p_exc_imp * highest_over_w;
  return money;
}

bool has_any(const std::vector<double>& values) {
  return std::any_of(values.begin(), values.end(), [](double value) { return value > 0.0; });
}

}  // namespace

std::string write_evcc_answer(const EvccRequest& request, const EvccCase& made,
                              const home::Plan& plan) {
  const GridSteps grid = grid_of(request, made.home, plan);
  std::vector<BatterySteps> batteries;
  batteries.reserve(request.batteries.size());
  for (std::size_t i = 0; i < request.batteries.size(); ++i) {
    batteries.push_back(steps_of(request, request.batteries[i], made.place[i], made.home, plan));
  }
  const bool is_proven = plan.gap && plan.gap->value() <= k_proven_gap;
  Json body;
  body["status"] = is_proven ? "Optimal" : "Feasible";
  body["objective_value"] = objective_of(request, made.home, grid, batteries);
  body["limit_violations"] = {{"grid_import_limit_exceeded", has_any(grid.import_over_wh)},
                              {"grid_export_limit_hit", has_any(grid.export_over_wh)}};
  body["batteries"] = Json::array();
  for (const BatterySteps& battery : batteries) {
    body["batteries"].push_back({{"charging_power", battery.charge_wh},
                                 {"discharging_power", battery.discharge_wh},
                                 {"state_of_charge", battery.soc_wh}});
  }
  body["grid_import"] = grid.import_wh;
  body["grid_export"] = grid.export_wh;
  body["flow_direction"] = grid.is_export;
  body["grid_import_overshoot"] = grid.import_over_wh;
  body["grid_export_overshoot"] = grid.export_over_wh;
  return body.dump();
}

std::string write_evcc_problems(const EvccProblems& problems) {
  Json body;
  body["message"] = problems.message;
  body["details"] = Json::object();
  for (const auto& [path, what] : problems.details) body["details"][path] = what;
  return body.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace ohmstead::app
