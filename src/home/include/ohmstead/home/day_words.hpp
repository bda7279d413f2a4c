// Days as texts for people write them: "Wed 26 Jun", "Mi, 26. Juni", "ons 26 juni". Thread rule:
// pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ohmstead/home/language.hpp"

namespace ohmstead::home {

// Days of the week from Sunday, months from January, both from 0.
[[nodiscard]] std::string write_day(Language language, std::size_t week_day, unsigned day,
                                    std::size_t month);

// A day that was written in one language, in another; nothing where the text is none.
[[nodiscard]] std::optional<std::string> say_day(std::string_view text, Language from, Language to);

}  // namespace ohmstead::home
