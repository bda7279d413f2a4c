// Whether a JSON value is what a schema says, for tests: the part of JSON Schema 2020-12 that our
// documents use. Stricter in one thing: a key that the schema does not name is a fault. A keyword
// it does not know is one as well, so that nothing passes because it was not looked at.
//
//   const auto faults = schema_faults(answer, document["components"]["schemas"]["Plan"], document);
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace ohmstead::api::testing {

// "slots[3].start: is no date-time"; `document` is what references point into.
[[nodiscard]] std::vector<std::string> schema_faults(const nlohmann::json& value,
                                                     const nlohmann::json& schema,
                                                     const nlohmann::json& document);

}  // namespace ohmstead::api::testing
