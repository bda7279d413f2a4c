#include "home_assistant/entities.hpp"

#include <algorithm>

#include "parts/json_text.hpp"

namespace ohmstead::connect {
namespace {

using describe::Node;
using describe::NodeKind;

constexpr std::string_view k_unit = "unit_of_measurement";

tl::unexpected<base::Error> not_understood() {
  return base::fail(base::ErrorKind::invalid_input, "it tells states in a form that is not known");
}

bool is_silent(const std::string& state) { return state == "unavailable" || state == "unknown"; }

std::string plain_number(std::string text) {
  const bool is_decimal = text.size() > 2 && text.ends_with(".0") &&
                          std::all_of(text.begin(), text.end() - 2,
                                      [](char c) { return (c >= '0' && c <= '9') || c == '-'; });
  if (is_decimal) text.resize(text.size() - 2);
  return text;
}

}  // namespace

void Entities::want(const EntityPoint& point) {
  Wanted& wanted = entities_[point.entity];
  if (point.attribute.empty())
    wanted.attributes.emplace(k_unit);
  else
    wanted.attributes.insert(point.attribute);
}

std::vector<std::string> Entities::wanted() const {
  std::vector<std::string> all;
  all.reserve(entities_.size());
  for (const auto& [name, wanted] : entities_) all.push_back(name);
  return all;
}

void Entities::forget() {
  for (auto& [name, wanted] : entities_) wanted.now.reset();
}

base::Result<void> Entities::take(const Node& event) {
  if (event.kind != NodeKind::map) return not_understood();
  if (const Node* added = event.find("a"); added != nullptr) {
    for (const describe::Member& member : added->members) {
      if (auto taken = add(member.key, member.value); !taken) return taken;
    }
  }
  if (const Node* changed = event.find("c"); changed != nullptr) {
    for (const describe::Member& member : changed->members) {
      if (auto taken = change(member.key, member.value); !taken) return taken;
    }
  }
  if (const Node* removed = event.find("r"); removed != nullptr) {
    for (const Node& name : removed->items) {
      if (const auto found = entities_.find(name.text); found != entities_.end())
        found->second.now.reset();
    }
  }
  return {};
}

base::Result<void> Entities::add(const std::string& name, const Node& state) {
  const auto found = entities_.find(name);
  if (found == entities_.end()) return {};
  const Node* text = state.find("s");
  if (text == nullptr || text->kind != NodeKind::scalar) return not_understood();
  found->second.now = Entity{text->text, {}};
  if (const Node* attributes = state.find("a"); attributes != nullptr)
    take_attributes(found->second, *attributes);
  return {};
}

base::Result<void> Entities::change(const std::string& name, const Node& change) {
  const auto found = entities_.find(name);
  if (found == entities_.end()) return {};
  Wanted& wanted = found->second;
  if (!wanted.now) return not_understood();  // a change of what we never heard of
  if (const Node* plus = change.find("+"); plus != nullptr) {
    if (const Node* text = plus->find("s"); text != nullptr) wanted.now->state = text->text;
    if (const Node* attributes = plus->find("a"); attributes != nullptr)
      take_attributes(wanted, *attributes);
  }
  if (const Node* minus = change.find("-"); minus != nullptr) {
    if (const Node* gone = minus->find("a"); gone != nullptr) {
      for (const Node& key : gone->items) wanted.now->attributes.erase(key.text);
    }
  }
  return {};
}

void Entities::take_attributes(Wanted& wanted, const Node& attributes) {
  for (const std::string& key : wanted.attributes) {
    const Node* value = attributes.find(key);
    if (value == nullptr) continue;
    if (value->kind == NodeKind::null)
      wanted.now->attributes.erase(key);
    else
      wanted.now->attributes[key] =
          value->kind == NodeKind::scalar ? value->text : json_text(*value);
  }
}

const Entities::Entity* Entities::find(const std::string& entity) const {
  const auto found = entities_.find(entity);
  return found == entities_.end() || !found->second.now ? nullptr : &*found->second.now;
}

bool Entities::is_known(const std::string& entity) const { return find(entity) != nullptr; }

bool Entities::is_unavailable(const std::string& entity) const {
  const Entity* now = find(entity);
  return now != nullptr && now->state == "unavailable";
}

std::optional<std::string> Entities::text_of(const EntityPoint& point) const {
  const Entity* now = find(point.entity);
  if (now == nullptr || now->state == "unavailable") return std::nullopt;
  if (point.attribute.empty()) {
    if (is_silent(now->state)) return std::nullopt;
    return plain_number(now->state);
  }
  const auto found = now->attributes.find(point.attribute);
  if (found == now->attributes.end()) return std::nullopt;
  return plain_number(found->second);
}

std::string Entities::unit_of(const EntityPoint& point) const {
  const Entity* now = find(point.entity);
  if (now == nullptr || !point.attribute.empty()) return {};
  const auto found = now->attributes.find(std::string{k_unit});
  return found == now->attributes.end() ? std::string{} : found->second;
}

}  // namespace ohmstead::connect
