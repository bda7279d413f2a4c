// Files that hold passwords and tokens: for their owner alone (mode 0600).
//
// Errors as in file.hpp, and `refused` when others have any right to a file that is read.
// Thread rule: as in file.hpp.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "ohmstead/base/result.hpp"

namespace ohmstead::base {

[[nodiscard]] Result<std::string> read_private_file(const std::filesystem::path& path);
// Atomic; a file that was there is replaced whole, its rights with it.
[[nodiscard]] Result<void> write_private_file(const std::filesystem::path& path,
                                              std::string_view content);

}  // namespace ohmstead::base
