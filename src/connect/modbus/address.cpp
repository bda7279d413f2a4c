#include "modbus/address.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <vector>

#include "modbus/sunspec.hpp"

namespace ohmstead::connect {
namespace {

using net::ModbusTable;

constexpr int k_last_register = 65535;
constexpr std::string_view k_sunspec = "sunspec:";

tl::unexpected<base::Error> bad(const std::string& text, std::string_view why) {
  return base::fail(base::ErrorKind::invalid_input, fmt::format("'{}' {}", text, why));
}

std::vector<std::string> parts_of(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

template <class Number>
std::optional<Number> number_of(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

template <class Enum>
std::optional<Enum> find_name(std::string_view name) {
  const auto names = names_of(Enum{});
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

bool is_bits(ModbusTable table) {
  return table == ModbusTable::coil || table == ModbusTable::discrete;
}

std::optional<int> register_of(std::string_view text) {
  const auto number = number_of<int>(text);
  if (!number || *number < 0 || *number > k_last_register) return std::nullopt;
  return number;
}

// Of what follows the type; why not: a sentence, else empty.
std::string take_option(RegisterPoint& point, const std::string& option) {
  if (option == "swap") {
    if (words_of(point.type) == 1) return "has swap, but its number is a single register";
    point.is_swapped = true;
  } else if (option == "any") {
    point.is_any = true;
  } else if (option.starts_with("sf@")) {
    point.scale_at = register_of(std::string_view{option}.substr(3));
    if (!point.scale_at) return fmt::format("has '{}', which names no register", option);
  } else if (option.starts_with('x')) {
    const auto scale = number_of<double>(std::string_view{option}.substr(1));
    if (!scale || !std::isfinite(*scale) || *scale == 0.0)
      return fmt::format("has '{}', which is no scale such as x0.1", option);
    point.scale = *scale;
  } else {
    return fmt::format("has '{}', which is none of swap, any, x0.1, sf@40084", option);
  }
  return {};
}

base::Result<RegisterAddress> parse_register(const std::string& text) {
  const auto parts = parts_of(text, ':');
  RegisterPoint point;
  const auto table = find_name<ModbusTable>(parts.front());
  if (!table) return bad(text, "begins with none of holding, input, coil, discrete, sunspec");
  point.table = *table;
  const auto number = parts.size() < 2 ? std::nullopt : register_of(parts[1]);
  if (!number) return bad(text, "has no register's number from 0 to 65535 after the first colon");
  point.number = *number;
  if (is_bits(*table)) {
    if (parts.size() > 2) return bad(text, "says more than coils and discrete inputs have");
    point.type = RegisterType::bit;
    return RegisterAddress{std::nullopt, point};
  }
  if (parts.size() > 2) {
    const auto type = find_name<RegisterType>(parts[2]);
    if (!type || *type == RegisterType::bit)
      return bad(text, fmt::format("has '{}', which is none of int16, uint16, int32, uint32, "
                                   "int64, uint64, float32, float64, acc32, acc64",
                                   parts[2]));
    point.type = *type;
  }
  if (point.number + words_of(point.type) - 1 > k_last_register)
    return bad(text, "reaches beyond the last register, 65535");
  for (std::size_t i = 3; i < parts.size(); ++i) {
    if (const auto why = take_option(point, parts[i]); !why.empty()) return bad(text, why);
  }
  return RegisterAddress{std::nullopt, point};
}

base::Result<RegisterAddress> parse_sunspec(const std::string& text) {
  const auto parts = parts_of(std::string_view{text}.substr(k_sunspec.size()), '.');
  if (parts.size() < 2 || parts.size() > 3) return bad(text, "is not like sunspec:103.W");
  SunspecName name;
  const auto halves = parts_of(parts.front(), '#');
  name.model = halves.front();
  if (halves.size() > 1) {
    const auto instance = number_of<int>(halves[1]);
    if (halves.size() > 2 || !instance || *instance < 1 || *instance > 99)
      return bad(text, "names no model like 203#2");
    name.instance = *instance;
  }
  if (parts.size() == 3) {
    const auto block = number_of<int>(parts[1]);
    if (!block || *block < 1 || *block > 99) return bad(text, "is not like sunspec:160.1.DCW");
    name.block = *block;
  }
  name.point = parts.back();
  if (const auto why = fault_of(name); !why.empty()) return bad(text, why);
  return RegisterAddress{name, {}};
}

}  // namespace

base::Result<RegisterAddress> parse_register_address(const std::string& text) {
  if (text.starts_with(k_sunspec)) return parse_sunspec(text);
  // "103.W" is short for it.
  const bool is_short = text.find(':') == std::string::npos && text.find('.') != std::string::npos;
  if (is_short && text.front() >= '0' && text.front() <= '9')
    return parse_sunspec(std::string{k_sunspec} + text);
  return parse_register(text);
}

}  // namespace ohmstead::connect
