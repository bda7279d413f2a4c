// The languages in which the program speaks to people about a home.
//
// Names are the two-letter codes that a site file and the command line use. Thread rule: plain
// value.
#pragma once

#include <array>
#include <string_view>

namespace ohmstead::home {

enum class Language { en, de, sv };
constexpr auto names_of(Language) { return std::array<std::string_view, 3>{"en", "de", "sv"}; }

}  // namespace ohmstead::home
