// Names of modes, as they stand in plans and cases. Thread rule: pure functions.
#pragma once

#include <optional>
#include <string_view>

#include "ohmstead/home/plan.hpp"

namespace ohmstead::plan {

[[nodiscard]] inline std::optional<home::Mode> find_mode(std::string_view name) {
  constexpr auto k_names = names_of(home::Mode{});
  for (std::size_t i = 0; i < k_names.size(); ++i) {
    if (k_names[i] == name) return static_cast<home::Mode>(i);
  }
  return std::nullopt;
}

}  // namespace ohmstead::plan
