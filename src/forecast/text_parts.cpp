#include "text_parts.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstdint>

namespace ohmstead::forecast {

using base::ErrorKind;
using base::fail;
using base::Result;

std::uint64_t check_sum(std::string_view text) {
  std::uint64_t sum = 0xcbf29ce484222325ULL;
  for (const char each : text) {
    sum ^= static_cast<unsigned char>(each);
    sum *= 0x100000001b3ULL;
  }
  return sum;
}

std::string join_parts(const TextParts& parts) {
  std::string text = parts.kind + '\n';
  for (const std::string& part : parts.all) {
    text += fmt::format("{} {:016x}\n", part.size(), check_sum(part)) + part + '\n';
  }
  return text;
}

Result<TextParts> split_parts(const std::string& text, std::string_view kind) {
  std::string_view rest = text;
  const auto take_line = [&rest] {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return line;
  };
  TextParts parts{std::string{take_line()}, {}};
  if (parts.kind != kind) {
    return fail(ErrorKind::invalid_input, fmt::format("this is no stored {}", kind));
  }
  while (!rest.empty()) {
    const std::string_view head = take_line();
    std::size_t size = 0;
    const auto [stop, fault] = std::from_chars(head.data(), head.data() + head.size(), size);
    if (fault != std::errc{} || stop == head.data() + head.size() || rest.size() <= size ||
        head.substr(static_cast<std::size_t>(stop - head.data()) + 1) !=
            fmt::format("{:016x}", check_sum(rest.substr(0, size)))) {
      return fail(ErrorKind::invalid_input, fmt::format("the stored {} is damaged", kind));
    }
    parts.all.emplace_back(rest.substr(0, size));
    rest.remove_prefix(size + 1);
  }
  return parts;
}

std::string write_numbers(const std::vector<double>& numbers) {
  return fmt::format("{}", fmt::join(numbers, " "));
}

std::optional<std::vector<double>> read_numbers(const std::string& text) {
  std::vector<double> numbers;
  const char* next = text.data();
  const char* end = text.data() + text.size();
  while (next < end) {
    double number = 0.0;
    const auto [stop, fault] = std::from_chars(next, end, number);
    if (fault != std::errc{} || !std::isfinite(number)) return std::nullopt;
    numbers.push_back(number);
    next = stop < end && *stop == ' ' ? stop + 1 : stop;
    if (next == stop && stop < end) return std::nullopt;
  }
  return numbers;
}

}  // namespace ohmstead::forecast
