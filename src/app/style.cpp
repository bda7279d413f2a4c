#include "style.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdlib>

#include "readable.hpp"

namespace ohmstead::app {
namespace {

bool names_utf8(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
  return name.find("UTF-8") != std::string::npos || name.find("UTF8") != std::string::npos;
}

std::string environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string{} : std::string{value};
}

bool finds_utf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    if (const std::string value = environment(name); !value.empty()) return names_utf8(value);
  }
  return false;
}

std::string_view code_of(Ink ink) {
  switch (ink) {
    case Ink::plain:
      return "";
    case Ink::bold:
      return "1";
    case Ink::dim:
      return "2";
    case Ink::good:
      return "32";
    case Ink::bad:
      return "31";
    case Ink::price:
      return "35";
    case Ink::pv:
      return "33";
    case Ink::load:
      return "36";
    case Ink::charge:
      return "32";
    case Ink::discharge:
      return "34";
    case Ink::stored:
      return "94";
  }
  return "";
}

}  // namespace

Style find_style() {
  Style style;
  style.is_coloured = ::isatty(STDOUT_FILENO) == 1 && environment("NO_COLOR").empty() &&
                      environment("TERM") != "dumb";
  style.is_unicode = finds_utf8();
  return style;
}

std::string paint(std::string_view text, Ink ink, const Style& style) {
  const std::string_view code = code_of(ink);
  if (!style.is_coloured || code.empty() || text.empty()) return std::string{text};
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

std::string printable(std::string_view text) {
  std::string result{text};
  for (char& letter : result) {
    const auto code = static_cast<unsigned char>(letter);
    if ((code < 0x20 && letter != '\n') || code == 0x7f) letter = '?';
  }
  return result;
}

std::string fold(std::string_view text, std::size_t columns, std::size_t indent) {
  std::string result;
  std::size_t used = indent;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t width = columns_of(word);
    const bool is_first = result.empty();
    if (!is_first && used + 1 + width > columns) {
      result += '\n';
      result.append(indent, ' ');
      used = indent;
    } else if (!is_first) {
      result += ' ';
      ++used;
    }
    result += word;
    used += width;
  }
  return result;
}

std::string pad_left(std::string_view text, std::size_t width) {
  return text.size() >= width ? std::string{text}
                              : std::string(width - text.size(), ' ') + std::string{text};
}

std::string pad_right(std::string_view text, std::size_t width) {
  return text.size() >= width ? std::string{text}
                              : std::string{text} + std::string(width - text.size(), ' ');
}

std::string number_text(double value, int decimals, bool has_sign) {
  const double unit = std::pow(10.0, -decimals);
  const bool is_zero = std::abs(value) < unit / 2.0;
  if (is_zero) return fmt::format("{:.{}f}", 0.0, decimals);
  return has_sign ? fmt::format("{:+.{}f}", value, decimals)
                  : fmt::format("{:.{}f}", value, decimals);
}

std::string number_cell(double value, std::size_t width, int decimals, bool has_sign) {
  std::string text = number_text(value, decimals, has_sign);
  while (text.size() + 1 > width && decimals > 0) text = number_text(value, --decimals, has_sign);
  return ' ' + pad_left(text, width - 1);
}

}  // namespace ohmstead::app
