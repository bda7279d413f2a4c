// A folder of its own for a test, removed with the object.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace ohmstead::api::testing {

struct Scratch {
  std::filesystem::path path;

  Scratch() {
    std::string pattern = (std::filesystem::temp_directory_path() / "ohmstead_api_XXXXXX").string();
    path = ::mkdtemp(pattern.data());
  }
  ~Scratch() { std::filesystem::remove_all(path); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
};

}  // namespace ohmstead::api::testing
