#include "evcc/state.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "parts/reading.hpp"

namespace ohmstead::connect {
namespace {

using describe::join_path;
using describe::Node;
using describe::NodeKind;

std::string text_of(const Node& map, std::string_view key) {
  const Node* node = map.find(key);
  return node == nullptr || node->kind != NodeKind::scalar ? std::string{} : node->text;
}

bool is_true(const Node& map, std::string_view key) { return text_of(map, key) == "true"; }

// Set, and not the 0 that older versions write for "none".
bool is_limit(Reading& in, const Node& map, const std::string& path, std::string_view key) {
  const auto limit = in.number_if_any(map, path, key);
  return limit && *limit != 0.0;
}

bool is_set(const Node& map, std::string_view key) {
  const std::string text = text_of(map, key);
  return has_value(map, key) && !text.empty() && !text.starts_with("0001-");
}

std::string own_will_of(Reading& in, const Node& loadpoint, const std::string& path) {
  if (is_true(loadpoint, "planActive") || is_set(loadpoint, "effectivePlanTime"))
    return "a charging plan of its own";
  if (is_true(loadpoint, "smartCostActive") || is_limit(in, loadpoint, path, "smartCostLimit"))
    return "a price limit of its own";
  if (is_true(loadpoint, "smartFeedInPriorityActive") ||
      is_limit(in, loadpoint, path, "smartFeedInPriorityLimit"))
    return "a feed-in limit of its own";
  return {};
}

// Of the loadpoint or its car, as somebody set it there; of two the energy is told.
void read_limit(Reading& in, const Node& node, const std::string& path, EvccLoadpoint& loadpoint) {
  const auto set = [&](double limit, const char* unit, std::optional<double> now) {
    loadpoint.limit = fmt::format("{:g} {}", limit, unit);
    loadpoint.is_at_limit = loadpoint.is_at_limit || (now && *now >= limit);
  };
  const auto effective = in.number_if_any(node, path, "effectiveLimitSoc");
  const auto soc_pct = effective ? effective : in.number_if_any(node, path, "limitSoc");
  if (soc_pct && *soc_pct > 0.0 && *soc_pct < 100.0) set(*soc_pct, "%", loadpoint.soc_pct);
  const auto energy_kwh = in.number_if_any(node, path, "limitEnergy");
  const auto charged_wh = in.number_if_any(node, path, "chargedEnergy");
  if (energy_kwh && *energy_kwh > 0.0)
    set(*energy_kwh, "kWh", charged_wh ? std::optional{*charged_wh / 1000.0} : std::nullopt);
}

EvccLoadpoint read_loadpoint(Reading& in, const Node& node, std::size_t index) {
  const std::string path = join_path("loadpoints", index);
  EvccLoadpoint loadpoint;
  loadpoint.number = static_cast<std::int64_t>(index) + 1;
  loadpoint.title = text_of(node, "title");
  loadpoint.mode = in.text(node, path, "mode");
  // It came with the modes that are called so.
  loadpoint.is_smart_known = has_value(node, "alwaysCharge") || loadpoint.mode == "smart";
  loadpoint.is_connected = is_true(node, "connected");
  loadpoint.power_w = in.number(node, path, "chargePower").value_or(0.0);
  const auto soc = in.number_if_any(node, path, "vehicleSoc");
  if (soc && *soc > 0.0 && *soc <= 100.0) loadpoint.soc_pct = soc;  // 0: the car does not tell
  for (const char* name : {"vehicleTitle", "vehicleName"})
    if (std::string text = text_of(node, name); !text.empty())
      loadpoint.vehicle.push_back(std::move(text));
  loadpoint.max_current_a = in.number_if_any(node, path, "maxCurrent");
  const auto phases = in.number_if_any(node, path, "phasesActive").value_or(0.0);
  loadpoint.phases = phases >= 1.0 && phases <= 3.0 ? static_cast<std::int64_t>(phases) : 0;
  loadpoint.own_will = own_will_of(in, node, path);
  read_limit(in, node, path, loadpoint);
  return loadpoint;
}

void read_battery(Reading& in, const Node& site, EvccState& state) {
  state.battery_w = in.number_if_any(site, "", "batteryPower");
  state.battery_soc_pct = in.number_if_any(site, "", "batterySoc");
  const Node* battery = site.find("battery");
  const Node* devices = battery;
  if (battery != nullptr && battery->kind == NodeKind::map) {
    if (!state.battery_w) state.battery_w = in.number_if_any(*battery, "battery", "power");
    if (!state.battery_soc_pct)
      state.battery_soc_pct = in.number_if_any(*battery, "battery", "soc");
    devices = battery->find("devices");
  }
  if (devices != nullptr) {
    state.is_battery_controllable =
        std::any_of(devices->items.begin(), devices->items.end(),
                    [](const Node& each) { return is_true(each, "controllable"); });
  }
  state.battery_mode = text_of(site, "batteryModeExternal");
  if (state.battery_mode == "unknown") state.battery_mode.clear();
  if (is_true(site, "batteryGridChargeActive") || is_limit(in, site, "", "batteryGridChargeLimit"))
    state.battery_own_will = "a price limit for charging the battery";
  const bool has_battery = state.battery_soc_pct.has_value();
  if (has_battery && (*state.battery_soc_pct < 0.0 || *state.battery_soc_pct > 100.0))
    in.problems.add("batterySoc", "is no percentage");
}

}  // namespace

base::Result<EvccState> read_evcc_state(const std::string& text) {
  const auto tree = parse_answer("evcc", text);
  if (!tree) return tl::unexpected{tree.error()};
  Reading in{"evcc", *tree};
  const Node* wrapped = tree->find("result");
  const Node& site = wrapped == nullptr ? *tree : *wrapped;
  EvccState state;
  if (const Node* grid = site.find("grid"); grid != nullptr && grid->kind == NodeKind::map)
    state.grid_w = in.number_if_any(*grid, "grid", "power");
  else
    state.grid_w = in.number_if_any(site, "", "gridPower");
  state.pv_w = in.number_if_any(site, "", "pvPower");
  state.home_w = in.number_if_any(site, "", "homePower");
  read_battery(in, site, state);
  if (const Node* list = in.list(site, "", "loadpoints"); list != nullptr) {
    state.loadpoints.reserve(list->items.size());
    for (std::size_t i = 0; i < list->items.size(); ++i)
      state.loadpoints.push_back(read_loadpoint(in, list->items[i], i));
  }
  if (!in.problems.is_empty()) return tl::unexpected{in.problems.to_error()};
  return state;
}

}  // namespace ohmstead::connect
