// What `ohmstead serve` is told about who may ask it. Thread rule: main thread.
#pragma once

#include "commands.hpp"

namespace ohmstead::app {

// Refuses to listen beyond this computer without a password or token, unless that is insisted on.
[[nodiscard]] base::Result<api::AccessOptions> read_access_options(const ServeRequest& request);

}  // namespace ohmstead::app
