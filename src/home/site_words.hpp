// The fields of the site file in words of a language, by their paths.
//
// A path is without list marks: "batteries.min_soc_pct". A row whose path begins with a point is
// for every path that ends so and has no row of its own. English needs no rows: its words are the
// keys, and the field tables' texts. Thread rule: constants.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "ohmstead/describe/write.hpp"
#include "ohmstead/home/language.hpp"

namespace ohmstead::home {

struct SiteWords {
  std::string_view path;
  std::string_view label;
  std::string_view text;
};

[[nodiscard]] std::span<const SiteWords> german_site_words();
[[nodiscard]] std::span<const SiteWords> swedish_site_words();
[[nodiscard]] std::span<const SiteWords> site_words(Language language);  // none of English

// Of the longest row that fits the path.
[[nodiscard]] const SiteWords* find_site_words(std::string_view path, Language language);

}  // namespace ohmstead::home
