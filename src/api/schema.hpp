// Words for writing JSON Schemas (2020-12) of answers in C++, each with a phrase for people.
//
//   object({{"cycle", integer("number of the snapshot")}, maybe("speed", number("s/s", "..."))});
//
// Thread rule: pure functions.
#pragma once

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace ohmstead::api::schema {

using Json = nlohmann::ordered_json;

struct Key {
  std::string_view name;
  Json schema;
  bool is_required = true;
};

inline Json described(Json schema, std::string_view text) {
  if (!text.empty()) schema["description"] = std::string{text};
  return schema;
}
// Only for keys that may be absent.
inline Key maybe(std::string_view name, Json schema) { return {name, std::move(schema), false}; }
inline Json object(std::initializer_list<Key> keys, std::string_view text = {}) {
  Json schema{{"type", "object"}, {"properties", Json::object()}};
  std::vector<std::string> required;
  for (const Key& key : keys) {
    schema["properties"][std::string{key.name}] = key.schema;
    if (key.is_required) required.emplace_back(key.name);
  }
  if (!required.empty()) schema["required"] = required;
  return described(std::move(schema), text);
}
inline Json list_of(Json items, std::string_view text = {}) {
  return described({{"type", "array"}, {"items", std::move(items)}}, text);
}
inline Json text(std::string_view phrase = {}) { return described({{"type", "string"}}, phrase); }
inline Json flag(std::string_view phrase = {}) { return described({{"type", "boolean"}}, phrase); }
inline Json time(std::string_view phrase = {}) {
  return described({{"type", "string"}, {"format", "date-time"}}, phrase);
}
inline Json day(std::string_view phrase = {}) {
  return described({{"type", "string"}, {"format", "date"}}, phrase);
}
inline Json integer(std::string_view phrase = {}) {
  return described({{"type", "integer"}}, phrase);
}
// `unit` as people write it: "kW", "money/kWh"; empty: none.
inline Json number(std::string_view unit, std::string_view phrase = {}) {
  Json schema{{"type", "number"}};
  if (!unit.empty()) schema["x-unit"] = std::string{unit};
  return described(std::move(schema), phrase);
}
inline Json one_of(const std::vector<std::string>& names, std::string_view phrase = {}) {
  return described({{"type", "string"}, {"enum", names}}, phrase);
}
inline Json just(std::string_view value) {
  return {{"type", "string"}, {"const", std::string{value}}};
}
inline Json reference(std::string_view name) {
  return {{"$ref", "#/components/schemas/" + std::string{name}}};
}

}  // namespace ohmstead::api::schema
