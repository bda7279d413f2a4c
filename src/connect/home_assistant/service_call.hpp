// Addresses of Home Assistant: what is read is an entity or an attribute of one, what is written
// becomes a call of a service.
//
//   sensor.battery_soc            its state
//   climate.hall#temperature      an attribute
//   service:fox.force?device=1&power={}   a service of its own; {} is the text that is written
//
// Thread rule: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ohmstead/base/result.hpp"

namespace ohmstead::connect {

struct EntityPoint {
  std::string entity;
  std::string attribute;  // empty: the state
};

// Nothing for what can be no entity, which Home Assistant would refuse with all others beside it.
[[nodiscard]] std::optional<EntityPoint> read_entity_point(std::string_view address);

struct ServiceCall {
  std::string domain;
  std::string service;
  std::string entity;  // empty: the service finds what it acts on by its other fields
  std::vector<std::pair<std::string, std::string>> data;  // names, and values as JSON
};

// Errors: invalid_input, a sentence that names neither the address nor the text.
[[nodiscard]] base::Result<ServiceCall> service_call_for(std::string_view address,
                                                         std::string_view text);

// Why nothing can be written there, whatever the text; empty: it can.
[[nodiscard]] std::string fault_of_written(std::string_view address);

}  // namespace ohmstead::connect
