#include "ocpp/basic_login.hpp"

#include <cstdint>

namespace ohmstead::connect {
namespace {

constexpr std::string_view k_letters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::optional<std::string> from_base64(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  std::string bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char letter : text) {
    const std::size_t value = k_letters.find(letter);
    if (value == std::string_view::npos) return std::nullopt;
    bits = ((bits << 6U) | static_cast<std::uint32_t>(value)) & 0xFFFFFFU;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>((bits >> static_cast<unsigned>(count)) & 0xFFU);
  }
  return bytes;
}

}  // namespace

std::optional<BasicLogin> read_basic_login(std::string_view header) {
  constexpr std::string_view k_basic = "Basic ";
  if (!header.starts_with(k_basic)) return std::nullopt;
  const auto pair = from_base64(header.substr(k_basic.size()));
  if (!pair) return std::nullopt;
  const std::size_t colon = pair->find(':');
  if (colon == std::string::npos) return std::nullopt;
  return BasicLogin{pair->substr(0, colon), pair->substr(colon + 1)};
}

}  // namespace ohmstead::connect
