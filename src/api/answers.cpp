#include "answers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>

#include "device_answers.hpp"
#include "ohmstead/describe/node.hpp"
#include "ohmstead/engine/preview.hpp"
#include "systems/battery_optimizer.hpp"

namespace ohmstead::api {
namespace {

// Of a what-if: a week of quarters, and some.
constexpr std::size_t k_most_slots = 1000;

using Json = nlohmann::ordered_json;
using engine::Health;
using engine::Snapshot;

template <class Enum>
std::string_view text_of(Enum value) {
  return names_of(value)[static_cast<std::size_t>(value)];
}

double kw(base::Power power) { return power.value(); }

// Energy and its share of what the battery holds.
Json battery_json(const home::Site& site, const home::BatteryReading& battery) {
  Json json{{"id", battery.id}, {"soc_kwh", battery.soc.value()}};
  const auto known = std::find_if(site.batteries.begin(), site.batteries.end(),
                                  [&](const auto& each) { return each.id == battery.id; });
  if (known != site.batteries.end()) {
    json["soc_pct"] = 100.0 * battery.soc.value() / known->capacity.value();
    json["capacity_kwh"] = known->capacity.value();
  }
  json["charge_kw"] = kw(battery.charge);
  json["discharge_kw"] = kw(battery.discharge);
  return json;
}

Json readings_json(const Service& service, const home::Case& home, const home::Readings& readings,
                   const home::PlanSlot* slot) {
  Json json{{"at", base::format_time(readings.at)},
            {"load_kw", kw(readings.load)},
            {"pv_kw", kw(readings.pv)},
            {"import_kw", kw(readings.grid_import)},
            {"export_kw", kw(readings.grid_export)},
            {"batteries", Json::array()}};
  for (std::size_t i = 0; i < readings.batteries.size(); ++i) {
    Json battery = battery_json(service.site, readings.batteries[i]);
    if (slot != nullptr && i < slot->batteries.size())
      battery["mode"] = text_of(slot->batteries[i].mode);
    json["batteries"].push_back(std::move(battery));
  }
  json.update(devices_json(service.site, home, readings));
  return json;
}

std::string_view input_state(Health health) {
  if (health == Health::ok) return "ok";
  return health == Health::degraded ? "stale" : "missing";
}

Json slot_price(const home::Case& home, std::size_t slot, const PriceClasses& classes) {
  const base::EnergyPrice import = home.prices.import[slot];
  return {{"import_per_kwh", import.value()},
          {"export_per_kwh", home.prices.export_[slot].value()},
          {"class", classes.of(import)}};
}

// When a battery changes its mode, and to what.
void add_next_mode(const home::Plan& plan, std::size_t battery, base::Time time, home::Mode mode,
                   Json& json) {
  for (const home::PlanSlot& later : plan.slots) {
    if (later.start <= time || later.batteries[battery].mode == mode) continue;
    json["until"] = base::format_time(later.start);
    json["next_mode"] = text_of(later.batteries[battery].mode);
    return;
  }
}

// All of them: above them stands the first alone, for homes with one.
void add_batteries(const home::Site& site, const home::Plan& plan, const home::PlanSlot& slot,
                   base::Time time, Json& json) {
  json["batteries"] = Json::array();
  for (std::size_t i = 0; i < std::min(slot.batteries.size(), site.batteries.size()); ++i) {
    const home::BatterySlot& battery = slot.batteries[i];
    Json each{
        {"id", battery.id},
        {"mode", text_of(battery.mode)},
        {"power_kw", kw(battery.charge) - kw(battery.discharge)},
        {"expected_soc_pct", 100.0 * battery.soc.value() / site.batteries[i].capacity.value()}};
    add_next_mode(plan, i, time, battery.mode, each);
    json["batteries"].push_back(std::move(each));
  }
}

base::Series<base::EnergyPrice> published_prices(const Snapshot& now) {
  const auto all = now.home.prices.import.raw();
  const std::size_t count = std::min(all.size(), now.published_slots());
  return base::Series<base::EnergyPrice>{
      std::vector<double>(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count))};
}

// Nothing of what never came; a clock that was set back makes nothing come from the future.
void put_age(Json& json, base::Time now, base::Time since) {
  if (since > base::Time{}) json["age_s"] = std::max(base::Seconds{0}, now - since).count();
}

}  // namespace

PriceClasses::PriceClasses(const Snapshot& now) : PriceClasses{published_prices(now)} {}

PriceClasses::PriceClasses(const base::Series<base::EnergyPrice>& prices) {
  std::vector<double> sorted{prices.raw().begin(), prices.raw().end()};
  if (sorted.empty()) return;
  std::sort(sorted.begin(), sorted.end());
  cheap_ = sorted[sorted.size() / 5];
  expensive_ = sorted[std::min(sorted.size() - 1, sorted.size() * 3 / 4)];
}

