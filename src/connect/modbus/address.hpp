// Addresses of registers as a site file writes them.
//
//   holding:40083:int16:sf@40084    table, number in the protocol, type, power of ten beside it
//   input:5003:uint32:swap:x0.1     low word first; times 0.1
//   holding:100:uint16:any          also 65535 is a number
//   coil:3  discrete:3              0 or 1
//   sunspec:103.W  sunspec:203#2.W  a point of a SunSpec model; of the second such model
//   sunspec:inverter.W              of whichever of its models the device has; meter, storage,
//                                   battery and mppt likewise
//   sunspec:160.1.DCW               of a repeating block
//
// Thread rule: pure functions.
#pragma once

#include <optional>
#include <string>

#include "modbus/registers.hpp"
#include "ohmstead/base/result.hpp"

namespace ohmstead::connect {

struct SunspecName {
  std::string model;  // a number, or inverter, meter, storage, battery, mppt
  int instance = 1;   // of the models that fit, in the device's order
  int block = 0;      // 1: the first of the repeating ones
  std::string point;
};

struct RegisterAddress {
  std::optional<SunspecName> sunspec;  // else:
  RegisterPoint point;
};

// Errors: invalid_input, in words for people.
[[nodiscard]] base::Result<RegisterAddress> parse_register_address(const std::string& text);

}  // namespace ohmstead::connect
