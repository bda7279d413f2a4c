// What `ohmstead run` is told about where it listens and who may ask it. Thread rule: main
// thread.
#pragma once

#include "commands.hpp"
#include "ohmstead/net/server.hpp"

namespace ohmstead::app {

// Refuses to listen beyond this computer without a password or token, unless that is insisted on.
[[nodiscard]] base::Result<api::AccessOptions> read_access_options(const RunRequest& request);

[[nodiscard]] net::ServerOptions server_options(const RunRequest& request);
// "https://[::1]:8642/"
[[nodiscard]] std::string origin(const RunRequest& request, std::uint16_t port);

}  // namespace ohmstead::app
