#include "query.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "ohmstead/base/zone.hpp"

namespace ohmstead::api {
namespace {

// Those that stand in the path are not asked for in the query.
std::vector<Parameter> query_parameters(const Route& route) {
  std::vector<Parameter> all;
  for (const Parameter& each : route.parameters)
    if (!is_in_path(route, each)) all.push_back(each);
  return all;
}

// Why the value cannot be meant; empty: it can.
std::string value_fault(const Parameter& parameter, const std::string& value) {
  switch (parameter.kind) {
    case ParameterKind::time:
      return base::parse_time(value)
                 ? ""
                 : fmt::format("'{}' is no time such as 2024-06-24T10:00:00Z", value);
    case ParameterKind::day:
      return base::parse_date(value) || base::parse_time(value)
                 ? ""
                 : fmt::format("'{}' is no date such as 2024-06-24", value);
    case ParameterKind::count:
      return to_count(value) ? "" : fmt::format("'{}' is no whole number", value);
    case ParameterKind::name_of: {
      const auto names = names_in(parameter.names);
      return std::find(names.begin(), names.end(), value) != names.end()
                 ? ""
                 : fmt::format("'{}' is none of {}", value, fmt::join(names, ", "));
    }
    case ParameterKind::text:
      break;
  }
  return {};
}

// What the route takes, as a sentence's end.
std::string known_names(const std::vector<Parameter>& parameters) {
  if (parameters.empty()) return "this takes no parameters";
  std::vector<std::string_view> names;
  names.reserve(parameters.size());
  for (const Parameter& each : parameters) names.push_back(each.name);
  return fmt::format("this takes {}", fmt::join(names, ", "));
}

}  // namespace

bool has_strict_query(const Route& route) {
  return route.system.empty() && route.path.starts_with("/api/v1/");
}

std::optional<net::HttpResponse> query_refusal(const Route& route, const Query& query) {
  if (!has_strict_query(route)) return std::nullopt;
  const std::vector<Parameter> known = query_parameters(route);
  std::vector<std::string> faults;
  for (const auto& [key, value] : query) {
    const auto parameter = std::find_if(known.begin(), known.end(),
                                        [&](const Parameter& each) { return each.name == key; });
    const std::string fault = parameter == known.end() ? "is unknown: " + known_names(known)
                                                       : value_fault(*parameter, value);
    if (!fault.empty()) faults.push_back(fmt::format("{}: {}", key, fault));
  }
  if (faults.empty()) return std::nullopt;
  return net::problem(400, fmt::format("{}", fmt::join(faults, "\n")));
}

std::optional<std::string> text_in(const Query& query, const std::string& key) {
  const auto found = query.find(key);
  return found == query.end() ? std::nullopt : std::optional{found->second};
}

std::optional<std::size_t> count_in(const Query& query, const std::string& key) {
  const auto text = text_in(query, key);
  return text ? to_count(*text) : std::nullopt;
}

std::optional<base::Time> time_in(const Query& query, const std::string& key) {
  const auto text = text_in(query, key);
  const auto time = text ? base::parse_time(*text) : base::Result<base::Time>{};
  return text && time ? std::optional{*time} : std::nullopt;
}

std::optional<std::size_t> to_count(const std::string& text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace ohmstead::api
