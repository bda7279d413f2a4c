// How an entity is announced to Home Assistant over MQTT, and what an order for it may say.
// Thread rule: pure functions.
#pragma once

#include <optional>
#include <string>

#include "ohmstead/connect/home_assistant_discovery.hpp"

namespace ohmstead::connect {

// "homeassistant/sensor/ohmstead/soc/config"
[[nodiscard]] std::string announcement_topic(const DiscoveryOptions& options, const Entity& entity);
[[nodiscard]] std::string announcement_text(const DiscoveryOptions& options, const Entity& entity);
[[nodiscard]] std::string state_topic(const DiscoveryOptions& options, const Entity& entity);
// Empty: it takes no orders.
[[nodiscard]] std::string order_topic(const DiscoveryOptions& options, const Entity& entity);
[[nodiscard]] std::string availability_topic(const DiscoveryOptions& options);

// Nothing: no order that this entity knows.
[[nodiscard]] std::optional<EntityOrder> read_order(const Entity& entity, const std::string& text);

// What is wrong with it; empty: nothing.
[[nodiscard]] std::string fault_of(const Entity& entity);
[[nodiscard]] bool is_entity_id(std::string_view id);

}  // namespace ohmstead::connect
