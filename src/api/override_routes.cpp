#include "override_routes.hpp"

#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "asked_language.hpp"
#include "ohmstead/engine/told.hpp"
#include "ohmstead/home/manual_wish.hpp"

namespace ohmstead::api {
namespace {

using Json = nlohmann::ordered_json;
using home::Override;
using net::HttpRequest;
using net::HttpResponse;

constexpr std::string_view k_path = "/api/v1/overrides";
constexpr std::size_t k_most_overrides = 200;

template <class Enum>
std::string_view text_of(Enum value) {
  return names_of(value)[static_cast<std::size_t>(value)];
}

Json override_json(const Override& each, base::Time now, home::Language language) {
  Json json{{"id", each.id},
            {"device", each.device},
            {"kind", text_of(each.kind)},
            {"from", base::format_time(each.from)},
            {"until", base::format_time(home::end_of(each))}};
  if (each.target_soc_pct) json["target_soc_pct"] = *each.target_soc_pct;
  json["source"] = text_of(each.source);
  if (!each.by.empty()) json["by"] = each.by;
  if (!each.why.empty()) json["why"] = engine::say(each.why, language);
  if (each.heartbeat.count() > 0) json["heartbeat_s"] = each.heartbeat.count();
  const bool is_active = each.from <= now;
  json["state"] = is_active ? "active" : "coming";
  json["left_s"] = (home::end_of(each) - (is_active ? now : each.from)).count();
  return json;
}

// Where the memory has no room for what was set; it is tried again.
void add_warning(const Service& service, home::Language language, Json& json) {
  const std::string why = service.engine.why_overrides_unkept();
  if (why.empty()) return;
  json["warning"] = engine::say(
      "it holds now, and is kept for the next start as soon as there is room: " + why, language);
}

template <class Devices>
void add_devices(const home::Site& site, const Devices& devices, const char* type, Json& list) {
  for (const auto& device : devices) {
    Json kinds = Json::array();
    for (const home::ManualKind kind : home::manual_kinds_of(site, device.id))
      if (kind != home::ManualKind::water_heating) kinds.push_back(text_of(kind));
    list.push_back({{"device", device.id}, {"type", type}, {"kinds", std::move(kinds)}});
  }
}

HttpResponse list_overrides(const Service& service, home::Language language) {
  const base::Time now = service.clock.now();
  Json all = Json::array(), devices = Json::array();
  for (const Override& each : service.engine.overrides().list(now, now + std::chrono::days{8}))
    all.push_back(override_json(each, now, language));
  const home::Site& site = service.site;
  add_devices(site, site.batteries, "battery", devices);
  add_devices(site, site.vehicles, "vehicle", devices);
  add_devices(site, site.water_heaters, "water_heater", devices);
  add_devices(site, site.heat_sources, "heat_source", devices);
  add_devices(site, site.appliances, "appliance", devices);
  Json answer{{"overrides", std::move(all)}, {"devices", std::move(devices)}};
  add_warning(service, language, answer);
  return {.body = answer.dump()};
}

HttpResponse refused(const base::Error& error) { return net::problem(400, error.message); }

HttpResponse add_override(const Service& service, const HttpRequest& request) {
  const auto wish = home::read_override_wish(request.body, service.site);
  if (!wish) return refused(wish.error());
  const base::Time now = service.clock.now();
  const auto made = home::make_override(service.site, *wish, now);
  if (!made) return refused(made.error());
  engine::Overrides& overrides = service.engine.overrides();
  if (overrides.list(now, now + home::k_longest_override).size() >= k_most_overrides)
    return net::problem(409, fmt::format("there are {} overrides already", k_most_overrides));
  const Override added = overrides.add(*made);
  // One that beats on is planned for already.
  const bool is_there = added.heartbeat.count() > 0 && added.from < made->from;
  if (!is_there) service.engine.request_cycle("override");
  const home::Language language = language_of(request, service.site);
  Json answer = override_json(added, now, language);
  add_warning(service, language, answer);
  return {.status = 201, .body = answer.dump()};
}

HttpResponse remove_override(const Service& service, std::string_view text) {
  std::int64_t id = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
  const bool is_number = error == std::errc{} && end == text.data() + text.size();
  if (!is_number || !service.engine.overrides().remove(id))
    return net::problem(404, fmt::format("no override set by hand has the number {}", text));
  service.engine.request_cycle("override ended");
  return {.status = 204};
}

HttpResponse clear_overrides(const Service& service, const HttpRequest& request) {
  const auto device = request.query.find("device");
  std::optional<std::string> only;
  if (device != request.query.end()) {
    only = device->second;
    if (home::manual_kinds_of(service.site, *only).empty())
      return net::problem(
          404, fmt::format("device: '{}' is no battery, car, heater or appliance", *only));
  }
  service.engine.overrides().clear(only);
  service.engine.request_cycle("back to the plan");
  return {.status = 204};
}

// Two at once that want something of one device at the same time.
void add_contradictions(const std::vector<Override>& all, std::string& problems) {
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const bool is_apart = all[i].device != all[j].device || all[i].until <= all[j].from ||
                            all[j].until <= all[i].from;
      if (is_apart) continue;
      problems += fmt::format("{}overrides[{}]: overlaps overrides[{}], for {} too",
                              problems.empty() ? "" : "\n", i, j, all[i].device);
      break;
    }
  }
}

