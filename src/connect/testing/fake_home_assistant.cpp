#include "testing/fake_home_assistant.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "parts/json_text.hpp"

namespace ohmstead::connect {
namespace {

using describe::Node;
using Link = net::WebSocketPeer::Link;

// Of a subscription; one that names nothing wants all.
bool is_wanted(const Node& root, const std::string& entity) {
  const Node* names = root.find("entity_ids");
  return names == nullptr || std::any_of(names->items.begin(), names->items.end(),
                                         [&](const Node& name) { return name.text == entity; });
}

std::string text_at(const Node& root, std::string_view key) {
  const Node* node = root.find(key);
  return node == nullptr ? std::string{} : node->text;
}

}  // namespace

FakeHomeAssistant::FakeHomeAssistant(std::string token)
    : token_{std::move(token)},
      peer_{std::make_unique<net::WebSocketPeer>(net::WebSocketPeer::Script{
          .came =
              [](Link& link) { link.say(R"({"type":"auth_required","ha_version":"2026.11.0"})"); },
          .heard = [this](Link& link, const std::string& text) { hear(link, text); }})} {}

void FakeHomeAssistant::hear(Link& link, const std::string& text) {
  const auto root = describe::parse_json(text, "client").value();
  const std::string type = text_at(root, "type");
  const std::string id = text_at(root, "id");
  if (type == "auth" && text_at(root, "access_token") == token_) {
    const std::scoped_lock lock{mutex_};
    ++logins_;
    return link.say(R"({"type":"auth_ok","ha_version":"2026.11.0"})");
  }
  if (type == "auth") {
    link.say(R"({"type":"auth_invalid","message":"Invalid access token or password"})");
    return link.close(1000);
  }
  if (type == "ping") return link.say(fmt::format(R"({{"id":{},"type":"pong"}})", id));
  if (type == "supported_features")
    return link.say(fmt::format(R"({{"id":{},"type":"result","success":true,"result":null}})", id));
  if (type == "call_service") return call(link, id, root);
  if (type == "auth/current_user")
    return link.say(fmt::format(
        R"({{"id":{},"type":"result","success":true,"result":{{"name":"o","is_admin":{}}}}})", id,
        !is_read_only_));
  if (type == "get_services")
    return link.say(fmt::format(
        R"({{"id":{},"type":"result","success":true,"result":{{"select":{{"select_option":{{}}}},)"
        R"("number":{{"set_value":{{}}}},"switch":{{"turn_on":{{}},"turn_off":{{}}}}}}}})",
        id));
  const bool of_units = type == "recorder/get_statistics_metadata";
  if (type == "recorder/statistics_during_period") {
    const std::scoped_lock lock{mutex_};
    calls_.push_back(type + " " + text_at(root, "start_time"));
  }
  if (of_units || type == "recorder/statistics_during_period")
    return link.say(fmt::format(R"({{"id":{},"type":"result","success":true,"result":{}}})", id,
                                statistics(*root.find("statistic_ids"), of_units)));
  if (type != "subscribe_entities") return;
  const std::scoped_lock lock{mutex_};
  subscription_ = id;
  std::string all;
  for (const auto& [name, entity] : entities_) {
    if (is_wanted(root, name)) all += (all.empty() ? "" : ",") + added(name);
  }
  link.say(fmt::format(R"({{"id":{},"type":"result","success":true,"result":null}})", id));
  link.say(fmt::format(R"({{"id":{},"type":"event","event":{{"a":{{{}}}}}}})", id, all));
}

void FakeHomeAssistant::call(Link& link, const std::string& id, const Node& root) {
  const Node& data = *root.find("service_data");
  const std::string service = text_at(root, "domain") + "." + text_at(root, "service");
  if (is_read_only_)
    return link.say(fmt::format(
        R"({{"id":{},"type":"result","success":false,"error":{{"code":"home_assistant_error","message":"Unauthorized"}}}})",
        id));
  const std::string text = service + " " + json_text(data);
  std::function<std::string(const std::string&)> answer;
  {
    const std::scoped_lock lock{mutex_};
    calls_.push_back(text);
    answer = answer_;
  }
  const std::string error = answer ? answer(text) : std::string{};
  if (error == "silent") return;
  if (!error.empty())
    return link.say(fmt::format(
        R"({{"id":{},"type":"result","success":false,"error":{{"code":"home_assistant_error","message":{}}}}})",
        id, json_quoted(error)));
  const std::string entity = text_at(data, "entity_id");
  for (const std::string_view key : {"option", "value"}) {
    if (data.find(key) != nullptr && !entity.empty()) set(entity, text_at(data, key));
  }
  if (service.ends_with(".turn_on")) set(entity, "on");
  if (service.ends_with(".turn_off")) set(entity, "off");
  link.say(
      fmt::format(R"({{"id":{},"type":"result","success":true,"result":{{"context":{{}}}}}})", id));
}

void FakeHomeAssistant::record(const std::string& entity, const std::string& unit_class,
                               const std::string& unit, const std::string& rows) {
  const std::scoped_lock lock{mutex_};
  recorded_[entity] = {unit_class, unit, rows};
}

std::string FakeHomeAssistant::statistics(const Node& wanted, bool of_units) const {
  const std::scoped_lock lock{mutex_};
  std::string all;
  for (const Node& name : wanted.items) {
    const auto found = recorded_.find(name.text);
    if (found == recorded_.end()) continue;
    const Recorded& of = found->second;
    all += all.empty() ? "" : ",";
    all += of_units ? fmt::format(R"({{"statistic_id":{},"statistics_unit_of_measurement":{},)"
                                  R"("unit_class":{}}})",
                                  json_quoted(name.text), json_quoted(of.unit),
                                  of.unit_class.empty() ? "null" : json_quoted(of.unit_class))
                    : json_quoted(name.text) + ":" + of.rows;
  }
  return of_units ? "[" + all + "]" : "{" + all + "}";
}

std::string FakeHomeAssistant::added(const std::string& entity) const {
  const Entity& now = entities_.at(entity);
  return fmt::format(R"({}:{{"s":{},"a":{},"c":"01","lc":1793000000.5}})", json_quoted(entity),
                     json_quoted(now.state), now.attributes);
}

void FakeHomeAssistant::set(const std::string& entity, const std::string& state,
                            const std::string& attributes) {
  std::string event;
  {
    const std::scoped_lock lock{mutex_};
    const bool is_new = !entities_.contains(entity);
    const bool has_attributes = attributes != "{}";
    if (is_new || has_attributes)
      entities_[entity] = {state, attributes};
    else
      entities_[entity].state = state;
    event = is_new ? fmt::format(R"({{"a":{{{}}}}})", added(entity))
                   : fmt::format(R"({{"c":{{{}:{{"+":{{"s":{},"lc":1793000001.5{}}}}}}}}})",
                                 json_quoted(entity), json_quoted(state),
                                 has_attributes ? ",\"a\":" + attributes : std::string{});
  }
  say_event(event);
}

void FakeHomeAssistant::remove(const std::string& entity) {
  {
    const std::scoped_lock lock{mutex_};
    entities_.erase(entity);
  }
  say_event(fmt::format(R"({{"r":[{}]}})", json_quoted(entity)));
}

void FakeHomeAssistant::say_event(const std::string& event) {
  std::string id;
  {
    const std::scoped_lock lock{mutex_};
    id = subscription_;
  }
  say(fmt::format(R"({{"id":{},"type":"event","event":{}}})", id, event));
}

void FakeHomeAssistant::answer_with(std::function<std::string(const std::string& call)> answer) {
  const std::scoped_lock lock{mutex_};
  answer_ = std::move(answer);
}

std::vector<std::string> FakeHomeAssistant::calls() const {
  const std::scoped_lock lock{mutex_};
  return calls_;
}

std::size_t FakeHomeAssistant::logins() const {
  const std::scoped_lock lock{mutex_};
  return logins_;
}

std::string FakeHomeAssistant::state_of(const std::string& entity) const {
  const std::scoped_lock lock{mutex_};
  return entities_.at(entity).state;
}

}  // namespace ohmstead::connect
