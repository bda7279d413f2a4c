// Texts of languages with more letters than ASCII, on any terminal. Thread rule: pure functions.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "style.hpp"

namespace ohmstead::app {

// The text as it is where the style is Unicode, else with letters such as "ä" written in ASCII
// ("ae" in all languages; "EUR" for the sign of the euro).
[[nodiscard]] std::string readable(std::string_view text, const Style& style);

// How many columns UTF-8 text of European languages takes.
[[nodiscard]] std::size_t columns_of(std::string_view text);

}  // namespace ohmstead::app
