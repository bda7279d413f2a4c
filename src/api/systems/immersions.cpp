#include "immersions.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "battery_optimizer.hpp"
#include "immersion_fields.hpp"
#include "ohmstead/home/override.hpp"

namespace ohmstead::api::systems {
namespace {

using base::Result;
using home::Override;
using net::HttpResponse;

constexpr base::Seconds k_longest_schedule{24 * 3600};
constexpr std::size_t k_most_told = 1000;
constexpr std::size_t k_longest_text = 200;

double minutes_of(base::Seconds span) {
  return rounded(static_cast<double>(span.count()) / 60.0, 10.0);
}

// What is wrong with a heater's name; empty: nothing.
std::string name_fault(const home::Site& site, const std::string& name) {
  const auto heaters = heaters_of(site);
  if (std::find(heaters.begin(), heaters.end(), name) != heaters.end()) return {};
  if (heaters.empty()) return "the home has no heater";
  std::string list;
  for (const std::string& each : heaters) list += (list.empty() ? "" : ", ") + each;
  return fmt::format("'{}' is none of {}", name, list);
}

// The name of a heater, and a text that is kept.
void check_texts(const home::Site& site, const std::string& name, std::string_view key,
                 const std::string& text, describe::Problems& problems) {
  const std::string fault = name_fault(site, name);
  if (!fault.empty() && !problems.has_about("immersion_name"))
    problems.add("immersion_name", fault);
  if (text.size() > k_longest_text)
    problems.add(key, fmt::format("at most {} bytes", k_longest_text));
}

home::OverrideWish wish_of(const std::string& heater, bool is_on) {
  home::OverrideWish wish;
  wish.kind = is_on ? home::ManualKind::on : home::ManualKind::off;
  wish.device = heater;
  return wish;
}

// Those set through the API, and of these the schedules or those by hand.
std::vector<Override> orders_of(const Asked& asked, const std::string& heater, bool of_schedules) {
  std::vector<Override> all;
  for (Override& each :
       asked.service.engine.overrides().list(asked.time, asked.time + home::k_longest_override)) {
    if (each.device == heater && each.source == home::OverrideSource::manual &&
        is_schedule(each) == of_schedules)
      all.push_back(std::move(each));
  }
  return all;
}

std::size_t remove_orders(const Asked& asked, const std::string& heater, bool of_schedules) {
  const std::vector<Override> all = orders_of(asked, heater, of_schedules);
  for (const Override& each : all) asked.service.engine.overrides().remove(each.id);
  return all.size();
}

std::string state_text(bool is_on) { return is_on ? "on" : "off"; }

}  // namespace

Immersions::Told* Immersions::active_of(const std::string& heater, base::Time now) {
  const auto found = std::find_if(told_.begin(), told_.end(), [&](const Told& each) {
    return each.heater == heater && each.is_active(now);
  });
  return found == told_.end() ? nullptr : &*found;
}

void Immersions::forget_ended(const Asked& asked) {
  for (Told& each : told_) {
    if (each.is_active(asked.time) && orders_of(asked, each.heater, true).empty())
      each.ended = asked.time;
  }
}

Answer Immersions::update_schedule(const Asked& asked) {
  const auto body =
      read_body<ScheduleUpdate>(asked.request.body, [&](const auto& value, auto& problems) {
        check_texts(asked.service.site, value.immersion_name, "schedule_reason",
                    value.schedule_reason, problems);
      });
  if (!body) return refused(body.error());
  const std::string& heater = body->immersion_name;
  forget_ended(asked);
  Told* before = active_of(heater, asked.time);
  if (!body->is_active) {
    const std::size_t count = remove_orders(asked, heater, true);
    if (before != nullptr) before->ended = asked.time;
    if (count > 0) asked.service.engine.request_cycle("a schedule ended");
    Json json{{"status", "success"},
              {"message", fmt::format("{}: as planned", heater)},
              {"effective_until", nullptr}};
    if (before != nullptr) json["override_id"] = before->id;
    return ok(json);
  }
  home::OverrideWish wish = wish_of(heater, true);
  wish.until = asked.time + k_longest_schedule;
  wish.by = std::string{k_schedule_mark} + body->schedule_reason;
  // What people set by hand goes before.
  for (const Override& each : orders_of(asked, heater, false))
    if (each.from <= asked.time) wish.from = each.until;
  if (wish.from && *wish.from >= *wish.until)
    return net::problem(
        409, fmt::format("{} is set by hand until {}", heater, base::format_time(*wish.from)));
  const auto made = home::make_override(asked.service.site, wish, asked.time);
  if (!made) return refused(made.error());
  remove_orders(asked, heater, true);
  const Override added = asked.service.engine.overrides().add(*made);
  asked.service.engine.request_cycle("a schedule began");
  if (before == nullptr) {
    if (told_.size() >= k_most_told) told_.pop_front();
    before = &told_.emplace_back();
    before->heater = heater;
    before->from = asked.time;
  }
  before->id = added.id;
  before->reason = body->schedule_reason;
  before->until = added.until;
  return ok({{"status", "success"},
             {"message", fmt::format("{}: on by schedule", heater)},
             {"override_id", added.id},
             {"effective_until", base::format_time(added.until)}});
}

Answer Immersions::schedule_status(const Asked& asked) {
  forget_ended(asked);
  Json schedules = Json::object();
  bool any = false;
  for (const std::string& heater : heaters_of(asked.service.site)) {
    const auto ruling = active_override(asked.service, heater, asked.time);
    const bool is_active = ruling && is_schedule(*ruling) && ruling->kind == home::ManualKind::on;
    Json row{{"is_active", is_active}};
    if (is_active) {
      const Told* told = active_of(heater, asked.time);
      const base::Time from = told != nullptr ? told->from : ruling->from;
      std::string_view reason = ruling->by;
      if (reason.starts_with(k_schedule_mark)) reason.remove_prefix(k_schedule_mark.size());
      row["schedule_reason"] = reason;
      row["activated_at"] = base::format_time(from);
      row["duration_minutes"] = minutes_of(asked.time - from);
    } else {
      row.update(
          {{"schedule_reason", nullptr}, {"activated_at", nullptr}, {"duration_minutes", nullptr}});
    }
    any |= is_active;
    schedules[heater] = std::move(row);
  }
  return ok({{"status", "success"}, {"schedules", std::move(schedules)}, {"any_active", any}});
}

Answer Immersions::schedule_history(const Asked& asked) {
  forget_ended(asked);
  std::string faults;
  const auto& query = asked.request.query;
  const auto name = query.find("immersion_name");
  const auto add_fault = [&](const std::string& fault) {
    faults += (faults.empty() ? "" : "\n") + fault;
  };
  if (name != query.end()) {
    const std::string fault = name_fault(asked.service.site, name->second);
    if (!fault.empty()) add_fault("immersion_name: " + fault);
  }
  const auto limit = read_count(asked.request, "limit", 100, 1, k_most_told);
  if (!limit) add_fault(limit.error().message);
  const auto read = [&](const char* key, base::Time usual) {
    const auto found = query.find(key);
    if (found == query.end()) return usual;
    const auto time = base::parse_time(found->second);
    if (time) return *time;
    add_fault(fmt::format("{}: '{}' is no time such as 2024-06-24T10:00:00Z", key, found->second));
    return usual;
  };
  const base::Time from = read("start_date", base::Time{});
  const base::Time to = read("end_date", asked.time);
  if (!faults.empty()) return net::problem(400, faults);
  Json history = Json::array();
  std::size_t count = 0;
  for (auto each = told_.rbegin(); each != told_.rend(); ++each) {
    const bool is_wanted = name == query.end() || name->second == each->heater;
    if (!is_wanted || each->from < from || each->from > to) continue;
    if (++count > static_cast<std::size_t>(*limit)) continue;
    const bool is_active = each->is_active(asked.time);
    const base::Time over = each->over(asked.time);
    history.push_back({{"id", each->id},
                       {"immersion_name", each->heater},
                       {"is_active", is_active},
                       {"schedule_reason", each->reason},
                       {"activated_at", base::format_time(each->from)},
                       {"deactivated_at", is_active ? Json{} : Json(base::format_time(over))},
                       {"duration_minutes", minutes_of(over - each->from)}});
  }
  return ok({{"status", "success"}, {"history", std::move(history)}, {"total_records", count}});
}

Answer Immersions::set_by_hand(const Asked& asked) {
  const auto body =
      read_body<ManualSet>(asked.request.body, [&](const auto& value, auto& problems) {
        check_texts(asked.service.site, value.immersion_name, "source", value.source, problems);
      });
  if (!body) return refused(body.error());
  home::OverrideWish wish = wish_of(body->immersion_name, body->desired_state);
  wish.minutes = 60.0 * body->duration_hours;
  wish.by = body->source.empty() ? "manual" : body->source;
  if (wish.by.starts_with(k_schedule_mark)) wish.by = "by hand, " + wish.by;
  const auto made = home::make_override(asked.service.site, wish, asked.time);
  if (!made) return refused(made.error());
  const Override added = asked.service.engine.overrides().add(*made);
  asked.service.engine.request_cycle("override");
  return ok({{"status", "success"},
             {"message",
              fmt::format("{}: {} by hand", body->immersion_name, state_text(body->desired_state))},
             {"override_id", added.id},
             {"expires_at", base::format_time(added.until)},
             {"current_state", body->desired_state}});
}

Answer Immersions::clear_by_hand(const Asked& asked) {
  const auto body = read_body<ManualClear>(asked.request.body, [&](const auto& value,
                                                                   auto& problems) {
    check_texts(asked.service.site, value.immersion_name, "cleared_by", value.cleared_by, problems);
  });
  if (!body) return refused(body.error());
  const std::size_t count = remove_orders(asked, body->immersion_name, false);
  if (count > 0) asked.service.engine.request_cycle("override ended");
  return ok({{"status", "success"},
             {"message", fmt::format("{}: {} cleared", body->immersion_name, count)}});
}

Answer Immersions::clear_all_by_hand(const Asked& asked) {
  std::size_t count = 0;
  for (const std::string& heater : heaters_of(asked.service.site))
    count += remove_orders(asked, heater, false);
  if (count > 0) asked.service.engine.request_cycle("back to the plan");
  return ok({{"status", "success"}, {"message", fmt::format("{} cleared", count)}});
}

Answer Immersions::status_by_hand(const Asked& asked) {
  Json overrides = Json::object();
  bool any = false;
  for (const std::string& heater : heaters_of(asked.service.site)) {
    const auto ruling = active_override(asked.service, heater, asked.time);
    const bool is_active = ruling && !is_schedule(*ruling);
    Json row{{"is_active", is_active}};
    if (is_active) {
      row.update({{"desired_state", ruling->kind == home::ManualKind::on},
                  {"expires_at", base::format_time(ruling->until)},
                  {"time_remaining_minutes", minutes_of(ruling->until - asked.time)},
                  {"source", ruling->by}});
    } else {
      row.update({{"desired_state", nullptr},
                  {"expires_at", nullptr},
                  {"time_remaining_minutes", nullptr},
                  {"source", nullptr}});
    }
    any |= is_active;
    overrides[heater] = std::move(row);
  }
  return ok({{"status", "success"}, {"overrides", std::move(overrides)}, {"any_active", any}});
}

}  // namespace ohmstead::api::systems
