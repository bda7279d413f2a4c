// The dashboard's files, which travel inside the program.
//
// Thread rule: pure function.
#pragma once

#include <optional>
#include <string>

#include "ohmstead/api/api.hpp"

namespace ohmstead::app {

// Nothing when there is no such file, or no dashboard in this build.
[[nodiscard]] std::optional<api::Asset> find_dashboard_file(const std::string& path);

}  // namespace ohmstead::app
