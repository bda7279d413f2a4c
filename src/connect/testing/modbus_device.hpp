// A Modbus device for tests, on loopback and a free port, byte by byte by itself, so that a test of
// the client does not depend on the library that the client is made of.
//
// Holding and input registers hold what they are told; a request that touches any other is refused.
// It answers as one unit alone, serves one client at a time, and can fall silent or hang up. Thread
// rule: a thread of its own answers; all members may be called from the test's.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace ohmstead::connect {

class ModbusDevice {
 public:
  explicit ModbusDevice(int unit = 1);
  ~ModbusDevice();
  ModbusDevice(const ModbusDevice&) = delete;
  ModbusDevice& operator=(const ModbusDevice&) = delete;

  [[nodiscard]] std::string url() const { return "tcp://127.0.0.1:" + std::to_string(port_); }
  // From `first` on, of both tables.
  void put(int first, const std::vector<std::uint16_t>& words);
  [[nodiscard]] std::uint16_t at(int number) const;
  // Requests so far.
  [[nodiscard]] int count() const { return count_; }
  // In the order they came: "40016=3".
  [[nodiscard]] std::vector<std::string> written() const;
  // Closes who is connected, and takes nobody while it is so.
  void set_gone(bool is_gone) { is_gone_ = is_gone; }
  void set_silent(bool is_silent) { is_silent_ = is_silent; }
  // Some devices know only the request for several registers.
  void refuse_single_writes() { has_single_writes_ = false; }

 private:
  void serve(const std::stop_token& stop);
  bool serve_one(int client);  // a request; false: the client has gone
  std::string answer(const std::string& request);

  int unit_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<int> count_{0};
  std::atomic<bool> is_gone_{false};
  std::atomic<bool> is_silent_{false};
  std::atomic<bool> has_single_writes_{true};
  mutable std::mutex mutex_;
  std::map<int, std::uint16_t> registers_;
  std::vector<std::string> written_;
  std::jthread thread_;
};

}  // namespace ohmstead::connect
