// Thread rule: pure function.
#pragma once

#include <fmt/format.h>

#include <string>

namespace ohmstead::connect {

// http(s):// of the site file as ws(s):// of the interface.
[[nodiscard]] inline std::string socket_url(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return fmt::format("ws{}/api/websocket", url.starts_with("http") ? url.substr(4) : "://" + url);
}

}  // namespace ohmstead::connect
