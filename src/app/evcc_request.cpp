#include "evcc_request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "ohmstead/describe/read.hpp"

namespace ohmstead::app {
namespace {

using describe::Node;
using describe::NodeKind;

constexpr std::array<std::string_view, 5> k_charging{
    "none", "charge_before_export", "attenuate_demand_peaks", "attenuate_feedin_peaks",
    "attenuate_grid_peaks"};
constexpr std::array<std::string_view, 2> k_discharging{"none", "discharge_before_import"};
constexpr const char* k_refused = "Input payload validation failed";

class Reader {
 public:
  explicit Reader(EvccRequest& request) : request_{request} {}
  EvccProblems read(const Node& body) &&;

 private:
  void add(const std::string& path, std::string message, const char* of_all = k_refused) {
    if (problems_.message.empty()) problems_.message = of_all;
    problems_.details.emplace_back(path, std::move(message));
  }
  // Whether the value, a part of it or what it is a part of could not be read.
  [[nodiscard]] bool is_unread(std::string_view path) const;
  // Of a value that could be read.
  void add_if_read(const std::string& path, std::string message, const char* of_all = k_refused) {
    if (!is_unread(path)) add(path, std::move(message), of_all);
  }
  static std::string join(const std::string& path, std::string_view key) {
    return path.empty() ? std::string{key} : fmt::format("{}.{}", path, key);
  }
  // The member, or null where it is absent or null.
  static const Node* find(const Node& map, std::string_view key) {
    const Node* found = map.find(key);
    return found == nullptr || found->kind == NodeKind::null ? nullptr : found;
  }
  const Node* require(const Node& map, const std::string& path, std::string_view key);
  std::optional<double> number(const Node& node, const std::string& path);
  void number(const Node& map, const std::string& path, std::string_view key, double& value,
              bool is_required = true);
  void number(const Node& map, const std::string& path, std::string_view key,
              std::optional<double>& value);
  void flag(const Node& map, const std::string& path, std::string_view key, bool& value);
  std::vector<double> numbers(const Node& list, const std::string& path);
  template <std::size_t N>
  void choice(const Node& map, const std::string& path, std::string_view key,
              const std::array<std::string_view, N>& names, std::string& value);
  bool is_map(const Node& node, const std::string& path);
  void read_battery(const Node& node, const std::string& path);
  void read_series(const Node& node);
  void check_lengths();
  void check_values();

