#include "home_assistant/announcement.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "ohmstead/describe/read.hpp"
#include "ohmstead/describe/write.hpp"

namespace ohmstead::connect {

// The members of an announcement, by Home Assistant's names.
struct AnnouncedDevice {
  std::vector<std::string> identifiers;
  std::string name;
  std::string manufacturer = "Ohmstead";
  std::optional<std::string> sw_version;
  std::optional<std::string> configuration_url;
};
struct AnnouncedOrigin {
  std::string name = "Ohmstead";
  std::optional<std::string> sw_version;
};
struct Announcement {
  std::string name;
  std::string unique_id;
  std::string object_id;
  std::string state_topic;
  std::string availability_topic;
  std::optional<std::string> command_topic;
  std::optional<std::string> device_class;
  std::optional<std::string> state_class;
  std::optional<std::string> unit_of_measurement;
  std::optional<double> min;
  std::optional<double> max;
  std::optional<double> step;
  std::optional<std::string> mode;
  std::optional<std::vector<std::string>> options;
  AnnouncedDevice device;
  AnnouncedOrigin origin;
};

constexpr auto fields_of(const AnnouncedDevice*) {
  using namespace describe;
  return std::make_tuple(
      field("identifiers", &AnnouncedDevice::identifiers, ""),
      field("name", &AnnouncedDevice::name, ""),
      field("manufacturer", &AnnouncedDevice::manufacturer, ""),
      field("sw_version", &AnnouncedDevice::sw_version, "", optional),
      field("configuration_url", &AnnouncedDevice::configuration_url, "", optional));
}
constexpr auto fields_of(const AnnouncedOrigin*) {
  using namespace describe;
  return std::make_tuple(field("name", &AnnouncedOrigin::name, ""),
                         field("sw_version", &AnnouncedOrigin::sw_version, "", optional));
}
constexpr auto fields_of(const Announcement*) {
  using namespace describe;
  return std::make_tuple(
      field("name", &Announcement::name, ""), field("unique_id", &Announcement::unique_id, ""),
      field("object_id", &Announcement::object_id, ""),
      field("state_topic", &Announcement::state_topic, ""),
      field("availability_topic", &Announcement::availability_topic, ""),
      field("command_topic", &Announcement::command_topic, "", optional),
      field("device_class", &Announcement::device_class, "", optional),
      field("state_class", &Announcement::state_class, "", optional),
      field("unit_of_measurement", &Announcement::unit_of_measurement, "", optional),
      field("min", &Announcement::min, "", optional),
      field("max", &Announcement::max, "", optional),
      field("step", &Announcement::step, "", optional),
      field("mode", &Announcement::mode, "", optional),
      field("options", &Announcement::options, "", optional),
      field("device", &Announcement::device, ""), field("origin", &Announcement::origin, ""));
}

namespace {

constexpr double k_largest = 1e9;

std::string_view component_of(EntityKind kind) {
  switch (kind) {
    case EntityKind::yes_or_no:
      return "binary_sensor";
    case EntityKind::toggle:
      return "switch";
    case EntityKind::number:
      return "number";
    case EntityKind::choice:
      return "select";
    case EntityKind::power_kw:
    case EntityKind::energy_kwh:
    case EntityKind::soc_pct:
    case EntityKind::temperature_c:
    case EntityKind::money:
    case EntityKind::price_per_kwh:
    case EntityKind::text:
      return "sensor";
  }
  return "sensor";
}

bool takes_orders(EntityKind kind) {
  return kind == EntityKind::toggle || kind == EntityKind::number || kind == EntityKind::choice;
}

std::optional<std::string> if_any(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional{text};
}

void set_kind(const DiscoveryOptions& options, const Entity& entity, Announcement& into) {
  const auto set = [&](const char* device, const char* state, const std::string& unit) {
    if (*device != '\0') into.device_class = device;
    into.state_class = state;
    into.unit_of_measurement = unit;
  };
  switch (entity.kind) {
    case EntityKind::power_kw:
      return set("power", "measurement", "kW");
    case EntityKind::energy_kwh:
      return set("energy", "total_increasing", "kWh");
    case EntityKind::soc_pct:
      return set("battery", "measurement", "%");
    case EntityKind::temperature_c:
      return set("temperature", "measurement", "°C");
    case EntityKind::money:
      return set("monetary", "total", options.currency);
    case EntityKind::price_per_kwh:
      return set("", "measurement", options.currency + "/kWh");
    case EntityKind::number:
      into.min = entity.least;
      into.max = entity.most;
      into.step = entity.step;
      into.mode = "box";
      into.unit_of_measurement = if_any(entity.unit);
      return;
    case EntityKind::choice:
      into.options = entity.options;
      return;
    case EntityKind::text:
    case EntityKind::yes_or_no:
    case EntityKind::toggle:
      return;
  }
}

}  // namespace

std::string announcement_topic(const DiscoveryOptions& options, const Entity& entity) {
  return fmt::format("{}/{}/{}/{}/config", options.prefix, component_of(entity.kind), options.node,
                     entity.id);
}

std::string announcement_text(const DiscoveryOptions& options, const Entity& entity) {
  Announcement all;
  all.name = entity.name;
  all.unique_id = all.object_id = fmt::format("{}_{}", options.node, entity.id);
  all.state_topic = state_topic(options, entity);
  all.availability_topic = availability_topic(options);
  all.command_topic = if_any(order_topic(options, entity));
  set_kind(options, entity, all);
  all.device.identifiers = {options.node};
  all.device.name = options.home;
  all.device.sw_version = all.origin.sw_version = if_any(options.version);
  all.device.configuration_url = if_any(options.url);
  return describe::write_json(std::move(all));
}

std::string state_topic(const DiscoveryOptions& options, const Entity& entity) {
  return fmt::format("{}/{}/state", options.node, entity.id);
}

std::string order_topic(const DiscoveryOptions& options, const Entity& entity) {
  return takes_orders(entity.kind) ? fmt::format("{}/{}/set", options.node, entity.id)
                                   : std::string{};
}

std::string availability_topic(const DiscoveryOptions& options) { return options.node + "/status"; }

std::optional<EntityOrder> read_order(const Entity& entity, const std::string& text) {
  if (entity.kind == EntityKind::toggle)
    return text == "ON" || text == "OFF" ? std::optional{EntityOrder{entity.id, text, {}}}
                                         : std::nullopt;
  if (entity.kind == EntityKind::choice) {
    const bool is_known =
        std::find(entity.options.begin(), entity.options.end(), text) != entity.options.end();
    return is_known ? std::optional{EntityOrder{entity.id, text, {}}} : std::nullopt;
  }
  if (entity.kind != EntityKind::number) return std::nullopt;
  const auto number = describe::read_number(text);
  if (!number || *number < entity.least || *number > entity.most) return std::nullopt;
  return EntityOrder{entity.id, text, number};
}

bool is_entity_id(std::string_view id) {
  return !id.empty() && id.size() <= 60 && std::all_of(id.begin(), id.end(), [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_';
  });
}

std::string fault_of(const Entity& entity) {
  if (!is_entity_id(entity.id)) return "id: small letters, digits and _ are allowed";
  if (entity.id == "status") return "id: status is taken";
  if (entity.name.empty()) return "name: missing";
  if (entity.kind == EntityKind::number) {
    const bool is_range = std::abs(entity.least) <= k_largest &&
                          std::abs(entity.most) <= k_largest && entity.least < entity.most &&
                          entity.step > 0.0 && entity.step <= k_largest;
    if (!is_range) return "least, most and step are no range";
  }
  if (entity.kind == EntityKind::choice && entity.options.empty()) return "options: missing";
  return {};
}

}  // namespace ohmstead::connect
