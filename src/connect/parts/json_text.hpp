// Small JSON texts that we say to others, where no field table fits. Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "ohmstead/describe/node.hpp"

namespace ohmstead::connect {

// A string with its quotes. Precondition: UTF-8, else others may not understand it.
[[nodiscard]] std::string json_quoted(std::string_view text);
// A number, true or false as it is, anything else as a string.
[[nodiscard]] std::string number_or_quoted(std::string_view text);
// Of a tree, without spaces.
[[nodiscard]] std::string json_text(const describe::Node& node);

}  // namespace ohmstead::connect
