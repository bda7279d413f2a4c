// What models are kept as: a first line with the kind, then parts, each with its length and a check
// sum before it, so that a cut or altered text is seen.
//
// Thread rule: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ohmstead/base/result.hpp"

namespace ohmstead::forecast {

struct TextParts {
  std::string kind;
  std::vector<std::string> all;
};

[[nodiscard]] std::string join_parts(const TextParts& parts);
// Fails with invalid_input for another kind or a damaged text.
[[nodiscard]] base::Result<TextParts> split_parts(const std::string& text, std::string_view kind);

// Finite numbers, exactly; reading gives nothing for anything else.
[[nodiscard]] std::string write_numbers(const std::vector<double>& numbers);
[[nodiscard]] std::optional<std::vector<double>> read_numbers(const std::string& text);

// FNV-1a, 64 bits.
[[nodiscard]] std::uint64_t check_sum(std::string_view text);

}  // namespace ohmstead::forecast
