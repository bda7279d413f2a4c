// Small questions about texts from the network, in ASCII and independent of the locale.
// Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ohmstead::net {

[[nodiscard]] std::string to_lower(std::string_view text);
[[nodiscard]] bool equals_ignoring_case(std::string_view left, std::string_view right);
// Without blanks and tabs at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
// Well-formed UTF-8: no overlong forms, no surrogates, at most U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view text);
[[nodiscard]] bool has_control_character(std::string_view text);
// A name of a method or header: one or more of the characters RFC 9110 calls a token.
[[nodiscard]] bool is_token(std::string_view text);
// As a JSON string with its quotes; what is not UTF-8 becomes U+FFFD.
[[nodiscard]] std::string quoted_json(std::string_view text);

}  // namespace ohmstead::net
