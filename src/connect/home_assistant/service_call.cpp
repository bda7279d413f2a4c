#include "home_assistant/service_call.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "parts/json_text.hpp"

namespace ohmstead::connect {
namespace {

using base::ErrorKind;

constexpr std::string_view k_service = "service:";
constexpr std::string_view k_text = "{}";
constexpr std::size_t k_longest_address = 1000;

enum class Takes { text, number, on_off, nothing };

struct Writable {
  std::string_view domain;
  std::string_view attribute;
  std::string_view service;  // of on_off: what follows from the text
  std::string_view field;
  Takes takes;
};

constexpr std::array k_writables{
    Writable{"select", "", "select_option", "option", Takes::text},
    Writable{"input_select", "", "select_option", "option", Takes::text},
    Writable{"number", "", "set_value", "value", Takes::number},
    Writable{"input_number", "", "set_value", "value", Takes::number},
    Writable{"text", "", "set_value", "value", Takes::text},
    Writable{"input_text", "", "set_value", "value", Takes::text},
    Writable{"switch", "", "", "", Takes::on_off},
    Writable{"input_boolean", "", "", "", Takes::on_off},
    Writable{"button", "", "press", "", Takes::nothing},
    Writable{"input_button", "", "press", "", Takes::nothing},
    Writable{"climate", "temperature", "set_temperature", "temperature", Takes::number},
    Writable{"climate", "hvac_mode", "set_hvac_mode", "hvac_mode", Takes::text},
    Writable{"climate", "preset_mode", "set_preset_mode", "preset_mode", Takes::text},
    Writable{"water_heater", "temperature", "set_temperature", "temperature", Takes::number},
    Writable{"water_heater", "operation_mode", "set_operation_mode", "operation_mode", Takes::text},
};

bool is_name(std::string_view text) {
  return !text.empty() && text.front() != '_' && text.back() != '_' &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
         });
}

const Writable* find_writable(const EntityPoint& point) {
  const std::string_view domain = std::string_view{point.entity}.substr(0, point.entity.find('.'));
  const auto* found =
      std::find_if(k_writables.begin(), k_writables.end(), [&](const Writable& each) {
        return each.domain == domain && each.attribute == point.attribute;
      });
  return found == k_writables.end() ? nullptr : found;
}

std::optional<bool> read_on_off(std::string_view text) {
  std::string small;
  for (const char c : text) small += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const std::string_view yes : {"on", "true", "yes", "1"}) {
    if (small == yes) return true;
  }
  for (const std::string_view no : {"off", "false", "no", "0"}) {
    if (small == no) return false;
  }
  return std::nullopt;
}

tl::unexpected<base::Error> bad(std::string_view why) {
  return base::fail(ErrorKind::invalid_input, std::string{why});
}

base::Result<ServiceCall> call_of_entity(const EntityPoint& point, std::string_view text) {
  const Writable* writable = find_writable(point);
  if (writable == nullptr) return bad("nothing can be written there; give a service: of its own");
  ServiceCall call{std::string{writable->domain}, std::string{writable->service}, point.entity, {}};
  call.data.emplace_back("entity_id", json_quoted(point.entity));
  const std::string field{writable->field};
  switch (writable->takes) {
    case Takes::text:
      call.data.emplace_back(field, json_quoted(text));
      break;
    case Takes::number: {
      std::string number = number_or_quoted(text);
      if (number.front() == '"' || text == "true" || text == "false")
        return bad("it takes a number");
      call.data.emplace_back(field, std::move(number));
      break;
    }
    case Takes::on_off: {
      const auto is_on = read_on_off(text);
      if (!is_on) return bad("it takes on or off");
      call.service = *is_on ? "turn_on" : "turn_off";
      break;
    }
    case Takes::nothing:
      break;
  }
  return call;
}

base::Result<ServiceCall> call_of_service(std::string_view address, std::string_view text) {
  address.remove_prefix(k_service.size());
  const std::size_t query = address.find('?');
  const std::string_view name = address.substr(0, query);
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos || !is_name(name.substr(0, dot)) ||
      !is_name(name.substr(dot + 1)))
    return bad("a service looks like service:number.set_value?entity_id=number.x&value={}");
  ServiceCall call{std::string{name.substr(0, dot)}, std::string{name.substr(dot + 1)}, {}, {}};
  std::string_view rest =
      query == std::string_view::npos ? std::string_view{} : address.substr(query + 1);
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || !is_name(pair.substr(0, equals)))
      return bad("fields of a service look like name=value, joined by &");
    const std::string field{pair.substr(0, equals)};
    const std::string_view value = pair.substr(equals + 1);
    const bool is_double = std::any_of(call.data.begin(), call.data.end(),
                                       [&](const auto& each) { return each.first == field; });
    if (is_double) return bad("a field of a service stands twice");
    if (field == "entity_id") {
      const auto point = read_entity_point(value);
      if (!point || !point->attribute.empty()) return bad("entity_id is no entity");
      call.entity = point->entity;
    }
    call.data.emplace_back(field, number_or_quoted(value == k_text ? text : value));
  }
  return call;
}

}  // namespace

std::optional<EntityPoint> read_entity_point(std::string_view address) {
  if (address.size() > k_longest_address) return std::nullopt;
  const std::size_t mark = address.find('#');
  const std::string_view entity = address.substr(0, mark);
  const std::size_t dot = entity.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const std::string_view domain = entity.substr(0, dot);
  if (!is_name(domain) || domain.find("__") != std::string_view::npos ||
      !is_name(entity.substr(dot + 1)))
    return std::nullopt;
  EntityPoint point{std::string{entity}, {}};
  if (mark == std::string_view::npos) return point;
  point.attribute = address.substr(mark + 1);
  if (point.attribute.empty()) return std::nullopt;
  return point;
}

base::Result<ServiceCall> service_call_for(std::string_view address, std::string_view text) {
  if (address.size() > k_longest_address) return bad("the address is too long");
  if (address.starts_with(k_service)) return call_of_service(address, text);
  const auto point = read_entity_point(address);
  if (!point) return bad("it is no entity such as select.work_mode");
  return call_of_entity(*point, text);
}

std::string fault_of_written(std::string_view address) {
  // A text that each kind of entity takes, so that only the address can be at fault.
  const auto call = service_call_for(address, "1");
  return call ? std::string{} : call.error().message;
}

}  // namespace ohmstead::connect
