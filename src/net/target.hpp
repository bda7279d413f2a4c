// The target of a request, "/a%20b?x=1&y", taken apart and decoded, strictly.
//
// Refused, with the reason as an Error of kind invalid_input: a bad or unfinished percent sign,
// bytes that are no UTF-8 text, control characters, parts of the path that are "." or "..", slashes
// and backslashes that hide behind a percent sign, fragments, a key given twice.
// Thread rule: pure function.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "ohmstead/base/result.hpp"

namespace ohmstead::net {

struct Target {
  std::string path;
  std::map<std::string, std::string> query;  // a key without "=" has an empty value
};

[[nodiscard]] base::Result<Target> parse_target(std::string_view text);

}  // namespace ohmstead::net
