#include "site_words.hpp"

namespace ohmstead::home {
namespace {

bool fits(std::string_view row, std::string_view path) {
  return row.starts_with('.') && path.ends_with(row);
}

}  // namespace

std::span<const SiteWords> site_words(Language language) {
  if (language == Language::de) return german_site_words();
  if (language == Language::sv) return swedish_site_words();
  return {};
}

const SiteWords* find_site_words(std::string_view path, Language language) {
  const SiteWords* best = nullptr;
  for (const SiteWords& each : site_words(language)) {
    if (each.path == path) return &each;
    if (fits(each.path, path) && (best == nullptr || each.path.size() > best->path.size()))
      best = &each;
  }
  return best;
}

}  // namespace ohmstead::home
