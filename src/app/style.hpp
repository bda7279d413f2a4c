// How text for people looks: with or without colour and block characters, and how wide.
//
// Renderers take a Style and return text, so that tests can ask for any of its forms.
// Thread rule: plain values; find_style() reads the environment.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace ohmstead::app {

struct Style {
  bool is_coloured = false;
  bool is_unicode = true;
  std::size_t columns = 80;
};

enum class Ink { plain, bold, dim, good, bad, price, pv, load, charge, discharge, stored };

// Colour only on a terminal and without NO_COLOR; block characters when LC_ALL, LC_CTYPE or LANG,
// in this order, name UTF-8.
[[nodiscard]] Style find_style();

[[nodiscard]] std::string paint(std::string_view text, Ink ink, const Style& style);

// The text without control characters, which could play tricks on a terminal: each becomes '?'.
[[nodiscard]] std::string printable(std::string_view text);

// Folds at spaces so that no line is longer than `columns` when every line begins `indent` columns
// to the right; the first line's indent is the caller's.
[[nodiscard]] std::string fold(std::string_view text, std::size_t columns, std::size_t indent);

// `text` between as many spaces as needed to be `width` wide (it must be ASCII).
[[nodiscard]] std::string pad_left(std::string_view text, std::size_t width);
[[nodiscard]] std::string pad_right(std::string_view text, std::size_t width);

// `value` right-aligned in `width` columns with a space in front, with fewer decimals where it
// would not fit. Never "-0.00".
[[nodiscard]] std::string number_cell(double value, std::size_t width, int decimals,
                                      bool has_sign = false);
[[nodiscard]] std::string number_text(double value, int decimals, bool has_sign = false);

}  // namespace ohmstead::app
