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

// What people and rules want of which device, sorted.
using Wanted = std::vector<std::pair<std::string, home::ManualKind>>;
[[nodiscard]] Wanted wanted_at(const std::vector<home::Override>& all, base::Time time);
// In the first slot of a plan that has to keep to these.
[[nodiscard]] Wanted wanted_first(const std::vector<home::ManualBlock>& all,
                                  const base::SlotGrid& slots);

}  // namespace ohmstead::engine
