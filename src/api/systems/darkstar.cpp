#include "darkstar.hpp"

#include <algorithm>

#include "ohmstead/api/palettes.hpp"

namespace ohmstead::api::systems {
namespace {

// The local days that slots touch.
std::vector<std::string> days_of(const base::SlotGrid& slots, const base::Zone& zone) {
  std::vector<std::string> days;
  for (std::size_t t = 0; t < slots.count(); ++t) {
    std::string day = base::format_date(zone.date(slots.start(t)));
    if (days.empty() || days.back() != day) days.push_back(std::move(day));
  }
  return days;
}

// All batteries as one; corridors weighted by what they hold.
Json battery_config(const home::Site& site) {
  double capacity = 0.0, charge = 0.0, discharge = 0.0, low = 0.0, high = 0.0;
  for (const home::SiteBattery& battery : site.batteries) {
    capacity += battery.capacity.value();
    charge += battery.charge.value();
    discharge += battery.discharge.value_or(battery.charge).value();
    low += battery.min_soc_pct * battery.capacity.value();
    high += battery.max_soc_pct * battery.capacity.value();
  }
  return {{"capacity_kwh", rounded(capacity)},
          {"min_soc_percent", rounded(low / capacity)},
          {"max_soc_percent", rounded(high / capacity)},
          {"max_charge_power_kw", rounded(charge)},
          {"max_discharge_power_kw", rounded(discharge)},
          {"roundtrip_efficiency_percent", site.batteries.front().roundtrip_efficiency_pct}};
}

Json water_config(const home::Site& site) {
  double power = 0.0, daily = 0.0;
  for (const home::SiteWaterHeater& heater : site.water_heaters) {
    power += heater.power.value();
    if (heater.daily) daily += heater.daily->value();
  }
  Json json{{"power_kw", rounded(power)}};
  if (daily > 0.0) json["min_kwh_per_day"] = rounded(daily);
  return json;
}

}  // namespace

Answer darkstar_status(const Asked& asked) {
  Json local = Json::object();
  if (!asked.now->plan.slots.empty())
    local = {{"planned_at", asked.service.zone.format_local(asked.now->planned_at)},
             {"planner_version", "ohmstead " + asked.service.version}};
  Json json{{"local", std::move(local)}, {"db", Json::object()}};
  if (const auto stored = stored_now(asked))
    json["current_soc"] = {{"value", stored->percent()},
                           {"timestamp", asked.service.zone.format_local(stored->at)},
                           {"source", "ohmstead"}};
  return ok(json);
}

Answer darkstar_schedule(const Asked& asked) {
  const engine::Snapshot& now = *asked.now;
  if (now.plan.slots.empty()) return net::problem(503, "there is no plan yet");
  if (now.plan.slots.size() != now.home.slots.count())
    return net::problem(503, "the plan in force is older than its case; try again in a moment");
  return net::HttpResponse{.body =
                               asked.service.write_schedule(now.home, now.plan, now.planned_at)};
}

Answer darkstar_config(const Asked& asked) {
  const home::Site& site = asked.service.site;
  const home::ImportTariff& import = site.tariff.import;
  Json json{
      {"timezone", site.timezone},
      {"nordpool", {{"currency", site.currency}, {"resolution_minutes", site.planning.step_min}}},
      {"pricing",
       {{"vat_percent", import.vat_pct},
        {"grid_transfer_fee_sek", import.network_fee.value()},
        {"energy_tax_sek", import.energy_tax.value()}}}};
  Json system = Json::object();
  if (!site.inverters.empty())
    system["inverter"] = {{"max_power_kw", site.inverters.front().ac_limit.value()}};
  if (site.grid.import_limit) system["grid"] = {{"max_power_kw", site.grid.import_limit->value()}};
  json["system"] = std::move(system);
  if (!site.batteries.empty()) json["battery"] = battery_config(site);
  if (!site.water_heaters.empty()) json["water_heating"] = water_config(site);
  const home::MultipassSettings settings = site.multipass.value_or(home::MultipassSettings{});
  json["manual_planning"] = {{"charge_target_percent", settings.manual.charge_target_pct},
                             {"export_target_percent", settings.manual.export_target_pct}};
  json["forecasting"] = {{"pv_confidence_percent", settings.pv_confidence_pct},
                         {"load_safety_margin_percent", settings.load_margin_pct}};
  json["automation"] = {{"enable_scheduler", true}, {"write_to_mariadb", false}};
  return ok(json);
}

Answer initial_state(const Asked& asked) {
  const auto stored = stored_now(asked);
  if (!stored) return net::problem(503, "no battery tells what it holds");
  return ok({{"battery_soc_percent", stored->percent()},
             {"battery_kwh", rounded(stored->kwh)},
             {"timestamp", asked.service.zone.format_local(stored->at)}});
}

Answer forecast_horizon(const Asked& asked) {
  const std::vector<std::string> days = days_of(asked.now->home.slots, asked.service.zone);
  const std::size_t weather = asked.now->home.outdoor.is_empty() ? 0 : days.size();
  return ok({{"days_list", days},
             {"load_days_schedule", days.size()},
             {"pv_days_schedule", days.size()},
             {"pv_forecast_days", days.size()},
             {"s_index_considered_days", 0},
             {"total_days_in_schedule", days.size()},
             {"weather_forecast_days", weather}});
}

Answer water_today(const Asked& asked) {
  const auto readings = newest_readings(asked);
  double sum = 0.0;
  bool is_told = false;
  if (readings != nullptr) {
    for (const home::WaterHeaterReading& each : readings->devices.water_heaters) {
      if (!each.heat_today) continue;
      sum += each.heat_today->value();
      is_told = true;
    }
  }
  return ok({{"source", is_told ? "ohmstead" : "unknown"},
             {"water_kwh_today", is_told ? Json(rounded(sum)) : Json{}}});
}

Answer themes(const Asked& asked) {
  Json list = Json::array();
  for (const std::string_view name : k_palettes) list.push_back({{"name", name}});
  for (const Palette& own : read_palettes(asked.service.palettes).palettes)
    if (std::find(k_palettes.begin(), k_palettes.end(), *own.name) == k_palettes.end())
      list.push_back({{"name", *own.name}});
  return ok({{"themes", std::move(list)}});
}

// The running plan is the one that is followed: there is nowhere else to put it.
Answer push_schedule(const Asked& asked) {
  return ok({{"status", "success"},
             {"message", "the running plan is the one that is followed"},
             {"rows", asked.now->plan.slots.size()}});
}

Answer run_planner(const Asked& asked) {
  asked.service.engine.request_cycle("a person asked for it");
  return ok({{"status", "success"}, {"message", "planning has begun"}});
}

}  // namespace ohmstead::api::systems
