// Whole files in one call. Writing is atomic: the new content stands under a temporary name beside
// the target and is renamed when it is complete and on disk, so a reader never sees half a file.
// Errors: not_found, unavailable (full disk, read-only folder, no permission), each naming the
// path. Thread rule: any thread; two writers of one path race, the last one wins whole.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "ohmstead/base/result.hpp"

namespace ohmstead::base {

[[nodiscard]] Result<std::string> read_file(const std::filesystem::path& path);
[[nodiscard]] Result<void> write_file(const std::filesystem::path& path, std::string_view content);

}  // namespace ohmstead::base
