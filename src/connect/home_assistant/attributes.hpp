// Rows inside the attributes of an entity, whatever its integration calls them.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <vector>

#include "ohmstead/connect/source.hpp"
#include "parts/reading.hpp"

namespace ohmstead::connect {

struct EntityRow {
  base::Time from;
  base::Time to;
  const describe::Node* value = nullptr;
  const describe::Node* row = nullptr;  // null when the rows are a map of times
  std::string path;
};

// The request for one entity's state.
[[nodiscard]] net::WebRequest ask_entity(const std::string& address, const std::string& entity,
                                         const std::string& token);

// The attributes of an answer; null, with a problem, when it is none or the entity is unavailable.
[[nodiscard]] const describe::Node* find_attributes(Reading& in, const describe::Node& root);

// The rows of the attribute `name`, a list of objects or a map of times, each with its end: the one
// that is said, else where the next row begins.
[[nodiscard]] std::vector<EntityRow> read_rows(Reading& in, const describe::Node& attributes,
                                               std::string_view name,
                                               const std::vector<std::string_view>& value_keys,
                                               const base::Zone& zone);

}  // namespace ohmstead::connect
