#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "ohmstead/net/modbus_client.hpp"
#include "text.hpp"

namespace ohmstead::net {
namespace {

constexpr std::string_view k_tcp = "tcp://";
constexpr std::string_view k_serial = "serial://";
constexpr std::string_view k_tcp_form = "is no address like tcp://192.168.1.7:502";
constexpr std::size_t k_longest_host = 253;

tl::unexpected<base::Error> bad(const std::string& url, std::string_view why) {
  return base::fail(base::ErrorKind::invalid_input, fmt::format("'{}' {}", url, why));
}

std::optional<int> number_of(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

base::Result<ModbusPlace> parse_tcp(const std::string& url) {
  std::string_view rest = std::string_view{url}.substr(k_tcp.size());
  if (rest.ends_with('/')) rest.remove_suffix(1);
  ModbusPlace place{.port = "502"};
  const std::size_t colon = rest.rfind(':');
  const bool is_ipv6 = rest.starts_with('[');
  if (colon != std::string_view::npos && !(is_ipv6 && rest.ends_with(']'))) {
    const auto port = number_of(rest.substr(colon + 1));
    if (!port || *port < 1 || *port > 65535) return bad(url, k_tcp_form);
    place.port = std::to_string(*port);
    rest = rest.substr(0, colon);
  }
  if (is_ipv6) {
    if (!rest.ends_with(']')) return bad(url, k_tcp_form);
    rest = rest.substr(1, rest.size() - 2);
  }
  const bool is_host = !rest.empty() && rest.size() <= k_longest_host &&
                       std::all_of(rest.begin(), rest.end(), [&](char c) {
                         return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                                (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' ||
                                (is_ipv6 && (c == ':' || c == '%'));
                       });
  if (!is_host) return bad(url, k_tcp_form);
  place.host = rest;
  return place;
}

// Why not; empty: taken.
std::string take(ModbusPlace& place, std::string_view key, std::string_view value) {
  constexpr std::array k_bauds{1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200};
  const auto number = number_of(value);
  if (key == "baud") {
    if (!number || std::find(k_bauds.begin(), k_bauds.end(), *number) == k_bauds.end())
      return fmt::format("has a baud that is none of {}", fmt::join(k_bauds, ", "));
    place.baud = *number;
  } else if (key == "parity") {
    if (value != "N" && value != "E" && value != "O") return "has a parity that is none of N, E, O";
    place.parity = value.front();
  } else if (key == "stop") {
    if (number != 1 && number != 2) return "has a stop that is neither 1 nor 2";
    place.stop_bits = *number;
  } else if (key == "data") {
    if (number != 7 && number != 8) return "has a data that is neither 7 nor 8";
    place.data_bits = *number;
  } else {
    return fmt::format("has '{}', which is none of baud, parity, stop, data", key);
  }
  return {};
}

base::Result<ModbusPlace> parse_serial(const std::string& url) {
  const std::string_view rest = std::string_view{url}.substr(k_serial.size());
  const std::size_t question = rest.find('?');
  ModbusPlace place;
  place.device = rest.substr(0, question);
  if (place.device.size() < 2 || place.device.front() != '/' || has_control_character(place.device))
    return bad(url, "is no address like serial:///dev/ttyUSB0?baud=9600");
  if (question == std::string_view::npos) return place;
  for (const std::string_view pair : split(rest.substr(question + 1), '&')) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos) return bad(url, fmt::format("has '{}' without =", pair));
    if (const auto why = take(place, pair.substr(0, equals), pair.substr(equals + 1)); !why.empty())
      return bad(url, why);
  }
  return place;
}

}  // namespace

base::Result<ModbusPlace> parse_modbus_place(const std::string& url) {
  if (url.starts_with(k_tcp)) return parse_tcp(url);
  if (url.starts_with(k_serial)) return parse_serial(url);
  return bad(url, "begins with neither tcp:// nor serial://");
}

}  // namespace ohmstead::net
