// SunSpec: inverters, meters and batteries that say in their registers what stands where.
//
// A list of models begins at one of three registers; each has a number, a length and points at
// known places. Here are the tables of those that a home needs. Thread rule: pure functions.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "modbus/address.hpp"

namespace ohmstead::connect {

struct SunspecModel {
  int id = 0;
  int at = 0;      // register of its number
  int length = 0;  // behind number and length
};

using ReadRegisters = std::function<base::Result<Words>(int first, int count)>;

// What a device has, in its order. Errors: not_found (it does not speak SunSpec), those of `read`
// when the connection is lost.
[[nodiscard]] base::Result<std::vector<SunspecModel>> find_models(const ReadRegisters& read);

// Why no device can have such a point, in words; empty: one can.
[[nodiscard]] std::string fault_of(const SunspecName& name);
// Errors: not_found (this device does not have it). Precondition: fault_of() is empty.
[[nodiscard]] base::Result<RegisterPoint> place_of(const SunspecName& name,
                                                   const std::vector<SunspecModel>& models);

}  // namespace ohmstead::connect
