// A certificate made for a test, in a folder of its own that goes with the object.
#pragma once

#include <filesystem>
#include <string>

#include "ohmstead/net/server.hpp"

namespace ohmstead::net {

class TestCertificate {
 public:
  explicit TestCertificate(const std::string& name = "localhost");
  ~TestCertificate();
  TestCertificate(const TestCertificate&) = delete;
  TestCertificate& operator=(const TestCertificate&) = delete;

  // Another pair in the same files.
  void renew(const std::string& name);
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
  [[nodiscard]] std::filesystem::path certificate() const { return folder_ / "cert.pem"; }
  [[nodiscard]] std::filesystem::path key() const { return folder_ / "key.pem"; }
  // `options` with these files.
  [[nodiscard]] ServerOptions in(ServerOptions options = {}) const;

 private:
  std::filesystem::path folder_;
};

}  // namespace ohmstead::net
