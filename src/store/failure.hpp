// From the library's result codes to one clear message for people each.
// Thread rule: as Store.
#pragma once

#include <string>
#include <string_view>

#include "ohmstead/base/result.hpp"

namespace ohmstead::store {

struct Connection;

// To be called in a catch block: the Error for the library exception that is being handled.
// Rethrows what is not one of the library's.
[[nodiscard]] base::Error current_failure(const Connection& connection);

// A damaged file; `detail` says how that was noticed.
[[nodiscard]] base::Error damage(const std::string& path, std::string_view detail);

// Why the file at `path` cannot be opened or written, as the system sees it now: a folder in its
// place, a read-only folder, no permission. `otherwise` is said when the system sees no reason.
[[nodiscard]] base::Error no_access(const std::string& path, std::string_view otherwise);

}  // namespace ohmstead::store
