#include "battery_optimizer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "answers.hpp"

namespace ohmstead::api::systems {
namespace {

constexpr double k_nominal_v = 100.0;
constexpr double k_most_a = 50.0;
constexpr std::int64_t k_most_hours = 744;  // a month: what is kept

const home::DeviceSlot* find_device(const home::PlanSlot* slot, const std::string& id) {
  if (slot == nullptr) return nullptr;
  const auto found = std::find_if(slot->devices.begin(), slot->devices.end(),
                                  [&](const home::DeviceSlot& each) { return each.id == id; });
  return found == slot->devices.end() ? nullptr : &*found;
}

double most_discharge_kw(const home::Site& site) {
  if (site.batteries.empty()) return 0.0;
  const home::SiteBattery& battery = site.batteries.front();
  return battery.discharge.value_or(battery.charge).value();
}

bool is_planned_on(const home::PlanSlot* slot, const std::string& id) {
  const home::DeviceSlot* device = find_device(slot, id);
  return device != nullptr && device->power.value() > 0.0;
}

// By its meter, else as planned.
bool is_on(const Asked& asked, const std::string& id) {
  const auto readings = newest_readings(asked);
  if (readings != nullptr) {
    for (const auto& each : readings->devices.water_heaters)
      if (each.id == id) return each.power.value() > 0.0;
    for (const auto& each : readings->devices.heat_sources)
      if (each.id == id) return each.power.value() > 0.0;
  }
  return is_planned_on(asked.now->slot_at(asked.time), id);
}

void add_heater(const Service& service, const home::PlanSlot* slot, const std::string& id,
                base::Time time, Json& json) {
  const std::string key = "immersion_" + id;
  const home::DeviceSlot* planned = find_device(slot, id);
  const auto ruling = active_override(service, id, time);
  json[key] = ruling ? ruling->kind == home::ManualKind::on : is_planned_on(slot, id);
  json[key + "_source"] = !ruling ? "optimizer" : is_schedule(*ruling) ? "schedule" : "manual";
  json[key + "_reason"] = ruling ? ruling->by : planned ? planned->reason.text : std::string{};
}

struct PriceRow {
  base::Time from, to;
  base::EnergyPrice price;
};

std::vector<PriceRow> prices_between(const engine::Snapshot& now, base::Time from, base::Time to) {
  std::vector<PriceRow> rows;
  const base::SlotGrid& slots = now.home.slots;
  rows.reserve(slots.count());
  // A forecast has no mark in this form: it is left out.
  for (std::size_t t = 0; t < now.published_slots(); ++t) {
    if (slots.end(t) <= from || slots.start(t) >= to) continue;
    rows.push_back({slots.start(t), slots.end(t), now.home.prices.import[t]});
  }
  return rows;
}

double pv_kwh_between(const engine::Snapshot& now, base::Time from, base::Time to) {
  const home::Outlook& outlook = now.outlook;
  double sum = 0.0;
  for (std::size_t t = 0; t < std::min(outlook.slots.count(), outlook.pv.size()); ++t) {
    const base::Seconds shared =
        std::min(outlook.slots.end(t), to) - std::max(outlook.slots.start(t), from);
    if (shared.count() > 0) sum += outlook.pv[t].value() * base::hours(shared).value();
  }
  return rounded(sum);
}

// Of the slot that was under way at `time`; null when it was not measured.
const home::MeasuredSlot* measured_at(const engine::Snapshot& now, base::Time time) {
  const auto after = std::upper_bound(
      now.measured.begin(), now.measured.end(), time,
      [](base::Time at, const home::MeasuredSlot& slot) { return at < slot.start; });
  if (after == now.measured.begin()) return nullptr;
  const home::MeasuredSlot& slot = *(after - 1);
  return time < slot.start + slot.duration ? &slot : nullptr;
}

}  // namespace

int discharge_current(std::string_view mode, double give_kw, double most_kw) {
  if (mode == "charge" || mode == "hold") return 0;
  // Who follows the home may give what the home lacks.
  const double kw = mode == "self_use" ? most_kw : give_kw;
  return static_cast<int>(std::clamp(kw * 1000.0 / k_nominal_v + 1e-9, 0.0, k_most_a));
}

std::string_view work_mode(std::string_view mode) {
  if (mode == "charge") return "Force Charge";
  return mode == "export" ? "Feed-in First" : "Self Use";
}

std::string_view optimization_status(std::string_view plan_status) {
  if (plan_status == "optimal") return "optimal";
  if (plan_status == "good") return "feasible";
  return plan_status == "none" ? "error" : "fallback";
}

std::vector<std::string> heaters_of(const home::Site& site) {
  std::vector<std::string> ids;
  ids.reserve(site.water_heaters.size() + site.heat_sources.size());
  for (const auto& each : site.water_heaters) ids.push_back(each.id);
  for (const auto& each : site.heat_sources) ids.push_back(each.id);
  return ids;
}

bool is_schedule(const home::Override& each) {
  return each.source == home::OverrideSource::schedule || each.by.starts_with(k_schedule_mark);
}

void add_recommendation(const Service& service, const engine::Snapshot& now, base::Time time,
                        Json& json) {
  const auto mode = json["mode"].get<std::string>();
  const auto status = json["status"].get<std::string>();
  json["work_mode"] = work_mode(mode);
  json["discharge_current"] =
      discharge_current(mode, -json["power_kw"].get<double>(), most_discharge_kw(service.site));
  json["optimization_status"] = optimization_status(status);
  if (json.contains("expected_soc_pct")) json["expected_soc"] = json["expected_soc_pct"];
  json["timestamp"] = base::format_time(time);
  json["next_action_time"] =
      json.contains("until") ? json["until"] : Json(base::format_time(now.next_at));
  bool is_manual = false, is_scheduled = false;
  const home::PlanSlot* slot = now.slot_at(time);
  for (const std::string& id : heaters_of(service.site)) {
    add_heater(service, slot, id, time, json);
    is_manual |= json["immersion_" + id + "_source"] == "manual";
    is_scheduled |= json["immersion_" + id + "_source"] == "schedule";
  }
  json["schedule_override_active"] = is_scheduled;
  json["manual_override_active"] = is_manual;
}

Answer refresh_prices(const Asked& asked) {
  const engine::Snapshot& now = *asked.now;
  asked.service.engine.request_cycle("prices were asked for");
  const base::SlotGrid& slots = now.home.slots;
  const PriceClasses classes{now};
  std::vector<double> sorted;
  std::map<std::string_view, int> counts;
  const std::size_t published = now.published_slots();
  sorted.reserve(published);
  double hours = 0.0;
  for (std::size_t t = 0; t < published; ++t) {
    hours += slots.hours(t).value();
    const base::EnergyPrice price = now.home.prices.import[t];
    sorted.push_back(hundredths(price));
    ++counts[classes.of(price)];
  }
  Json statistics{{"total_periods", sorted.size()}};
  if (!sorted.empty()) {
    std::sort(sorted.begin(), sorted.end());
    const std::size_t half = sorted.size() / 2;
    const double sum = std::accumulate(sorted.begin(), sorted.end(), 0.0);
    statistics.update(
        {{"min", sorted.front()},
         {"max", sorted.back()},
         {"mean", rounded(sum / static_cast<double>(sorted.size()))},
         {"median",
          rounded(sorted.size() % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2.0)},
         {"cheap_threshold", rounded(100.0 * classes.cheap())},
         {"expensive_threshold", rounded(100.0 * classes.expensive())}});
  }
  for (const char* name : {"negative", "cheap", "normal", "expensive"})
    statistics[std::string{name} + "_count"] = counts[name];
  return ok({{"status", "success"},
             {"prices_stored", published},
             {"coverage_hours", rounded(hours)},
             {"statistics", std::move(statistics)}});
}

Answer current_prices(const Asked& asked) {
  const auto hours = read_count(asked.request, "hours", 24, 1, k_most_hours);
  if (!hours) return refused(hours.error());
  const PriceClasses classes{*asked.now};
  Json list = Json::array();
  for (const PriceRow& row :
       prices_between(*asked.now, asked.time, asked.time + std::chrono::hours{*hours}))
    list.push_back({{"valid_from", base::format_time(row.from)},
                    {"valid_to", base::format_time(row.to)},
                    {"price_pence", hundredths(row.price)},
                    {"classification", classes.of(row.price)}});
  return ok(list);
}

Answer current_state(const Asked& asked) {
  const engine::Snapshot& now = *asked.now;
  Json json = Json::object();
  if (const auto stored = stored_now(asked)) json["battery_soc"] = stored->percent();
  if (const auto readings = newest_readings(asked))
    json["solar_power_kw"] = rounded(readings->pv.value());
  json["solar_forecast_today_kwh"] =
      pv_kwh_between(now, asked.time, asked.service.zone.next_day_start(asked.time));
  json["solar_forecast_next_hour_kw"] =
      pv_kwh_between(now, asked.time, asked.time + std::chrono::hours{1});
  const home::PlanSlot* slot = now.slot_at(asked.time);
  if (slot != nullptr && !slot->batteries.empty()) {
    const home::BatterySlot& battery = slot->batteries.front();
    json["battery_mode"] = work_mode(text_of(battery.mode));
    json["discharge_current"] = discharge_current(text_of(battery.mode), battery.discharge.value(),
                                                  most_discharge_kw(asked.service.site));
  }
  for (const std::string& id : heaters_of(asked.service.site))
    json["immersion_" + id + "_on"] = is_on(asked, id);
  if (const auto index = now.home.slots.find(asked.time))
    json["current_price"] = hundredths(now.home.prices.import[*index]);
  json["timestamp"] = base::format_time(asked.time);
  return ok(json);
}

Answer recommendation_history(const Asked& asked) {
  const auto hours = read_count(asked.request, "hours", 24, 1, k_most_hours);
  if (!hours) return refused(hours.error());
  const home::Site& site = asked.service.site;
  const base::Time from = asked.time - std::chrono::hours{*hours};
  Json list = Json::array();
  for (const engine::Decision& each : asked.now->decisions) {
    if (each.at < from || site.batteries.empty() || each.device != site.batteries.front().id)
      continue;
    Json row{{"timestamp", base::format_time(each.at)},
             {"mode", work_mode(each.mode)},
             {"discharge_current",
              discharge_current(each.mode, -each.power.value(), most_discharge_kw(site))},
             {"reason", each.reason},
             {"optimization_status", optimization_status(each.status)}};
    if (const home::MeasuredSlot* slot = measured_at(*asked.now, each.at)) {
      row["solar_kw"] = rounded(slot->pv.value());
      row["price_pence"] = hundredths(slot->import_price);
      if (!slot->batteries.empty())
        row["soc"] = rounded(
            100.0 * slot->batteries.front().soc.value() / site.batteries.front().capacity.value(),
            100.0);
    }
    list.push_back(std::move(row));
  }
  return ok(list);
}

Answer daily_statistics(const Asked& asked) {
  const base::Zone& zone = asked.service.zone;
  const base::Date today = zone.date(asked.time);
  std::vector<double> prices;
  // What has passed of today is measured, the rest is in the case.
  for (const home::MeasuredSlot& slot : asked.now->measured)
    if (zone.date(slot.start) == today) prices.push_back(hundredths(slot.import_price));
  for (const PriceRow& row :
       prices_between(*asked.now, asked.time, zone.next_day_start(asked.time)))
    prices.push_back(hundredths(row.price));
  Json statistics{{"negative_count", std::count_if(prices.begin(), prices.end(),
                                                   [](double price) { return price < 0.0; })}};
  if (!prices.empty()) {
    const double sum = std::accumulate(prices.begin(), prices.end(), 0.0);
    statistics["min"] = *std::min_element(prices.begin(), prices.end());
    statistics["max"] = *std::max_element(prices.begin(), prices.end());
    statistics["mean"] = rounded(sum / static_cast<double>(prices.size()));
  }
  const Json all = Json::parse(std::get<net::HttpResponse>(current_state(asked)).body);
  Json state = Json::object();
  for (const char* key : {"battery_soc", "solar_power_kw", "battery_mode"})
    if (all.contains(key)) state[key] = all[key];
  return ok({{"date", base::format_date(today)},
             {"price_stats", std::move(statistics)},
             {"current_state", std::move(state)}});
}

}  // namespace ohmstead::api::systems
