// Points of SunSpec models: name, place from the model's number on, type, and where its power of
// ten stands. Thread rule: constants.
#pragma once

#include <span>
#include <string_view>

#include "modbus/registers.hpp"

namespace ohmstead::connect {

struct SunspecPoint {
  std::string_view name;
  int at = 0;
  RegisterType type = RegisterType::uint16;
  int scale_at = 0;  // 0: none
  std::string_view unit = {};
};

struct SunspecTable {
  std::span<const SunspecPoint> points;
  std::span<const SunspecPoint> repeating = {};  // places in the block
  int repeats_from = 0;
  int block_length = 0;
};

// Null: it is none of these.
[[nodiscard]] const SunspecTable* find_table(int model);

}  // namespace ohmstead::connect
