// The table of a backtest.
#include "ohmstead/api/api.hpp"
#include "schemas.hpp"

namespace ohmstead::api {

using namespace schema;

namespace {

std::vector<std::string> replay_strategies() {
  return {k_replay_strategies.begin(), k_replay_strategies.end()};
}

Json replay_account() {
  return object(
      {{"month", text("local month, or total")},
       {"slots", integer("planning slots in it")},
       {"net_cost", number("money", "all together; lower is better")},
       {"import_cost", number("money")},
       {"export_revenue", number("money")},
       {"wear", number("money", "of batteries")},
       {"missed", number("money", "broken limits and bounds")},
       {"stored_value_change", number("money", "of what is stored, end less start")},
       {"saved_to_self_use", number("money", "against no planning")},
       {"saved_to_no_battery", number("money", "against no battery")},
       maybe("bound_share_pct", number("%", "of what perfect foresight saves against no planning")),
       {"load_kwh", number("kWh")},
       {"grid_import_kwh", number("kWh")},
       {"grid_export_kwh", number("kWh")},
       {"pv_used_kwh", number("kWh")},
       {"pv_curtailed_kwh", number("kWh")},
       {"battery_charge_kwh", number("kWh")},
       {"battery_discharge_kwh", number("kWh")},
       maybe("self_consumption_pct", number("%", "of the PV used")),
       {"battery_cycles", number("", "energy discharged by capacity")},
       {"flips_per_day", number("", "changed minds about the coming slot")}});
}

}  // namespace

void add_replay_schemas(Schemas& schemas) {
  const Json strategy = object({{"strategy", one_of(replay_strategies())},
                                {"plans", integer("made")},
                                {"plans_without_proof", integer()},
                                {"mean_plan_ms", number("ms")},
                                {"total", replay_account()},
                                {"months", list_of(replay_account())}});
  schemas["Replay"] = object({{"schema", just("ohmstead.backtest/1")},
                              {"site", text()},
                              {"currency", text()},
                              {"timezone", text("of the months")},
                              {"from", time("first slot")},
                              {"to", time("end of the last slot")},
                              maybe("stopped_at", time("the time was over; figures hold so far")),
                              {"stored_value_per_kwh", number("money/kWh")},
                              {"left_out_slots", integer("without a price")},
                              {"notes", list_of(text())},
                              {"strategies", list_of(strategy, "as asked for")}});
  schemas["ReplayWish"] =
      object({{"from", text("local date, or time")},
              {"to", text("local date, which is then included, or time; at most 366 days later")},
              maybe("strategies", list_of(one_of(replay_strategies()),
                                          "optimal, self_use and no_battery when absent"))});
}

}  // namespace ohmstead::api