std::string_view PriceClasses::of(base::EnergyPrice price) const {
  if (price.value() < 0.0) return "negative";
  if (cheap_ == expensive_) return "normal";  // all the same
  if (price.value() <= cheap_) return "cheap";
  return price.value() >= expensive_ ? "expensive" : "normal";
}

double cost_of(const home::Plan& plan) { return (plan.money.net_cost - plan.money.missed).value(); }

Health worst_health(const Snapshot& now) {
  Health worst = Health::ok;
  for (const engine::Component& each : now.components) worst = std::max(worst, each.health);
  return worst;
}

std::string answer_status(const Service& service, const Snapshot& now) {
  const base::Time time = service.clock.now();
  const home::PlanSlot* slot = now.slot_at(time);
  Json json{{"schema", "ohmstead.status/1"},     {"name", service.site.name},
            {"version", service.version},        {"stage", text_of(now.stage)},
            {"now", base::format_time(time)},    {"timezone", service.site.timezone},
            {"currency", service.site.currency}, {"language", text_of(service.site.language)}};
  if (service.replay_speed) json["speed"] = *service.replay_speed;
  if (service.engine.is_stopped()) json["is_stopped"] = true;
  if (now.wishes.away && now.wishes.away->until > time)
    json["away"] = {{"from", base::format_time(now.wishes.away->from)},
                    {"until", base::format_time(now.wishes.away->until)}};
  json["cycle"] = now.cycle;
  json["missed_cycles"] = now.missed;
  json["plan"] = {{"next_at", base::format_time(now.next_at)}};
  if (!now.plan.slots.empty()) {
    json["plan"].update({{"made_at", base::format_time(now.planned_at)},
                         {"status", text_of(now.plan.status)},
                         {"solver", now.plan.solver},
                         {"solve_ms", now.plan.solve_ms}});
  }
  if (now.is_plan_of_old_site) json["plan"]["is_of_old_site_file"] = true;
  if (now.plan.gap) json["plan"]["gap"] = now.plan.gap->value();
  if (now.plan.gap_rooms_apart) json["plan"]["gap_rooms_apart"] = now.plan.gap_rooms_apart->value();
  const auto readings = service.engine.readings();
  if (readings != nullptr && readings->at != base::Time{})
    json["readings"] = readings_json(service, now.home, *readings, slot);
  if (const auto index = now.home.slots.find(time))
    json["price"] = slot_price(now.home, *index, PriceClasses{now});
  json["saved"] = {{"against", "self_use"},
                   {"today", now.savings.today.value()},
                   {"month", now.savings.month.value()}};
  json["inputs"] = Json::array();
  for (const engine::Component& each : now.components) {
    if (each.name == "planner" || each.name == "commands" || each.name == "store") continue;
    const bool is_measured = each.name == "devices" && readings != nullptr && readings->at <= time;
    Json input{{"name", each.name}, {"state", input_state(each.health)}, {"text", each.text}};
    put_age(input, time, is_measured ? readings->at : each.since);
    json["inputs"].push_back(std::move(input));
  }
  json["notes"] = now.plan.notes;
  return json.dump();
}

std::string answer_prices(const Snapshot& now) {
  const base::Series<base::EnergyPrice> published = published_prices(now);
  const PriceClasses classes{published};
  Json json{{"slots", Json::array()}};
  if (now.published_until) json["published_until"] = base::format_time(*now.published_until);
  for (std::size_t slot = 0; slot < now.home.slots.count(); ++slot) {
    Json row{{"start", base::format_time(now.home.slots.start(slot))},
             {"duration_s", now.home.slots.duration(slot).count()}};
    row.update(slot_price(now.home, slot, classes));
    if (slot >= published.size()) row["is_forecast"] = true;
    json["slots"].push_back(std::move(row));
  }
  std::vector<double> sorted{published.raw().begin(), published.raw().end()};
  if (sorted.empty()) return json.dump();
  std::sort(sorted.begin(), sorted.end());
  const double sum = std::accumulate(sorted.begin(), sorted.end(), 0.0);
  const std::size_t half = sorted.size() / 2;
  json["statistics"] = {
      {"lowest", sorted.front()},
      {"highest", sorted.back()},
      {"mean", sum / static_cast<double>(sorted.size())},
      {"median", sorted.size() % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2.0},
      {"cheap_until", classes.cheap()},
      {"expensive_from", classes.expensive()}};
  return json.dump();
}

