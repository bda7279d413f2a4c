// A Modbus client: registers and coils of devices behind a TCP address or a serial line.
//
// Numbers of registers are those of the protocol, 0 to 65535. It waits for answers, at most
// `answer_timeout` each, and after an error that leaves the line in doubt it is disconnected:
// connect() again. Messages name no place, only what is wrong. Thread rule: one thread, but for
// cancel(), which may be called from any.
//
//   auto place = parse_modbus_place("tcp://192.168.1.7:502");
//   ModbusClient client{*place};
//   if (client.connect()) registers = client.read(ModbusTable::holding, 1, 40000, 2);
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ohmstead/base/result.hpp"

namespace ohmstead::net {

struct ModbusPlace {
  std::string host = {};    // empty: a serial line
  std::string port = {};    // of the host
  std::string device = {};  // such as /dev/ttyUSB0
  int baud = 9600;
  char parity = 'N';  // N, E or O
  int data_bits = 8;
  int stop_bits = 1;
};

// tcp://host, tcp://host:1502, serial:///dev/ttyUSB0?baud=19200&parity=E&stop=1&data=8. Errors:
// invalid_input.
[[nodiscard]] base::Result<ModbusPlace> parse_modbus_place(const std::string& url);

enum class ModbusTable { coil, discrete, input, holding };
constexpr auto names_of(ModbusTable) {
  return std::array<std::string_view, 4>{"coil", "discrete", "input", "holding"};
}

// As many as one request can have.
inline constexpr int k_modbus_registers_max = 125;

class ModbusClient {
 public:
  explicit ModbusClient(ModbusPlace place,
                        std::chrono::milliseconds answer_timeout = std::chrono::seconds{3});
  ~ModbusClient();
  ModbusClient(const ModbusClient&) = delete;
  ModbusClient& operator=(const ModbusClient&) = delete;

  // Errors of all: unavailable, timed_out (is it the right unit?), cancelled; of those below, for
  // which the connection stays: not_found (no such register there), invalid_input (the device
  // refuses the value), refused (it does not do such a thing).
  [[nodiscard]] base::Result<void> connect();
  [[nodiscard]] bool is_connected() const;
  // One number for each register, for each coil 0 or 1. Precondition: 1 to 125 within the table.
  [[nodiscard]] base::Result<std::vector<std::uint16_t>> read(ModbusTable table, int unit,
                                                              int first, int count);
  // Into holding registers from `first` on, or into coils. Precondition: as above.
  [[nodiscard]] base::Result<void> write(ModbusTable table, int unit, int first,
                                         const std::vector<std::uint16_t>& values);
  void disconnect();
  // Ends what waits for an answer, and what comes after.
  void cancel();

 private:
  struct Line;
  std::unique_ptr<Line> line_;
};

}  // namespace ohmstead::net
