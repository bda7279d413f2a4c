// Examples in the project's documentation, so that what people copy is tried.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>

#include "ohmstead/home/site.hpp"

namespace ohmstead::connect {

// The first block of YAML in docs/connections/<name>.md as a site; its faults fail the test.
[[nodiscard]] inline home::Site documented_site(const std::string& project,
                                                const std::string& name) {
  std::ifstream file{project + "/docs/connections/" + name + ".md"};
  std::ostringstream text;
  text << file.rdbuf();
  const std::string all = text.str();
  const std::size_t begin = all.find("```yaml\n");
  const std::size_t end = all.find("\n```", begin);
  if (begin == std::string::npos || end == std::string::npos) {
    ADD_FAILURE() << name << ".md has no example";
    return {};
  }
  auto site = home::read_site(all.substr(begin + 8, end - begin - 7), name + ".md");
  if (site) return std::move(*site);
  ADD_FAILURE() << site.error().message;
  return {};
}

// Addresses of a connection: those read, and those written.
struct Addresses {
  std::vector<std::string> read;
  std::vector<std::string> written;
};
[[nodiscard]] inline Addresses addresses_of(const home::Connection& connection) {
  Addresses all;
  for (const auto& reading : connection.readings) all.read.push_back(reading.at);
  for (const auto& commands : connection.commands) {
    for (const auto& verb : commands.verbs) {
      for (const auto& write : verb.writes) all.written.push_back(write.to);
      for (const auto& sign : verb.seen) all.read.push_back(sign.at);
      if (verb.power) all.read.push_back(verb.power->at);
    }
  }
  return all;
}

}  // namespace ohmstead::connect