std::string answer_recommendation(const Service& service, const Snapshot& now) {
  const base::Time time = service.clock.now();
  const home::PlanSlot* slot = now.slot_at(time);
  Json json{{"mode", "self_use"}, {"power_kw", 0.0}, {"reason", ""}, {"status", "none"}};
  if (slot != nullptr && !slot->batteries.empty()) {
    const home::BatterySlot& battery = slot->batteries.front();
    json = {{"mode", text_of(battery.mode)},
            {"power_kw", kw(battery.charge) - kw(battery.discharge)},
            {"reason", slot->reason.text},
            {"status", text_of(now.plan.status)}};
    const double capacity = service.site.batteries.front().capacity.value();
    json["expected_soc_pct"] = 100.0 * battery.soc.value() / capacity;
    add_next_mode(now.plan, 0, time, battery.mode, json);
    add_batteries(service.site, now.plan, *slot, time, json);
  }
  systems::add_recommendation(service, now, time, json);
  return json.dump();
}

std::string answer_history(const std::vector<engine::MeasuredSlot>& slots, base::Time from,
                           base::Time to) {
  Json json{{"slots", Json::array()}};
  for (const engine::MeasuredSlot& slot : slots) {
    if (slot.start + slot.duration <= from || slot.start >= to) continue;
    if (json["slots"].size() == k_history_page) {
      json["next_from"] = base::format_time(slot.start);
      break;
    }
    Json row{{"start", base::format_time(slot.start)},
             {"duration_s", slot.duration.count()},
             {"load_kw", kw(slot.load)},
             {"pv_kw", kw(slot.pv)},
             {"import_kw", kw(slot.grid_import)},
             {"export_kw", kw(slot.grid_export)},
             {"devices_kw", kw(slot.drawn)},
             {"import_per_kwh", slot.import_price.value()},
             {"cost", slot.cost.value()},
             {"self_use_cost", slot.self_use_cost.value()},
             {"batteries", Json::array()}};
    for (const home::BatterySlot& battery : slot.batteries) {
      row["batteries"].push_back({{"id", battery.id},
                                  {"soc_kwh", battery.soc.value()},
                                  {"charge_kw", kw(battery.charge)},
                                  {"discharge_kw", kw(battery.discharge)},
                                  {"mode", text_of(battery.mode)}});
    }
    json["slots"].push_back(std::move(row));
  }
  return json.dump();
}

std::string answer_decisions(const Snapshot& now, std::size_t limit) {
  Json json{{"decisions", Json::array()}};
  for (const engine::Decision& each : now.decisions) {
    if (json["decisions"].size() >= limit) break;
    json["decisions"].push_back({{"at", base::format_time(each.at)},
                                 {"device", each.device},
                                 {"mode", each.mode},
                                 {"power_kw", kw(each.power)},
                                 {"reason", each.reason},
                                 {"status", each.status},
                                 {"trigger", each.trigger},
                                 {"changed", each.is_changed}});
  }
  return json.dump();
}

std::string answer_health(const Snapshot& now, base::Time time) {
  Json json{{"status", text_of(worst_health(now))}, {"components", Json::array()}};
  for (const engine::Component& each : now.components) {
    Json component{{"name", each.name}, {"state", text_of(each.health)}, {"text", each.text}};
    put_age(component, time, each.since);
    json["components"].push_back(std::move(component));
  }
  return json.dump();
}

net::HttpResponse answer_what_if(const Snapshot& now, const std::string& body,
                                 const std::stop_token& stop, WhatIf how) {
  // Our own reader first: it tells where a text is broken, and refuses what nests too deeply.
  const auto readable = describe::parse_json(body, "what-if");
  if (!readable) return net::problem(400, readable.error().message);
  const Json patch = Json::parse(body, nullptr, false);
  if (patch.is_discarded() || !patch.is_object())
    return net::problem(400, "the body must be a JSON object: what to change in the case");
  Json changed = Json::parse(home::write_case(now.home));
  changed.merge_patch(patch);
  const bool is_other_home = std::any_of(patch.begin(), patch.end(), [](const Json& value) {
    return value.is_array() && (value.empty() || value.front().is_object());
  });
  if ((is_other_home || patch.contains("slots")) && !patch.contains("last_plan"))
    changed.erase("last_plan");
  const auto home = home::read_case(changed.dump(), "what-if");
  if (!home) return net::problem(422, home.error().message);
  if (home->slots.count() > k_most_slots)
    return net::problem(422, fmt::format("slots: {} are more than the {} that a what-if may have",
                                         home->slots.count(), k_most_slots));
  const home::Plan plan = how.is_quick ? engine::preview_case(*home, stop, how.language)
                                       : engine::plan_case(*home, stop, how.language);
  // The plan is put in as it is written: reading it again would take longer than making it.
  return {.body =
              fmt::format(R"({{"cost":{},"base_cost":{},"plan":{}}})", Json(cost_of(plan)).dump(),
                          Json(cost_of(now.plan)).dump(), home::write_plan(plan))};
}

}  // namespace ohmstead::api
