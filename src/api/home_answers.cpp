#include "home_answers.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "answers.hpp"
#include "device_answers.hpp"
#include "ohmstead/engine/told.hpp"

namespace ohmstead::api {
namespace {

using Json = nlohmann::ordered_json;
using engine::Snapshot;

template <class Enum>
std::string_view text_of(Enum value) {
  return names_of(value)[static_cast<std::size_t>(value)];
}

// The override that is active for the device, as far as people need to know.
Json override_of(const Snapshot& now, const std::string& device, base::Time time) {
  for (const home::Override& each : now.overrides) {
    if (each.device != device || each.from > time || each.until <= time) continue;
    return {{"kind", text_of(each.kind)},
            {"source", text_of(each.source)},
            {"until", base::format_time(each.until)}};
  }
  return nullptr;
}

struct Trouble {
  std::string_view state = "ok";
  std::string text;
};

// Health tells of all devices in one text. A sentence about one begins with its name, one about the
// meter with "the meter"; what follows a semicolon without a name belongs to the same.
Trouble trouble_of(const Snapshot& now, const home::Site& site, const std::string& device) {
  std::vector<std::string> begins{"the meter"};
  const auto add = [&](const auto& devices) {
    for (const auto& each : devices) begins.push_back(each.id + ' ');
  };
  add(site.batteries);
  add(site.vehicles);
  add(site.water_heaters);
  add(site.zones);
  add(site.heat_sources);
  add(site.appliances);
  const std::string own = device == "meter" ? begins.front() : device + ' ';
  Trouble trouble;
  for (const engine::Component& each : now.components) {
    if (each.name != "devices" || each.health == engine::Health::ok) continue;
    if (each.health == engine::Health::failed) return {"failed", each.text};
    std::string_view rest = each.text;
    bool is_own = false;
    while (!rest.empty()) {
      const std::string_view part = rest.substr(0, rest.find("; "));
      rest.remove_prefix(std::min(rest.size(), part.size() + 2));
      const bool names_one =
          std::any_of(begins.begin(), begins.end(),
                      [&](const std::string& begin) { return part.starts_with(begin); });
      is_own = names_one ? part.starts_with(own) : is_own;
      if (!is_own) continue;
      trouble.state = "stale";
      trouble.text += (trouble.text.empty() ? "" : "; ") + std::string{part};
    }
  }
  return trouble;
}

Json command_json(const home::Command& command) {
  Json json{{"verb", names_of(command.verb)[static_cast<std::size_t>(command.verb)]}};
  if (home::has_power(command.verb)) json["power_kw"] = command.power.value();
  return json;
}

// What devices are wanted to do, and what became of it.
void add_commands(const Service& service, home::Language language, Json& devices) {
  const auto commands = service.engine.commands();
  if (commands == nullptr) return;
  for (Json& device : devices) {
    for (const ports::CommandState& each : *commands) {
      if (each.device != device["id"].get<std::string>()) continue;
      Json& json = device["command"];
      json["wanted"] = command_json(each.wanted);
      if (each.told) json["told"] = command_json(*each.told);
      if (each.foreign) json["foreign"] = command_json(*each.foreign);
      if (each.foreign_until) json["foreign_until"] = base::format_time(*each.foreign_until);
      if (!each.otherwise.empty()) json["otherwise"] = engine::say(each.otherwise, language);
      if (!each.alarm.empty()) json["alarm"] = engine::say(each.alarm, language);
      json["writes_today"] = each.writes_today;
    }
  }
}

// The home as it is told to somebody, and as it was made: the sentences about one device are found
// by their English.
struct Asked {
  const Service& service;
  const Snapshot& now;
  const Snapshot& plain;
  const home::Readings& readings;
  base::Time time;
  home::Language language;
};

Json device_json(const Asked& asked, const std::string& id, const char* type) {
  const Trouble trouble = trouble_of(asked.plain, asked.service.site, id);
  Json json{{"id", id}, {"type", type}, {"state", trouble.state}};
  if (!trouble.text.empty()) json["text"] = engine::say(trouble.text, asked.language);
  return json;
}

// Of a device that is not among the readings.
void be_silent(const Asked& asked, Json& device) {
  device["state"] = "failed";
  if (!device.contains("text"))
    device["text"] =
        engine::say(device["id"].get<std::string>() + " has not been heard of", asked.language);
}

void add_batteries(const Asked& asked, Json& all) {
  const home::PlanSlot* slot = asked.now.slot_at(asked.time);
  const home::Readings& readings = asked.readings;
  for (std::size_t i = 0; i < asked.service.site.batteries.size(); ++i) {
    const home::SiteBattery& battery = asked.service.site.batteries[i];
    Json json = device_json(asked, battery.id, "battery");
    if (slot != nullptr && i < slot->batteries.size()) {
      const home::BatterySlot& planned = slot->batteries[i];
      json["now"] = {{"mode", text_of(planned.mode)},
                     {"power_kw", (planned.charge - planned.discharge).value()},
                     {"reason", slot->reason.text}};
    }
    json["readings"] = Json::object();
    if (home::find_reading(readings.batteries, battery.id) == nullptr) be_silent(asked, json);
    for (const home::BatteryReading& each : readings.batteries) {
      if (each.id != battery.id) continue;
      json["readings"] = {{"soc_kwh", each.soc.value()},
                          {"soc_pct", 100.0 * each.soc.value() / battery.capacity.value()},
                          {"charge_kw", each.charge.value()},
                          {"discharge_kw", each.discharge.value()}};
    }
    json["limits"] = {{"capacity_kwh", battery.capacity.value()},
                      {"charge_kw", battery.charge.value()},
                      {"discharge_kw", battery.discharge.value_or(battery.charge).value()},
                      {"min_soc_pct", battery.min_soc_pct},
                      {"max_soc_pct", battery.max_soc_pct}};
    json["override"] = override_of(asked.now, battery.id, asked.time);
    all.push_back(std::move(json));
  }
}

Json planned_json(const home::PlanSlot* slot, const std::string& id) {
  for (std::size_t i = 0; slot != nullptr && i < slot->devices.size(); ++i) {
    const home::DeviceSlot& planned = slot->devices[i];
    if (planned.id != id) continue;
    Json json{{"power_kw", planned.power.value()}, {"reason", planned.reason.text}};
    if (!planned.state.empty()) json["state"] = planned.state;
    return json;
  }
  return nullptr;
}

void add_others(const Asked& asked, Json& all) {
  const home::Site& site = asked.service.site;
  const Json lists = devices_json(site, asked.now.home, asked.readings);
  const home::PlanSlot* slot = asked.now.slot_at(asked.time);
  const auto add = [&](const char* list, const char* type, const auto& devices) {
    const Json told = lists.value(list, Json::array());
    for (const auto& device : devices) {
      const std::string& id = device.id;
      Json json = device_json(asked, id, type);
      if (Json planned = planned_json(slot, id); planned.is_object())
        json["now"] = std::move(planned);
      const auto reading = std::find_if(told.begin(), told.end(),
                                        [&](const Json& each) { return each["id"] == Json(id); });
      json["readings"] = reading == told.end() ? Json::object() : *reading;
      json["readings"].erase("id");
      if (reading == told.end()) be_silent(asked, json);
      json["limits"] = Json::object();
      json["override"] = override_of(asked.now, id, asked.time);
      all.push_back(std::move(json));
    }
  };
  add("vehicles", "vehicle", site.vehicles);
  add("water_heaters", "water_heater", site.water_heaters);
  add("zones", "zone", site.zones);
  add("heat_sources", "heat_source", site.heat_sources);
  add("appliances", "appliance", site.appliances);
}

void add_fixed(const Asked& asked, Json& all) {
  const home::Readings& readings = asked.readings;
  Json meter = device_json(asked, "meter", "grid");
  meter["readings"] = Json::object();
  const bool was_ever_read = readings.at != base::Time{};
  if (was_ever_read)
    meter["readings"] = {{"import_kw", readings.grid_import.value()},
                         {"export_kw", readings.grid_export.value()},
                         {"load_kw", readings.load.value()}};
  meter["limits"] = Json::object();
  const home::SiteGrid& grid = asked.service.site.grid;
  if (grid.import_limit) meter["limits"]["import_kw"] = grid.import_limit->value();
  if (grid.export_limit) meter["limits"]["export_kw"] = grid.export_limit->value();
  meter["override"] = nullptr;
  all.push_back(std::move(meter));
  if (!asked.service.site.pv) return;
  Json roof = device_json(asked, "pv", "pv");
  roof["readings"] = Json::object();
  if (was_ever_read) roof["readings"]["power_kw"] = readings.pv.value();
  roof["limits"] = Json::object();
  roof["override"] = nullptr;
  all.push_back(std::move(roof));
}

Json money_row(const home::DayMoney& day) {
  return {{"from", day.day},
          {"cost", day.cost.value()},
          {"self_use_cost", day.self_use_cost.value()},
          {"no_battery_cost", day.no_battery_cost.value()},
          {"saved", day.saved.value()},
          {"import_kwh", day.grid_import.value()},
          {"export_kwh", day.grid_export.value()},
          {"pv_kwh", day.pv.value()},
          {"load_kwh", day.load.value()},
          {"is_complete", day.is_complete}};
}

void add_to(home::DayMoney& sum, const home::DayMoney& day) {
  sum.cost += day.cost;
  sum.self_use_cost += day.self_use_cost;
  sum.no_battery_cost += day.no_battery_cost;
  sum.saved += day.saved;
  sum.grid_import += day.grid_import;
  sum.grid_export += day.grid_export;
  sum.pv += day.pv;
  sum.load += day.load;
  sum.is_complete = sum.is_complete && day.is_complete;
}

void add_band(Json& slot, const std::string& name, const home::PowerBand& band, std::size_t t) {
  if (t >= band.p10.size() || t >= band.p90.size()) return;
  slot[name + "_p10_kw"] = band.p10.raw()[t];
  slot[name + "_p90_kw"] = band.p90.raw()[t];
}

void add_spot(Json& slot, const home::Outlook& outlook, std::size_t t) {
  if (t >= outlook.spot.size()) return;
  slot["spot_per_kwh"] = outlook.spot.raw()[t];
  if (!outlook.spot_until || outlook.slots.end(t) <= *outlook.spot_until) return;
  slot["spot_is_forecast"] = true;
  if (t >= outlook.spot_band.p10.size()) return;
  slot["spot_p10_per_kwh"] = outlook.spot_band.p10.raw()[t];
  slot["spot_p90_per_kwh"] = outlook.spot_band.p90.raw()[t];
}

}  // namespace

std::string answer_devices(const Service& service, const Snapshot& now, const Snapshot& plain,
                           home::Language language) {
  const auto newest = service.engine.readings();
  const Asked asked{
      service, now, plain, newest != nullptr ? *newest : now.readings, service.clock.now(),
      language};
  Json all = Json::array();
  add_batteries(asked, all);
  add_others(asked, all);
  add_fixed(asked, all);
  add_commands(service, language, all);
  return Json{{"devices", std::move(all)}}.dump();
}

std::string answer_outlook(const Snapshot& now) {
  Json slots = Json::array();
  const home::Outlook& outlook = now.outlook;
  for (std::size_t t = 0; t < outlook.slots.count(); ++t) {
    Json slot{{"start", base::format_time(outlook.slots.start(t))},
              {"duration_s", outlook.slots.duration(t).count()}};
    if (!outlook.pv.is_empty()) slot["pv_kw"] = outlook.pv.raw()[t];
    if (!outlook.load.is_empty()) slot["load_kw"] = outlook.load.raw()[t];
    add_band(slot, "pv", outlook.pv_band, t);
    add_band(slot, "load", outlook.load_band, t);
    if (t < now.home.outdoor.size()) slot["outdoor_c"] = now.home.outdoor.raw()[t];
    add_spot(slot, outlook, t);
    slots.push_back(std::move(slot));
  }
  return Json{{"slots", std::move(slots)}}.dump();
}

std::string answer_accuracy(const Snapshot& now) {
  Json all = Json::array();
  for (const engine::ForecastAccuracy& series : now.accuracy) {
    Json leads = Json::array();
    for (const engine::LeadAccuracy& lead : series.leads)
      leads.push_back({{"lead_h", lead.lead_h},
                       {"mae_kw", lead.mean_error.value()},
                       {"bias_kw", lead.bias.value()},
                       {"count", lead.count}});
    all.push_back({{"name", series.name}, {"leads", std::move(leads)}});
  }
  return Json{{"series", std::move(all)}}.dump();
}

std::string answer_savings(const Snapshot& now, const SavingsWish& wish) {
  std::vector<home::DayMoney> rows;
  for (const home::DayMoney& day : now.days) {
    if ((!wish.from.empty() && day.day < wish.from) || (!wish.to.empty() && day.day > wish.to))
      continue;
    const std::string month = day.day.substr(0, 7) + "-01";
    if (wish.is_by_month && !rows.empty() && rows.back().day == month) {
      add_to(rows.back(), day);
    } else {
      rows.push_back(day);
      if (wish.is_by_month) rows.back().day = month;
    }
  }
  Json all = Json::array();
  for (const home::DayMoney& row : rows) all.push_back(money_row(row));
  return Json{{"against", "self_use"}, {"rows", std::move(all)}}.dump();
}

std::string answer_baselines(const Snapshot& now) {
  Json all = Json::array();
  all.push_back({{"name", now.plan.strategy}, {"cost", cost_of(now.plan)}});
  for (const auto& [name, plan] : engine::plan_otherwise(now.home))
    all.push_back({{"name", name}, {"cost", cost_of(plan)}});
  return Json{{"strategies", std::move(all)}}.dump();
}

}  // namespace ohmstead::api
