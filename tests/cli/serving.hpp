// A running `ohmstead run` on a free port; ended with the object. Speaks plain bytes.
//
//   Serving service{{"--access", "access.yaml"}};
//   service.ask("GET /api/v1/status", "", {"Authorization: Bearer x"});
#pragma once

#include <chrono>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "run_program.hpp"

namespace ohmstead::cli {

class Serving {
 public:
  explicit Serving(const std::vector<std::string>& more_words = {});
  ~Serving();
  Serving(const Serving&) = delete;
  Serving& operator=(const Serving&) = delete;

  [[nodiscard]] bool is_up() const { return port_ > 0; }
  [[nodiscard]] int port() const { return port_; }
  // What it printed until it was up.
  [[nodiscard]] const std::string& said() const { return said_; }
  // Exit code after a polite signal.
  int end();
  void send_signal(int number) const;
  // The whole answer, header and all, to a line such as "GET /api/v1/status".
  [[nodiscard]] std::string ask(const std::string& line, const std::string& body = "",
                                const std::vector<std::string>& headers = {}) const;
  [[nodiscard]] nlohmann::json ask_json(const std::string& line, const std::string& body = "",
                                        const std::vector<std::string>& headers = {}) const;
  // What /api/v1/devices says of one; empty: nothing.
  [[nodiscard]] nlohmann::json device(const std::string& id) const;
  // What a stream of events says until it says `wanted`.
  [[nodiscard]] std::string listen(const std::string& path, const std::string& wanted) const;

 private:
  [[nodiscard]] int connect_to() const;

  RunningProgram program_;
  std::string said_;
  int port_ = 0;
};

// Within a minute.
template <class Is>
bool comes_true(const Is& is) {
  for (int tries = 0; tries < 1200; ++tries) {
    if (is()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  }
  return false;
}

}  // namespace ohmstead::cli