  EvccRequest& request_;
  EvccProblems problems_;
  std::size_t unread_count_ = 0;  // the first of the problems are of what could not be read
};

bool Reader::is_unread(std::string_view path) const {
  const auto is_within = [](std::string_view inner, std::string_view outer) {
    return inner.substr(0, outer.size()) == outer &&
           (inner.size() == outer.size() || inner[outer.size()] == '.');
  };
  const auto first = problems_.details.begin();
  return std::any_of(
      first, first + static_cast<std::ptrdiff_t>(unread_count_),
      [&](const auto& each) { return is_within(each.first, path) || is_within(path, each.first); });
}

const Node* Reader::require(const Node& map, const std::string& path, std::string_view key) {
  const Node* found = find(map, key);
  if (found == nullptr) add(join(path, key), fmt::format("'{}' is a required property", key));
  return found;
}

std::optional<double> Reader::number(const Node& node, const std::string& path) {
  if (node.kind == NodeKind::scalar && !node.is_quoted) {
    if (const auto value = describe::read_number(node.text)) return value;
  }
  add(path, node.kind == NodeKind::scalar ? fmt::format("'{}' is not of type 'number'", node.text)
                                          : "is not of type 'number'");
  return std::nullopt;
}

void Reader::number(const Node& map, const std::string& path, std::string_view key, double& value,
                    bool is_required) {
  const Node* node = is_required ? require(map, path, key) : find(map, key);
  if (node == nullptr) return;
  value = number(*node, join(path, key)).value_or(value);
}

void Reader::number(const Node& map, const std::string& path, std::string_view key,
                    std::optional<double>& value) {
  if (const Node* node = find(map, key)) value = number(*node, join(path, key));
}

void Reader::flag(const Node& map, const std::string& path, std::string_view key, bool& value) {
  const Node* node = find(map, key);
  if (node == nullptr) return;
  const bool is_flag = node->kind == NodeKind::scalar && !node->is_quoted &&
                       (node->text == "true" || node->text == "false");
  if (!is_flag) return add(join(path, key), "is not of type 'boolean'");
  value = node->text == "true";
}

std::vector<double> Reader::numbers(const Node& list, const std::string& path) {
  if (list.kind != NodeKind::list) {
    add(path, "is not of type 'array'");
    return {};
  }
  std::vector<double> values;
  values.reserve(list.items.size());
  for (std::size_t i = 0; i < list.items.size(); ++i)
    values.push_back(number(list.items[i], fmt::format("{}.{}", path, i)).value_or(0.0));
  return values;
}

template <std::size_t N>
void Reader::choice(const Node& map, const std::string& path, std::string_view key,
                    const std::array<std::string_view, N>& names, std::string& value) {
  const Node* node = find(map, key);
  if (node == nullptr) return;
  if (std::find(names.begin(), names.end(), node->text) != names.end()) {
    value = node->text;
    return;
  }
  add(join(path, key),
      fmt::format("'{}' is not one of ['{}']", node->text, fmt::join(names, "', '")));
}

bool Reader::is_map(const Node& node, const std::string& path) {
  if (node.kind == NodeKind::map) return true;
  add(path, "is not of type 'object'");
  return false;
}

void Reader::read_battery(const Node& node, const std::string& path) {
  EvccBattery& battery = request_.batteries.emplace_back();
  if (!is_map(node, path)) return;
  number(node, path, "s_min", battery.s_min);
  number(node, path, "s_max", battery.s_max);
  number(node, path, "s_initial", battery.s_initial);
  battery.s_capacity = battery.s_max;
  number(node, path, "s_capacity", battery.s_capacity, false);
  // evcc sends 0 where a battery's meter tells no limits.
  if (battery.s_max == 0.0) battery.s_max = battery.s_capacity;
  number(node, path, "c_min", battery.c_min);
  number(node, path, "c_max", battery.c_max);
  number(node, path, "d_max", battery.d_max);
  number(node, path, "p_a", battery.p_a);
  number(node, path, "c_priority", battery.c_priority, false);
  flag(node, path, "charge_from_grid", battery.charge_from_grid);
  flag(node, path, "discharge_to_grid", battery.discharge_to_grid);
  if (const Node* list = find(node, "p_demand"))
    battery.p_demand = numbers(*list, path + ".p_demand");
  if (const Node* list = find(node, "s_goal")) battery.s_goal = numbers(*list, path + ".s_goal");
}

void Reader::read_series(const Node& node) {
  const auto read = [&](std::string_view key, std::vector<double>& values) {
    if (const Node* list = require(node, "time_series", key))
      values = numbers(*list, join("time_series", key));
  };
  read("dt", request_.dt);
  read("gt", request_.gt);
  read("ft", request_.ft);
  read("p_N", request_.p_import);
  read("p_E", request_.p_export);
  const Node* more = find(node, "gt_add");  // further loads, to be added
  for (std::size_t k = 0; more != nullptr && k < more->items.size(); ++k) {
    const std::string path = fmt::format("time_series.gt_add.{}", k);
    const std::vector<double> load = numbers(more->items[k], path);
    if (load.size() != request_.gt.size())
      add(path, fmt::format("{} values for {} steps", load.size(), request_.gt.size()));
    for (std::size_t t = 0; t < std::min(load.size(), request_.gt.size()); ++t)
      request_.gt[t] += load[t];
  }
}

void Reader::check_lengths() {
  if (is_unread("time_series.gt")) return;
  const std::size_t count = request_.step_count();
  if (count == 0) return add("time_series.gt", "must have at least one step");
  const auto check = [&](const std::vector<double>& values, const std::string& path) {
    if (values.size() != count)
      add_if_read(path, fmt::format("{} values for {} steps", values.size(), count),
                  "All time series must have the same length");
  };
  check(request_.dt, "time_series.dt");
  check(request_.ft, "time_series.ft");
  check(request_.p_import, "time_series.p_N");
  check(request_.p_export, "time_series.p_E");
  for (std::size_t i = 0; i < request_.batteries.size(); ++i) {
    const EvccBattery& battery = request_.batteries[i];
    const std::string path = fmt::format("batteries.{}", i);
    if (!battery.p_demand.empty()) check(battery.p_demand, path + ".p_demand");
    if (!battery.s_goal.empty()) check(battery.s_goal, path + ".s_goal");
  }
}

// What no plan can be made for.
void Reader::check_values() {
  for (std::size_t t = 0; t < request_.dt.size(); ++t) {
    if (!(request_.dt[t] > 0.0))
      add_if_read(fmt::format("time_series.dt.{}", t),
                  fmt::format("{} must be above 0", request_.dt[t]));
  }
  const auto check_share = [&](double value, const char* path) {
    if (!(value > 0.0 && value <= 1.0))
      add_if_read(path, fmt::format("{} must be above 0 and at most 1", value));
  };
  check_share(request_.eta_c, "eta_c");
  check_share(request_.eta_d, "eta_d");
  for (std::size_t i = 0; i < request_.batteries.size(); ++i) {
    const EvccBattery& battery = request_.batteries[i];
    const auto check = [&](double value, const char* key) {
      if (value < 0.0)
        add_if_read(fmt::format("batteries.{}.{}", i, key), fmt::format("{} is below 0", value));
    };
    check(battery.s_max, "s_max");
    check(battery.s_capacity, "s_capacity");
    check(battery.s_initial, "s_initial");
    check(battery.c_min, "c_min");
    check(battery.c_max, "c_max");
    check(battery.d_max, "d_max");
  }
}

EvccProblems Reader::read(const Node& body) && {
  const Node* inner = body.kind == NodeKind::map ? find(body, "request") : nullptr;
  const Node& root = inner == nullptr ? body : *inner;
  if (root.kind != NodeKind::map) {
    problems_.message = "The request is not a JSON object";
    return std::move(problems_);
  }
  if (const Node* node = find(root, "strategy"); node != nullptr && is_map(*node, "strategy")) {
    choice(*node, "strategy", "charging_strategy", k_charging, request_.charging_strategy);
    choice(*node, "strategy", "discharging_strategy", k_discharging, request_.discharging_strategy);
  }
  if (const Node* node = find(root, "grid"); node != nullptr && is_map(*node, "grid")) {
    number(*node, "grid", "p_max_imp", request_.p_max_imp);
    number(*node, "grid", "p_max_exp", request_.p_max_exp);
    number(*node, "grid", "prc_p_exc_imp", request_.prc_p_exc_imp);
  }
  if (const Node* list = require(root, "", "batteries")) {
    if (list->kind != NodeKind::list) add("batteries", "is not of type 'array'");
    for (std::size_t i = 0; i < list->items.size(); ++i)
      read_battery(list->items[i], fmt::format("batteries.{}", i));
  }
  if (const Node* node = require(root, "", "time_series");
      node != nullptr && is_map(*node, "time_series")) {
    read_series(*node);
  }
  number(root, "", "eta_c", request_.eta_c, false);
  number(root, "", "eta_d", request_.eta_d, false);
  unread_count_ = problems_.details.size();
  check_lengths();
  check_values();
  return std::move(problems_);
}

}  // namespace

std::string EvccProblems::to_text() const {
  std::string text = message;
  for (const auto& [path, what] : details) text += fmt::format("\n{}: {}", path, what);
  return text;
}

EvccProblems read_evcc_request(const Node& body, EvccRequest& request) {
  return Reader{request}.read(body);
}

}  // namespace ohmstead::app
