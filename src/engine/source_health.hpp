// How the sources of prices, weather and sun do, and what plans go by where one is dead.
//
// Only what nothing stands in for has failed: of two price sources one may be dead, and a home
// without weather is planned by what was measured. Thread rule: a pure function.
#pragma once

#include "ohmstead/engine/snapshot.hpp"
#include "ohmstead/ports/feeds.hpp"

namespace ohmstead::engine {

[[nodiscard]] std::vector<Component> source_components(
    const std::vector<ports::FeedHealth>& sources, base::Time now);

}  // namespace ohmstead::engine
