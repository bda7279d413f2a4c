// Many registers in few requests. Thread rule: pure functions.
#pragma once

#include <compare>
#include <vector>

#include "ohmstead/net/modbus_client.hpp"

namespace ohmstead::connect {

struct RegisterSpan {
  net::ModbusTable table = net::ModbusTable::holding;
  int first = 0;
  int count = 1;
  auto operator<=>(const RegisterSpan&) const = default;
};

struct RegisterBlock {
  RegisterSpan whole;
  std::vector<RegisterSpan> parts;  // what was asked for
};

struct BlockRule {
  int gap_max = 16;  // registers that are read though nobody asked
  int count_max = 100;
};

// Requests that together hold all spans, in order; equal spans once. Spans that overlap a request's
// limit get one of their own.
[[nodiscard]] std::vector<RegisterBlock> blocks_of(std::vector<RegisterSpan> spans,
                                                   BlockRule rule = {});

}  // namespace ohmstead::connect
