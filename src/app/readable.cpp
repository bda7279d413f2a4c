#include "readable.hpp"

#include <algorithm>
#include <utility>

namespace ohmstead::app {
namespace {

constexpr std::pair<std::string_view, std::string_view> k_letters[] = {
    {"ä", "ae"},  {"ö", "oe"}, {"ü", "ue"}, {"Ä", "Ae"}, {"Ö", "Oe"}, {"Ü", "Ue"},
    {"ß", "ss"},  {"å", "aa"}, {"Å", "Aa"}, {"ø", "oe"}, {"Ø", "Oe"}, {"\u202f", " "},
    {"€", "EUR"}, {"¢", "c"},  {"°", ""},   {"·", " "},
};

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

}  // namespace

std::string readable(std::string_view text, const Style& style) {
  if (style.is_unicode) return std::string{text};
  std::string result;
  while (!text.empty()) {
    const auto* const letter =
        std::find_if(std::begin(k_letters), std::end(k_letters),
                     [&](const auto& each) { return text.starts_with(each.first); });
    if (letter != std::end(k_letters)) {
      result += letter->second;
      text.remove_prefix(letter->first.size());
      continue;
    }
    // A letter of another script: one sign for all of its bytes.
    const bool is_ascii = static_cast<unsigned char>(text.front()) < 0x80U;
    result += is_ascii ? text.front() : '?';
    text.remove_prefix(1);
    while (!is_ascii && !text.empty() && continues(text.front())) text.remove_prefix(1);
  }
  return result;
}

std::size_t columns_of(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char byte) { return !continues(byte); }));
}

}  // namespace ohmstead::app
