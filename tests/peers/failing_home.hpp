// A home whose inverter, and if wanted whose charge point, fail in front of the running program.
// Thread rule: one thread.
#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "python_peer.hpp"
#include "serving.hpp"

namespace ohmstead::cli {

using Json = nlohmann::json;

class FailingHome : public testing::Test {
 protected:
  void SetUp() override;
  // Starts the program with `more` at the end of the site file, lines of `connections`.
  void serve(const std::string& devices = "", const std::string& more = "");
  // What happens to a peer.
  static void happens(peers::PythonPeer& peer, const std::string& what);
  void happens(const std::string& what) { happens(*inverter_, what); }
  void order(const std::string& device) const;
  void order_nothing() const { (void)service_->ask("DELETE /api/v1/overrides"); }
  // Whether Health says so within a minute, or no more.
  [[nodiscard]] bool says(const std::string& words) const;
  [[nodiscard]] bool says_no_more(const std::string& words) const;
  [[nodiscard]] std::string health() const { return service_->ask("GET /api/v1/health"); }
  // Whether the inverter says within a minute that it was told so.
  [[nodiscard]] bool is_told(const std::string& words) {
    return inverter_->read_until("told " + words) == "told " + words;
  }
  // How often it was told anything since the last of these questions.
  [[nodiscard]] int times_told();

  ScratchFolder folder_;
  std::unique_ptr<peers::PythonPeer> inverter_;
  std::string inverter_port_;
  std::unique_ptr<Serving> service_;
};

}  // namespace ohmstead::cli
