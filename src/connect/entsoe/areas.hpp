// Bidding zones of Europe and their Energy Identification Codes. Thread rule: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ohmstead::connect {

// The code of "SE3", "DE-LU", "FR"...; a code itself is taken when its check letter is right.
[[nodiscard]] std::optional<std::string> find_eic(std::string_view area);
// Sixteen characters whose last is the check letter of the others (ENTSO-E's EIC manual).
[[nodiscard]] bool is_eic(std::string_view text);

}  // namespace ohmstead::connect
