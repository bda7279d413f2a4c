// A damaged database makes room for a new one, and stays readable for those who want to save it.
//
// Only a file of ours, or one whose beginning is damaged and that is named *.db; a database of
// another program and any other file stay where they are. Errors: unavailable (cannot be renamed).
// Thread rule: nobody else may have it open.
#pragma once

#include <filesystem>
#include <optional>

#include "ohmstead/base/result.hpp"

namespace ohmstead::store {

// Its name from then on, `<path>.damaged` or with a number; nothing where it is not damaged.
[[nodiscard]] base::Result<std::optional<std::filesystem::path>> put_damaged_aside(
    const std::filesystem::path& path);

}  // namespace ohmstead::store
