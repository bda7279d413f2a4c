#include "smartload.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "answers.hpp"
#include "device_answers.hpp"

namespace ohmstead::api::systems {
namespace {

constexpr std::int64_t k_most_hours = 744;
constexpr std::size_t k_decisions = 40;
constexpr base::Seconds k_refresh_every{300};

double battery_kw(const home::PlanSlot& slot) {
  double sum = 0.0;
  for (const home::BatterySlot& each : slot.batteries)
    sum += each.charge.value() - each.discharge.value();
  return rounded(sum);
}

// Of all batteries at the end of the slot; null without any.
Json soc_of(const home::Site& site, const home::PlanSlot& slot) {
  double stored = 0.0, capacity = 0.0;
  for (const home::BatterySlot& each : slot.batteries) stored += each.soc.value();
  for (const home::SiteBattery& each : site.batteries) capacity += each.capacity.value();
  return capacity > 0.0 ? Json(rounded(100.0 * stored / capacity, 100.0)) : Json{};
}

// The slots of the plan that are not over, with their numbers in the case, as far as prices are
// published: a forecast has no mark in these forms.
template <class Visit>
void for_coming(const Asked& asked, const Visit& visit) {
  const engine::Snapshot& now = *asked.now;
  for (const home::PlanSlot& slot : now.plan.slots) {
    if (slot.start + slot.duration <= asked.time) continue;
    const auto index = now.home.slots.find(slot.start);
    if (index && *index < now.published_slots()) visit(slot, *index);
  }
}

}  // namespace

Answer summary(const Asked& asked) {
  const engine::Snapshot& now = *asked.now;
  Json json{{"timestamp", base::format_time(asked.time)}};
  if (const auto stored = stored_now(asked)) json["battery_soc"] = stored->percent();
  if (const auto readings = newest_readings(asked))
    json.update(
        {{"pv_kw", rounded(readings->pv.value())},
         {"load_kw", rounded(readings->load.value())},
         {"grid_kw", rounded(readings->grid_import.value() - readings->grid_export.value())}});
  if (const auto index = now.home.slots.find(asked.time)) {
    const base::EnergyPrice price = now.home.prices.import[*index];
    json["current_price_ct"] = hundredths(price);
    json["price_class"] = PriceClasses{now}.of(price);
  }
  const home::PlanSlot* slot = now.slot_at(asked.time);
  if (slot != nullptr && !slot->batteries.empty()) {
    json["battery_mode"] = text_of(slot->batteries.front().mode);
    json["battery_kw"] = battery_kw(*slot);
    json["reason"] = slot->reason.text;
  }
  json["saved_today"] = now.savings.today.value();
  return ok(json);
}

Answer smartload_config(const Asked& asked) {
  const home::Site& site = asked.service.site;
  Json json{{"currency", site.currency}, {"timezone", site.timezone}};
  if (!site.batteries.empty()) {
    const home::SiteBattery& battery = site.batteries.front();
    json.update({{"battery_capacity_kwh", battery.capacity.value()},
                 {"battery_charge_power_kw", battery.charge.value()},
                 {"battery_min_soc", battery.min_soc_pct},
                 {"battery_max_soc", battery.max_soc_pct}});
  }
  if (site.tariff.export_.fixed) json["feed_in_tariff_ct"] = hundredths(*site.tariff.export_.fixed);
  json["vehicles"] = Json::array();
  for (const home::SiteVehicle& car : site.vehicles)
    json["vehicles"].push_back({{"name", car.id}, {"capacity_kwh", car.capacity.value()}});
  return ok(json);
}

Answer vehicles(const Asked& asked) {
  const auto readings = newest_readings(asked);
  Json told = Json::object();
  if (readings != nullptr) told = devices_json(asked.service.site, asked.now->home, *readings);
  Json list = Json::array();
  for (const home::SiteVehicle& car : asked.service.site.vehicles) {
    Json row{{"name", car.id}, {"capacity_kwh", car.capacity.value()}};
    for (const Json& each : told.value("vehicles", Json::array())) {
      if (each["id"] != car.id) continue;
      row["connected"] = each["is_connected"];
      row["power_kw"] = each["power_kw"];
      for (const auto& [from, to] : {std::pair{"soc_pct", "soc"},
                                     {"leaves_at", "departure"},
                                     {"target_soc_pct", "target_soc"}})
        if (each.contains(from)) row[to] = each[from];
    }
    list.push_back(std::move(row));
  }
  return ok({{"vehicles", std::move(list)}});
}

Answer chart_data(const Asked& asked) {
  Json json;
  for (const char* key : {"labels", "prices_ct", "pv_kw", "load_kw", "battery_kw", "soc"})
    json[key] = Json::array();
  for_coming(asked, [&](const home::PlanSlot& slot, std::size_t index) {
    const home::Case& home = asked.now->home;
    json["labels"].push_back(base::format_time(slot.start));
    json["prices_ct"].push_back(hundredths(home.prices.import[index]));
    json["pv_kw"].push_back(rounded(slot.pv_used.value() + slot.pv_curtailed.value()));
    json["load_kw"].push_back(rounded(slot.load.value()));
    json["battery_kw"].push_back(battery_kw(slot));
    json["soc"].push_back(soc_of(asked.service.site, slot));
  });
  return ok(json);
}

Answer slots(const Asked& asked) {
  const home::Case& home = asked.now->home;
  const PriceClasses classes{*asked.now};
  Json list = Json::array();
  for_coming(asked, [&](const home::PlanSlot& slot, std::size_t index) {
    const base::EnergyPrice price = home.prices.import[index];
    list.push_back({{"start", base::format_time(slot.start)},
                    {"end", base::format_time(slot.start + slot.duration)},
                    {"price_ct", hundredths(price)},
                    {"price_class", classes.of(price)},
                    {"battery_mode", slot.batteries.empty() ? std::string_view{"none"}
                                                            : text_of(slot.batteries.front().mode)},
                    {"battery_kw", battery_kw(slot)},
                    {"soc", soc_of(asked.service.site, slot)},
                    {"explanation", slot.reason.text}});
  });
  return ok({{"slots", std::move(list)}});
}

Answer forecast(const Asked& asked) {
  const home::Outlook& outlook = asked.now->outlook;
  Json pv = Json::array(), load = Json::array();
  for (std::size_t t = 0; t < outlook.slots.count(); ++t) {
    if (outlook.slots.end(t) <= asked.time) continue;
    const Json times{{"start", base::format_time(outlook.slots.start(t))},
                     {"end", base::format_time(outlook.slots.end(t))}};
    const auto add = [&](const base::Series<base::Power>& series, Json& list) {
      if (t >= series.size()) return;
      list.push_back(times);
      list.back()["kw"] = rounded(series[t].value());
    };
    add(outlook.pv, pv);
    add(outlook.load, load);
  }
  return ok({{"pv", std::move(pv)}, {"load", std::move(load)}});
}

Answer newest_decisions(const Asked& asked) {
  return net::HttpResponse{.body = answer_decisions(*asked.now, k_decisions)};
}

Answer measured_history(const Asked& asked) {
  const auto hours = read_count(asked.request, "hours", 24, 1, k_most_hours);
  if (!hours) return refused(hours.error());
  return net::HttpResponse{
      .body =
          answer_history(asked.now->measured, asked.time - std::chrono::hours{*hours}, asked.time)};
}

Answer VehicleRefresh::refresh(const Asked& asked) {
  if (last_ && asked.time < *last_ + k_refresh_every) {
    net::HttpResponse answer = net::problem(429, "once in 300 seconds");
    answer.headers.emplace_back("Retry-After",
                                std::to_string((*last_ + k_refresh_every - asked.time).count()));
    return answer;
  }
  last_ = asked.time;
  asked.service.engine.request_cycle("devices were asked for");
  return ok({{"status", "ok"}});
}

}  // namespace ohmstead::api::systems
