// What a cycle says of its parts, and what was wanted in it. Private to the room.
//
// Thread rule: pure functions.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "ohmstead/engine/engine.hpp"

namespace ohmstead::engine {

inline constexpr std::chrono::days k_overrides_ahead{8};

void tell(Snapshot& now, const char* name, Health health, std::string text, base::Time since);

// Since when a part that fails now has given nothing.
[[nodiscard]] base::Time since_of(const std::optional<Snapshot>& last, std::string_view name,
                                  base::Time now);

// What people and rules wanted at that time.
[[nodiscard]] std::vector<std::pair<std::string, home::ManualKind>> wanted_at(
    const std::vector<home::Override>& all, base::Time time);

}  // namespace ohmstead::engine
