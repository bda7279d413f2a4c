#include "home_assistant/write_trials.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "points/point_text.hpp"

namespace ohmstead::connect {
namespace {

using describe::Node;

enum class Limit { options, range, length };

// Which attributes limit what a service takes.
struct Rule {
  std::string_view domain;
  std::string_view service;
  std::string_view field;
  Limit limit;
  std::string_view attribute;  // of a range: its least
  std::string_view most;
};

constexpr std::array k_rules{
    Rule{"select", "select_option", "option", Limit::options, "options", ""},
    Rule{"input_select", "select_option", "option", Limit::options, "options", ""},
    Rule{"number", "set_value", "value", Limit::range, "min", "max"},
    Rule{"input_number", "set_value", "value", Limit::range, "min", "max"},
    Rule{"text", "set_value", "value", Limit::length, "min", "max"},
    Rule{"input_text", "set_value", "value", Limit::length, "min", "max"},
    Rule{"climate", "set_temperature", "temperature", Limit::range, "min_temp", "max_temp"},
    Rule{"climate", "set_hvac_mode", "hvac_mode", Limit::options, "hvac_modes", ""},
    Rule{"climate", "set_preset_mode", "preset_mode", Limit::options, "preset_modes", ""},
    Rule{"water_heater", "set_temperature", "temperature", Limit::range, "min_temp", "max_temp"},
    Rule{"water_heater", "set_operation_mode", "operation_mode", Limit::options, "operation_list",
         ""},
};

const Rule* find_rule(const ServiceCall& call) {
  const auto* found = std::find_if(k_rules.begin(), k_rules.end(), [&](const Rule& each) {
    return each.domain == call.domain && each.service == call.service;
  });
  return found == k_rules.end() || call.entity.empty() ? nullptr : found;
}

std::optional<std::string> value_of(const ServiceCall& call, std::string_view field) {
  const auto found = std::find_if(call.data.begin(), call.data.end(),
                                  [&](const auto& each) { return each.first == field; });
  if (found == call.data.end()) return std::nullopt;
  const auto value = describe::parse_json(found->second, "value");
  return value ? std::optional{value->text} : std::nullopt;
}

std::string fault_of_option(const std::string& value, const std::string& options) {
  const auto list = describe::parse_json(options, "options");
  if (!list || list->kind != describe::NodeKind::list) return {};
  std::vector<std::string> all;
  for (const Node& item : list->items) all.push_back(item.text);
  if (std::find(all.begin(), all.end(), value) != all.end()) return {};
  return fmt::format("'{}' is none of its options: {}", value, fmt::join(all, ", "));
}

std::string fault_of_range(double number, const std::string& what, std::optional<double> least,
                           std::optional<double> most, const std::string& unit) {
  const std::string_view space = unit.empty() ? "" : " ";
  if (least && number < *least)
    return fmt::format("{} is less than its least, {:g}{}{}", what, *least, space, unit);
  if (most && number > *most)
    return fmt::format("{} is more than its most, {:g}{}{}", what, *most, space, unit);
  return {};
}

// By what the entity says of itself.
std::string fault_of_value(const ServiceCall& call, const Entities& entities) {
  const Rule* rule = find_rule(call);
  const auto value = rule == nullptr ? std::nullopt : value_of(call, rule->field);
  if (!value) return {};
  const auto attribute = [&](std::string_view name) {
    return entities.text_of({call.entity, std::string{name}});
  };
  const auto number_at = [&](std::string_view name) {
    const auto text = attribute(name);
    return text ? number_of(*text) : std::nullopt;
  };
  if (rule->limit == Limit::options) {
    const auto options = attribute(rule->attribute);
    return options ? fault_of_option(*value, *options) : std::string{};
  }
  const auto least = number_at(rule->attribute);
  const auto most = number_at(rule->most);
  if (rule->limit == Limit::length)
    return fault_of_range(static_cast<double>(value->size()),
                          fmt::format("the length of '{}'", *value), least, most, {});
  const auto number = number_of(*value);
  if (!number) return fmt::format("'{}' is no number", *value);
  return fault_of_range(*number, *value, least, most, entities.unit_of({call.entity, {}}));
}

}  // namespace

void WriteTrials::add(const std::string& address, const std::string& text, Entities& entities) {
  const auto [added, is_new] = calls_.try_emplace({address, text}, service_call_for(address, text));
  const auto& call = added->second;
  if (!is_new || !call || call->entity.empty()) return;
  entities.want({call->entity, {}});
  const Rule* rule = find_rule(*call);
  if (rule == nullptr) return;
  for (const std::string_view name : {rule->attribute, rule->most}) {
    if (!name.empty()) entities.want({call->entity, std::string{name}});
  }
}

std::vector<std::string> WriteTrials::questions(std::int64_t& id) {
  if (is_empty()) return {};
  is_user_known_ = false;
  forbidden_.clear();
  open_permissions_.clear();
  services_.reset();
  user_question_ = id++;
  services_question_ = id++;
  return {question_message(user_question_, "auth/current_user"),
          question_message(services_question_, "get_services")};
}

std::vector<std::string> WriteTrials::take(const HubMessage& result, std::int64_t& id) {
  if (is_empty()) return {};
  if (result.id == services_question_) services_ = result.result;
  if (result.id == user_question_) {
    is_user_known_ = true;
    const Node* admin = result.result.find("is_admin");
    if (admin == nullptr || admin->text != "true") return ask_permissions(id);
  }
  if (const auto asked = open_permissions_.find(result.id); asked != open_permissions_.end()) {
    if (!result.is_success && result.is_forbidden) forbidden_.insert(asked->second);
    open_permissions_.erase(asked);
  }
  return {};
}

std::vector<std::string> WriteTrials::ask_permissions(std::int64_t& id) {
  std::set<std::string> entities;
  for (const auto& [write, call] : calls_) {
    if (call && !call->entity.empty()) entities.insert(call->entity);
  }
  std::vector<std::string> questions;
  for (const std::string& entity : entities) {
    questions.push_back(call_message(id, {"homeassistant",
                                          "update_entity",
                                          entity,
                                          {{"entity_id", fmt::format("\"{}\"", entity)}}}));
    open_permissions_.emplace(id++, entity);
  }
  return questions;
}

bool WriteTrials::has_service(const ServiceCall& call) const {
  // Where it does not tell them, nothing speaks against it.
  if (services_->kind != describe::NodeKind::map) return true;
  const Node* domain = services_->find(call.domain);
  return domain != nullptr && domain->find(call.service) != nullptr;
}

std::optional<std::string> WriteTrials::fault_of(const std::string& address,
                                                 const std::string& text,
                                                 const Entities& entities) const {
  const auto found = calls_.find({address, text});
  if (found == calls_.end()) return std::string{};
  if (!found->second) return fmt::format("'{}': {}", text, found->second.error().message);
  const ServiceCall& call = *found->second;
  if (!services_ || !is_user_known_ || !open_permissions_.empty()) return std::nullopt;
  std::vector<std::string> faults;
  if (forbidden_.contains(call.entity))
    faults.push_back(
        fmt::format("the token's user may not set {}: is it in the group Read only?", call.entity));
  if (!has_service(call))
    faults.push_back(fmt::format("Home Assistant has no service {}.{}", call.domain, call.service));
  if (auto fault = fault_of_value(call, entities); !fault.empty())
    faults.push_back(std::move(fault));
  return fmt::format("{}", fmt::join(faults, "; "));
}

}  // namespace ohmstead::connect
