// The form of a backtest's table, with little in it, for the tests of this room.
#pragma once

#include <fmt/format.h>

#include "ohmstead/api/api.hpp"

namespace ohmstead::api::testing {

// The table of a backtest of one strategy without a month.
inline std::string write_small_replay(const ReplayWish& wish) {
  const auto account = [](const char* name) {
    std::string text = fmt::format(R"({{"month":"{}","slots":1,"flips_per_day":0)", name);
    for (const char* key :
         {"net_cost", "import_cost", "export_revenue", "wear", "missed", "stored_value_change",
          "saved_to_self_use", "saved_to_no_battery", "load_kwh", "grid_import_kwh",
          "grid_export_kwh", "pv_used_kwh", "pv_curtailed_kwh", "battery_charge_kwh",
          "battery_discharge_kwh", "battery_cycles"})
      text += fmt::format(R"(,"{}":1.5)", key);
    return text + '}';
  };
  return fmt::format(
      R"({{"schema":"ohmstead.backtest/1","site":"Test home","currency":"EUR","timezone":"UTC",)"
      R"("from":"{}","to":"{}","stored_value_per_kwh":0.1,"left_out_slots":0,"notes":[],)"
      R"("strategies":[{{"strategy":"{}","plans":0,"plans_without_proof":0,"mean_plan_ms":0.5,)"
      R"("total":{},"months":[{}]}}]}})",
      base::format_time(wish.from), base::format_time(wish.to), wish.strategies.front(),
      account("total"), account("2024-05"));
}

}  // namespace ohmstead::api::testing
