// Numbers in registers of 16 bits: where they stand, how they are stored, and what they say.
//
// A number that a device uses to say "I have none" (0x8000 of int16, 0xFFFF of uint16, and so on,
// NaN of floats, 0 of acc32) is none, unless the point says that any counts. Thread rule: pure
// functions.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/net/modbus_client.hpp"

namespace ohmstead::connect {

enum class RegisterType {
  int16,
  uint16,
  int32,
  uint32,
  int64,
  uint64,
  float32,
  float64,
  acc32,
  acc64,
  bit
};
constexpr auto names_of(RegisterType) {
  return std::array<std::string_view, 11>{"int16", "uint16", "int32",   "uint32",
                                          "int64", "uint64", "float32", "float64",
                                          "acc32", "acc64",  "bit"};
}

struct RegisterPoint {
  net::ModbusTable table = net::ModbusTable::holding;
  int number = 0;
  RegisterType type = RegisterType::uint16;
  bool is_swapped = false;           // the word with the lowest bits comes first
  bool is_any = false;               // no number means "none"
  double scale = 1.0;                // what is said is the number times this
  std::optional<int> scale_at = {};  // a register beside with a power of ten, as int16
  std::string_view unit = {};        // where it is known
};

[[nodiscard]] int words_of(RegisterType type);

using Words = std::vector<std::uint16_t>;

// The number as a text; nothing: the device has none. `exponent`: what `scale_at` says.
// Precondition: as many words as the type has.
[[nodiscard]] std::optional<std::string> text_of(const RegisterPoint& point, const Words& words,
                                                 int exponent);
// What a scale register says; nothing: no power of ten that there can be. "I have none" is 0.
[[nodiscard]] std::optional<int> exponent_of(std::uint16_t word);
// Errors: invalid_input (no number, or one that the type cannot hold).
[[nodiscard]] base::Result<Words> words_of(const RegisterPoint& point, const std::string& text,
                                           int exponent);

}  // namespace ohmstead::connect
