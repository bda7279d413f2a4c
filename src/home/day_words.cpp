#include "ohmstead/home/day_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "ohmstead/home/phrase_book.hpp"

namespace ohmstead::home {
namespace {

constexpr std::array<std::array<std::string_view, 7>, k_languages> k_days{
    {{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
     {"So", "Mo", "Di", "Mi", "Do", "Fr", "Sa"},
     {"sön", "mån", "tis", "ons", "tors", "fre", "lör"}}};

constexpr std::array<std::array<std::string_view, 12>, k_languages> k_months{
    {{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
     {"Jan.", "Feb.", "März", "April", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.",
      "Dez."},
     {"jan.", "feb.", "mars", "april", "maj", "juni", "juli", "aug.", "sep.", "okt.", "nov.",
      "dec."}}};

template <std::size_t Count>
std::optional<std::size_t> find_word(const std::array<std::string_view, Count>& words,
                                     std::string_view word) {
  const auto* const found = std::find(words.begin(), words.end(), word);
  if (found == words.end()) return std::nullopt;
  return static_cast<std::size_t>(found - words.begin());
}

}  // namespace

std::string write_day(Language language, std::size_t week_day, unsigned day, std::size_t month) {
  const auto index = static_cast<std::size_t>(language);
  const std::string_view name = k_days[index][week_day], of = k_months[index][month];
  return language == Language::de ? fmt::format("{}, {}. {}", name, day, of)
                                  : fmt::format("{} {} {}", name, day, of);
}

std::optional<std::string> say_day(std::string_view text, Language from, Language to) {
  const std::size_t first = text.find(' ');
  const std::size_t last = text.rfind(' ');
  if (first == std::string_view::npos || first == last) return std::nullopt;
  std::string_view week_day = text.substr(0, first);
  std::string_view number = text.substr(first + 1, last - first - 1);
  if (week_day.ends_with(',')) week_day.remove_suffix(1);
  if (number.ends_with('.')) number.remove_suffix(1);
  unsigned day = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), day);
  if (error != std::errc{} || end != number.data() + number.size()) return std::nullopt;
  const auto index = static_cast<std::size_t>(from);
  const auto week = find_word(k_days[index], week_day);
  const auto month = find_word(k_months[index], text.substr(last + 1));
  if (!week || !month) return std::nullopt;
  return write_day(to, *week, day, *month);
}

}  // namespace ohmstead::home
