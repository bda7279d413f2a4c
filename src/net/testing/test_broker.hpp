// A real mosquitto on a free loopback port for tests, which can be killed, started again and
// frozen. It ends with the object, and with the test program. Thread rule: one thread.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>

namespace ohmstead::net {

struct TestBrokerOptions {
  std::string user = {};  // empty: anybody may come
  std::string password = {};
  std::filesystem::path certificate = {};  // empty: no TLS
  std::filesystem::path key = {};
  std::string readable = {};  // the one topic that can be subscribed to; empty: all
  std::string more = {};      // lines for its configuration
};

class TestBroker {
 public:
  // Throws std::runtime_error when it does not start. Precondition: is_installed().
  explicit TestBroker(TestBrokerOptions options = {});
  ~TestBroker();
  TestBroker(const TestBroker&) = delete;
  TestBroker& operator=(const TestBroker&) = delete;

  [[nodiscard]] static bool is_installed();
  // Whether `readable` can be wished for.
  [[nodiscard]] static bool has_access_rules();
  static constexpr const char* k_absent = "mosquitto is not installed: tools/setup test";

  [[nodiscard]] std::uint16_t port() const { return port_; }
  [[nodiscard]] std::string url() const;
  // At once, without a word to its clients.
  void kill();
  // At the same port. Forgets what was retained.
  void restart();
  void freeze();
  void thaw();

 private:
  [[nodiscard]] bool start();

  TestBrokerOptions options_;
  std::filesystem::path folder_;
  std::uint16_t port_ = 0;
  pid_t process_ = -1;
};

// What tests wait for, up to half a minute: false when it did not come true.
template <class Condition>
[[nodiscard]] bool eventually(const Condition& holds);
void rest_between_looks();

template <class Condition>
bool eventually(const Condition& holds) {
  for (int look = 0; look < 3'000; ++look) {
    if (holds()) return true;
    rest_between_looks();
  }
  return false;
}

}  // namespace ohmstead::net
