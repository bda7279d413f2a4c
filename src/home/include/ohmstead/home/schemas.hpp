// JSON Schemas of the interchange formats, from their field tables. Thread rule: pure functions.
#pragma once

#include <string>

namespace ohmstead::home {

[[nodiscard]] std::string case_schema();
[[nodiscard]] std::string plan_schema();

}  // namespace ohmstead::home