// Each checked; the places of all faults.
base::Result<std::vector<Override>> make_all(const Service& service, const std::string& body) {
  auto wishes = home::read_override_wishes(body);
  if (!wishes) return tl::unexpected{wishes.error()};
  std::vector<Override> all;
  std::string problems;
  for (std::size_t i = 0; i < wishes->size(); ++i) {
    auto made = home::make_override(service.site, (*wishes)[i], service.clock.now(),
                                    fmt::format("overrides[{}]", i));
    if (made)
      all.push_back(std::move(*made));
    else
      problems += (problems.empty() ? "" : "\n") + made.error().message;
  }
  add_contradictions(all, problems);
  if (wishes->size() > k_most_overrides)
    problems = fmt::format("overrides: at most {}", k_most_overrides);
  if (!problems.empty()) return base::fail(base::ErrorKind::invalid_input, problems);
  return all;
}

HttpResponse apply_overrides(const Service& service, const HttpRequest& request) {
  auto all = make_all(service, request.body);
  if (!all) return refused(all.error());
  service.engine.overrides().replace(std::move(*all));
  service.engine.request_cycle("overrides");
  return list_overrides(service, language_of(request, service.site));
}

}  // namespace

std::optional<HttpResponse> answer_overrides(const Service& service, const HttpRequest& request) {
  if (!request.path.starts_with(k_path)) return std::nullopt;
  const std::string_view rest = std::string_view{request.path}.substr(k_path.size());
  if (rest.empty()) {
    if (request.method == "GET") return list_overrides(service, language_of(request, service.site));
    if (request.method == "POST") return add_override(service, request);
    if (request.method == "DELETE") return clear_overrides(service, request);
    return net::problem(405, "this takes GET, POST and DELETE");
  }
  if (rest.front() != '/') return std::nullopt;
  if (rest == "/apply") {
    if (request.method == "POST") return apply_overrides(service, request);
    return net::problem(405, "this takes POST");
  }
  if (rest == "/simulate") return net::problem(405, "this takes POST");
  if (request.method != "DELETE") return net::problem(405, "this takes DELETE");
  return remove_override(service, rest.substr(1));
}

base::Result<std::string> patch_of_overrides(const Service& service, const engine::Snapshot& now,
                                             const std::string& body) {
  auto all = make_all(service, body);
  if (!all) return tl::unexpected{all.error()};
  engine::Overrides imagined{service.site, service.zone};
  imagined.replace(std::move(*all));
  Json blocks = Json::array();
  for (const home::ManualBlock& block : imagined.blocks(service.clock.now(), now.home.slots)) {
    Json json{{"kind", text_of(block.kind)},
              {"device", block.device},
              {"start", base::format_time(block.start)},
              {"end", base::format_time(block.end)}};
    if (block.target_soc_pct) json["target_soc_pct"] = *block.target_soc_pct;
    blocks.push_back(std::move(json));
  }
  return Json{{"manual_blocks", std::move(blocks)}}.dump();
}

}  // namespace ohmstead::api
