// Who is charged when and why, and what became of the plan, as SmartLoad tells it.
#include <algorithm>

#include "smartload.hpp"

namespace ohmstead::api::systems {
namespace {

constexpr std::size_t k_comparisons = 50;

bool is_connected(const home::Readings* readings, const std::string& car) {
  if (readings == nullptr) return false;
  const auto& all = readings->devices.vehicles;
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.id == car; });
  return found != all.end() && found->is_connected;
}

Json planned_and_actual(const home::DeviceAccount& account) {
  Json row{{"name", account.id}};
  if (account.planned) row["planned_kw"] = rounded(account.planned->value());
  row["actual_kw"] = rounded(account.actual.value());
  return row;
}

}  // namespace

// Those that need something, the most urgent first.
Answer sequencer(const Asked& asked) {
  std::vector<engine::CarNow> waiting;
  for (const engine::CarNow& each : asked.now->cars)
    if (each.needed > base::Energy{}) waiting.push_back(each);
  std::stable_sort(waiting.begin(), waiting.end(),
                   [](const auto& one, const auto& other) { return one.urgency > other.urgency; });
  const auto readings = newest_readings(asked);
  Json queue = Json::array();
  for (const engine::CarNow& each : waiting)
    queue.push_back({{"vehicle", each.car},
                     {"rank", queue.size()},
                     {"urgency", rounded(each.urgency, 100.0)},
                     {"need_kwh", rounded(each.needed.value(), 100.0)},
                     {"connected", is_connected(readings.get(), each.car)}});
  return ok({{"queue", std::move(queue)}});
}

Answer strategy(const Asked& asked) {
  const engine::Snapshot& now = *asked.now;
  Json json{{"strategy", now.plan.strategy}, {"vehicles", Json::array()}};
  if (const home::PlanSlot* slot = now.slot_at(asked.time)) {
    json["reason"] = slot->reason.text;
    if (!slot->batteries.empty()) json["battery_mode"] = text_of(slot->batteries.front().mode);
  }
  for (const engine::CarNow& each : now.cars) {
    Json row{{"name", each.car}, {"strategy", text_of(each.strategy)}};
    if (!each.alarm.empty()) row["alarm"] = each.alarm;
    if (!each.notice.empty()) row["notice"] = each.notice;
    json["vehicles"].push_back(std::move(row));
  }
  return ok(json);
}

// Newest first.
Answer comparisons(const Asked& asked) {
  const auto& measured = asked.now->measured;
  Json list = Json::array();
  for (auto slot = measured.rbegin(); slot != measured.rend() && list.size() < k_comparisons;
       ++slot) {
    Json row{{"start", base::format_time(slot->start)},
             {"end", base::format_time(slot->start + slot->duration)},
             {"cost", rounded(slot->cost.value())},
             {"self_use_cost", rounded(slot->self_use_cost.value())},
             {"saved", rounded((slot->self_use_cost - slot->cost).value())},
             {"devices", Json::array()}};
    for (const home::DeviceAccount& each : slot->accounts)
      row["devices"].push_back(planned_and_actual(each));
    list.push_back(std::move(row));
  }
  return ok({{"comparisons", std::move(list)}});
}

}  // namespace ohmstead::api::systems
