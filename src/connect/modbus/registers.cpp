#include "modbus/registers.hpp"

#include <fmt/format.h>

#include <bit>
#include <charconv>
#include <cmath>
#include <limits>

namespace ohmstead::connect {
namespace {

constexpr int k_exponent_max = 10;
constexpr std::uint16_t k_no_exponent = 0x8000;

// All words as one number, the highest bits first.
std::uint64_t bits_of(const RegisterPoint& point, const Words& words) {
  std::uint64_t bits = 0;
  for (std::size_t i = 0; i < words.size(); ++i)
    bits = (bits << 16U) | words[point.is_swapped ? words.size() - 1 - i : i];
  return bits;
}

Words words_of_bits(const RegisterPoint& point, std::uint64_t bits) {
  const auto count = static_cast<std::size_t>(words_of(point.type));
  Words words(count);
  for (std::size_t i = 0; i < count; ++i) {
    words[point.is_swapped ? i : count - 1 - i] = static_cast<std::uint16_t>(bits & 0xFFFFU);
    bits >>= 16U;
  }
  return words;
}

double scaled(const RegisterPoint& point, double number, int exponent) {
  number *= point.scale;
  // Dividing by a whole power of ten is exact where multiplying by its inverse is not.
  return exponent < 0 ? number / std::pow(10.0, -exponent) : number * std::pow(10.0, exponent);
}

std::string text_of_number(double number) { return fmt::format("{:.12g}", number); }

template <class Integer>
std::optional<std::string> integer_text(const RegisterPoint& point, Integer number, Integer none,
                                        int exponent) {
  if (number == none && !point.is_any) return std::nullopt;
  if (point.scale == 1.0 && exponent == 0) return std::to_string(number);
  return text_of_number(scaled(point, static_cast<double>(number), exponent));
}

std::optional<std::string> float_text(const RegisterPoint& point, double number, int exponent) {
  if (!std::isfinite(number)) return std::nullopt;
  return text_of_number(scaled(point, number, exponent));
}

tl::unexpected<base::Error> bad(const std::string& text, std::string_view why) {
  return base::fail(base::ErrorKind::invalid_input, fmt::format("'{}' {}", text, why));
}

template <class Integer>
base::Result<Words> integer_words(const RegisterPoint& point, const std::string& text,
                                  double number) {
  const double whole = std::nearbyint(number);
  // The greatest of 64 bits is no double; the next power of two is.
  const auto least = static_cast<double>(std::numeric_limits<Integer>::min());
  const double beyond = std::ldexp(1.0, std::numeric_limits<Integer>::digits);
  if (!(whole >= least && whole < beyond))
    return bad(text, fmt::format("does not fit into {}",
                                 names_of(point.type)[static_cast<std::size_t>(point.type)]));
  return words_of_bits(point, static_cast<std::uint64_t>(static_cast<Integer>(whole)));
}

std::optional<double> number_of(const std::string& text) {
  if (text == "true" || text == "on") return 1.0;
  if (text == "false" || text == "off") return 0.0;
  double number = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(number))
    return std::nullopt;
  return number;
}

}  // namespace

int words_of(RegisterType type) {
  switch (type) {
    case RegisterType::int16:
    case RegisterType::uint16:
    case RegisterType::bit:
      return 1;
    case RegisterType::int32:
    case RegisterType::uint32:
    case RegisterType::float32:
    case RegisterType::acc32:
      return 2;
    case RegisterType::int64:
    case RegisterType::uint64:
    case RegisterType::float64:
    case RegisterType::acc64:
      return 4;
  }
  return 1;
}

std::optional<int> exponent_of(std::uint16_t word) {
  if (word == k_no_exponent) return 0;
  const int exponent = static_cast<std::int16_t>(word);
  if (exponent < -k_exponent_max || exponent > k_exponent_max) return std::nullopt;
  return exponent;
}

std::optional<std::string> text_of(const RegisterPoint& point, const Words& words, int exponent) {
  base::expect(words.size() == static_cast<std::size_t>(words_of(point.type)),
               "a number has as many words as its type");
  const std::uint64_t bits = bits_of(point, words);
  const auto low = static_cast<std::uint32_t>(bits);
  switch (point.type) {
    case RegisterType::bit:
      return bits == 0 ? "0" : "1";
    case RegisterType::int16:
      return integer_text<std::int16_t>(point, static_cast<std::int16_t>(bits),
                                        std::numeric_limits<std::int16_t>::min(), exponent);
    case RegisterType::uint16:
      return integer_text<std::uint16_t>(point, static_cast<std::uint16_t>(bits), 0xFFFF, exponent);
    case RegisterType::int32:
      return integer_text<std::int32_t>(point, static_cast<std::int32_t>(low),
                                        std::numeric_limits<std::int32_t>::min(), exponent);
    case RegisterType::uint32:
      return integer_text<std::uint32_t>(point, low, 0xFFFFFFFFU, exponent);
    case RegisterType::acc32:
      return integer_text<std::uint32_t>(point, low, 0U, exponent);
    case RegisterType::int64:
      return integer_text<std::int64_t>(point, static_cast<std::int64_t>(bits),
                                        std::numeric_limits<std::int64_t>::min(), exponent);
    case RegisterType::uint64:
      return integer_text<std::uint64_t>(point, bits, ~std::uint64_t{0}, exponent);
    case RegisterType::acc64:
      return integer_text<std::uint64_t>(point, bits, 0U, exponent);
    case RegisterType::float32:
      // More digits than a float has would be noise.
      return std::isfinite(std::bit_cast<float>(low)) && point.scale == 1.0 && exponent == 0
                 ? fmt::format("{:.7g}", std::bit_cast<float>(low))
                 : float_text(point, static_cast<double>(std::bit_cast<float>(low)), exponent);
    case RegisterType::float64:
      return float_text(point, std::bit_cast<double>(bits), exponent);
  }
  return std::nullopt;
}

base::Result<Words> words_of(const RegisterPoint& point, const std::string& text, int exponent) {
  const auto number = number_of(text);
  if (!number) return bad(text, "is no number");
  const double raw = exponent < 0 ? *number / point.scale * std::pow(10.0, -exponent)
                                  : *number / point.scale / std::pow(10.0, exponent);
  switch (point.type) {
    case RegisterType::bit:
      return Words{static_cast<std::uint16_t>(*number != 0.0 ? 1 : 0)};
    case RegisterType::int16:
      return integer_words<std::int16_t>(point, text, raw);
    case RegisterType::uint16:
      return integer_words<std::uint16_t>(point, text, raw);
    case RegisterType::int32:
      return integer_words<std::int32_t>(point, text, raw);
    case RegisterType::uint32:
    case RegisterType::acc32:
      return integer_words<std::uint32_t>(point, text, raw);
    case RegisterType::int64:
      return integer_words<std::int64_t>(point, text, raw);
    case RegisterType::uint64:
    case RegisterType::acc64:
      return integer_words<std::uint64_t>(point, text, raw);
    case RegisterType::float32:
      if (std::abs(raw) > static_cast<double>(std::numeric_limits<float>::max()))
        return bad(text, "does not fit into float32");
      return words_of_bits(point, std::bit_cast<std::uint32_t>(static_cast<float>(raw)));
    case RegisterType::float64:
      return words_of_bits(point, std::bit_cast<std::uint64_t>(raw));
  }
  return bad(text, "is no number");
}

}  // namespace ohmstead::connect
