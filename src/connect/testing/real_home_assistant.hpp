// A real Home Assistant core on loopback for tests, where one is installed: see
// tests/peers/home_assistant. It ends with the object, and with the test program.
// Thread rule: one thread.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <string>

namespace ohmstead::connect {

class RealHomeAssistant {
 public:
  // Of a Python that has Home Assistant, from the environment; empty: there is none.
  [[nodiscard]] static std::string python();
  static constexpr const char* k_absent =
      "no Home Assistant: run tests/peers/home_assistant/run (OHMSTEAD_HOME_ASSISTANT)";

  // Throws std::runtime_error when it does not start. Precondition: python() is not empty.
  RealHomeAssistant();
  ~RealHomeAssistant();
  RealHomeAssistant(const RealHomeAssistant&) = delete;
  RealHomeAssistant& operator=(const RealHomeAssistant&) = delete;

  [[nodiscard]] std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  [[nodiscard]] const std::string& token() const { return token_; }
  [[nodiscard]] const std::string& read_only_token() const { return read_only_token_; }
  void set(const std::string& entity, const std::string& state,
           const std::string& attributes = "{}") const;
  void remove(const std::string& entity) const;
  // Long-term statistics: a JSON list of objects with start and mean, without spaces.
  void record(const std::string& entity, const std::string& unit, const std::string& rows) const;
  void use_broker(std::uint16_t port) const;  // on loopback
  void end();                                 // in good order
  void start();                               // at the same port, with the same users

 private:
  void say(const std::string& line) const;

  std::filesystem::path folder_;
  pid_t process_ = -1;
  int to_ = -1;
  std::uint16_t port_ = 0;
  std::string token_;
  std::string read_only_token_;
};

}  // namespace ohmstead::connect
