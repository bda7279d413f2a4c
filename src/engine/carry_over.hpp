// What an engine shows and follows of the one before it, whose site file was another: until it has
// made a plan of its own.
//
// Devices are those of the new site file: the plan leaves out those that are gone, and what came
// with it follows the home. Thread rule: a pure function.
#pragma once

#include "ohmstead/base/zone.hpp"
#include "ohmstead/engine/snapshot.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::engine {

[[nodiscard]] Snapshot carry_over(const Snapshot& before, const home::Site& site,
                                  const base::Zone& zone);

}  // namespace ohmstead::engine
