// Field tables of the backtest format (backtest.hpp says what the structs mean).
#pragma once

#include "ohmstead/describe/walk.hpp"
#include "ohmstead/simulate/backtest.hpp"

namespace ohmstead::simulate {

constexpr auto fields_of(const Account*) {
  using namespace describe;
  return std::make_tuple(
      field("month", &Account::month, "local month, or total"),
      field("slots", &Account::slots, "planning slots in it"),
      field("net_cost", &Account::net_cost, "all together; lower is better"),
      field("import_cost", &Account::import_cost, "paid for import"),
      field("export_revenue", &Account::export_revenue, "earned by export"),
      field("wear", &Account::wear, "of batteries"),
      field("missed", &Account::missed, "broken limits and bounds"),
      field("stored_value_change", &Account::stored_value_change,
            "worth of what is stored at the end less that at the start"),
      field("saved_to_self_use", &Account::saved_to_self_use, "against no planning"),
      field("saved_to_no_battery", &Account::saved_to_no_battery, "against no battery"),
      field("bound_share_pct", &Account::bound_share_pct,
            "of what perfect foresight saves against no planning", optional),
      field("load_kwh", &Account::load, "drawn by the home"),
      field("grid_import_kwh", &Account::grid_import, "from the grid"),
      field("grid_export_kwh", &Account::grid_export, "to the grid"),
      field("pv_used_kwh", &Account::pv_used, "PV used"),
      field("pv_curtailed_kwh", &Account::pv_curtailed, "PV turned down"),
      field("battery_charge_kwh", &Account::battery_charge, "into batteries"),
      field("battery_discharge_kwh", &Account::battery_discharge, "out of batteries"),
      field("self_consumption_pct", &Account::self_consumption_pct, "of the PV used", optional),
      field("battery_cycles", &Account::battery_cycles, "energy discharged by capacity"),
      field("flips_per_day", &Account::flips_per_day, "changed minds about the coming slot"));
}

constexpr auto fields_of(const StrategyResult*) {
  using namespace describe;
  return std::make_tuple(
      field("strategy", &StrategyResult::strategy, "its name"),
      field("plans", &StrategyResult::plans, "plans made"),
      field("plans_without_proof", &StrategyResult::plans_without_proof, "not proven optimal"),
      field("mean_plan_ms", &StrategyResult::mean_plan_ms, "time of the planner"),
      field("total", &StrategyResult::total, "the whole period"),
      field("months", &StrategyResult::months, "each local month"));
}

constexpr auto fields_of(const BacktestResult*) {
  using namespace describe;
  return std::make_tuple(
      field("schema", &BacktestResult::schema, "ohmstead.backtest/1"),
      field("site", &BacktestResult::site, "name of the home"),
      field("currency", &BacktestResult::currency, "of all money"),
      field("timezone", &BacktestResult::timezone, "of the months"),
      field("from", &BacktestResult::from, "first slot"),
      field("to", &BacktestResult::to, "end of the last slot"),
      field("stopped_at", &BacktestResult::stopped_at, "where it was stopped early", optional),
      field("stored_value_per_kwh", &BacktestResult::stored_value, "of stored energy at the end"),
      field("left_out_slots", &BacktestResult::left_out, "slots without a price"),
      field("notes", &BacktestResult::notes, "what was filled, left out or assumed"),
      field("strategies", &BacktestResult::strategies, "as asked for"));
}

}  // namespace ohmstead::simulate
