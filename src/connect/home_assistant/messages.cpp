#include "home_assistant/messages.hpp"

#include <fmt/format.h>

#include <charconv>

#include "parts/json_text.hpp"

namespace ohmstead::connect {
namespace {

using describe::Node;
using describe::NodeKind;
using Kind = HubMessage::Kind;

constexpr std::size_t k_shown = 200;

std::string text_of(const Node& map, std::string_view key) {
  const Node* node = map.find(key);
  return node == nullptr || node->kind != NodeKind::scalar ? std::string{} : node->text;
}

// Its own words, without what a terminal or a log would stumble over.
std::string shown(std::string text) {
  for (char& c : text) {
    if (static_cast<unsigned char>(c) < 0x20) c = ' ';
  }
  if (text.size() <= k_shown) return text;
  std::size_t end = k_shown;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "...";
}

Node taken_out(Node& map, std::string_view key) {
  for (describe::Member& member : map.members) {
    if (member.key == key) return std::move(member.value);
  }
  return {};
}

HubMessage read_one(Node& root) {
  HubMessage message;
  const std::string type = text_of(root, "type");
  const std::string id = text_of(root, "id");
  (void)std::from_chars(id.data(), id.data() + id.size(), message.id);
  if (type == "auth_required") message.kind = Kind::auth_required;
  if (type == "auth_ok") message.kind = Kind::auth_ok;
  if (type == "auth_invalid") {
    message.kind = Kind::auth_invalid;
    message.error = shown(text_of(root, "message"));
  }
  if (type == "result") {
    message.kind = Kind::result;
    message.is_success = text_of(root, "success") == "true";
    if (const Node* error = root.find("error"); error != nullptr) {
      message.error = shown(text_of(*error, "message"));
      // Of a service it comes in the words of the exception.
      message.is_forbidden =
          text_of(*error, "code") == "unauthorized" || message.error == "Unauthorized";
    }
    message.result = taken_out(root, "result");
  }
  if (type == "event") {
    message.kind = Kind::event;
    message.event = taken_out(root, "event");
  }
  return message;
}

}  // namespace

std::string auth_message(const std::string& token) {
  return fmt::format(R"({{"type":"auth","access_token":{}}})", json_quoted(token));
}

std::string subscribe_message(std::int64_t id, const std::vector<std::string>& entities) {
  std::string list;
  for (const std::string& entity : entities)
    list += (list.empty() ? "" : ",") + json_quoted(entity);
  return fmt::format(R"({{"id":{},"type":"subscribe_entities","entity_ids":[{}]}})", id, list);
}

std::string question_message(std::int64_t id, const std::string& type) {
  return fmt::format(R"({{"id":{},"type":{}}})", id, json_quoted(type));
}

std::string call_message(std::int64_t id, const ServiceCall& call) {
  std::string data;
  for (const auto& [name, value] : call.data)
    data += fmt::format("{}{}:{}", data.empty() ? "" : ",", json_quoted(name), value);
  return fmt::format(
      R"({{"id":{},"type":"call_service","domain":{},"service":{},"service_data":{{{}}}}})", id,
      json_quoted(call.domain), json_quoted(call.service), data);
}

base::Result<std::vector<HubMessage>> read_hub_messages(const std::string& text) {
  auto root = describe::parse_json(text, "Home Assistant");
  if (!root) return tl::unexpected{root.error()};
  std::vector<HubMessage> all;
  if (root->kind == NodeKind::map) all.push_back(read_one(*root));
  if (root->kind == NodeKind::list) {
    all.reserve(root->items.size());
    for (Node& item : root->items) all.push_back(read_one(item));
  }
  return all;
}

}  // namespace ohmstead::connect
