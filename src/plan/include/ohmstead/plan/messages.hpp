// Everything the planner says to people, by code; the texts in all languages stand in
// src/plan/messages_*.cpp.
//
// A text has places such as {power}, the same in every language. A place may choose a word by its
// number: {count:hour|hours} is "hour" when {count} is 1. Thread rule: constants.
#pragma once

#include <string_view>

#include "ohmstead/home/language.hpp"

namespace ohmstead::plan {

enum class Message {
  // Why the first battery and the grid do what they do in a slot.
  charge_cheap,
  charge_negative,
  store_surplus,
  export_surplus,
  export_plainly,
  export_past_battery,
  cover_load,
  keep_for_later,
  keep_as_dearer,
  keep_plainly,
  gives_nothing,
  export_stored,
  curtail,
  recover_low,
  recover_high,
  empty,
  full,
  idle,
  idle_without_battery,
  manual,
  nothing_to_sell,
  // Parts of them: what becomes of stored energy, and why PV is turned down.
  used_later,
  sold_later,
  used_after_plan,
  stored_as_cheaply,
  export_costs,
  export_limited,
  export_forbidden,
  inverter_limited,
  no_use_for_pv,
  // What else could be done, and what that costs.
  instead,
  holding,
  storing,
  covering,
  charging_fully,
  discharging_fully,
  // Why another planned device does what it does.
  before_departure,
  use_surplus,
  wait_for_cheaper,
  wait_for_start,
  heat_ahead,
  keep_comfort,
  warm_enough,
  cheapest_in_window,
  cheapest_before,
  must_run,
  must_run_before,
  give_back,
  device_idle,
  // The same over several slots, as the program's report says it.
  block_charge_cheap,
  block_charge_negative,
  block_store_surplus,
  block_export_surplus,
  block_cover_load,
  block_keep_for_later,
  block_bound_at_stake,
  block_export_stored,
  block_curtail,
  block_recover,
  block_empty,
  block_full,
  block_idle,
  block_else,
  block_else_per_slot,
  price_range,
  // Times: "19:00", with "the next day", with a date.
  at_time,
  at_time_next_day,
  at_time_on_day,
  by_time,
  by_time_next_day,
  by_time_on_day,
  from_time,
  from_time_next_day,
  from_time_on_day,
  // What gave way.
  import_limit,
  export_limit,
  export_cap,
  phase_limit,
  unbalance,
  battery_min_soc,
  battery_max_soc,
  battery_reserve,
  battery_target,
  battery_demand,
  battery_give,
  appliance_run,
  appliance_energy,
  vehicle_target,
  vehicle_min_soc,
  vehicle_max_soc,
  vehicle_trip,
  water_min,
  water_max,
  water_end,
  water_daily,
  device_limit,
  something_missed,
  more_missed,
  // Notes of a plan.
  kept_last_action,
  changed_last_action,
  cautious_plan,
  changed_device,
  key_not_obeyed,
  kept_last_plan,
  fell_back_on_multipass,
  fell_back_on_rules,
  fell_back_on_self_use,
  link_failed,
  refused_by_evaluator,
  no_linear_plan,
  no_scenario_plan,
  no_value_function,
  missed_bound,
  engine_failed,
  // Comfort that was missed, and why.
  zone_too_cold,
  zone_too_warm,
  water_too_cold,
  heats_fully,
  limit_is_full,
  heat_is_dearer,
  heat_was_cheaper,
  gains_are_free,
  count,  // of messages
};

// The text with its places.
[[nodiscard]] std::string_view text_of(Message message, home::Language language);

}  // namespace ohmstead::plan
