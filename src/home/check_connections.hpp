// What one field of how a home is reached cannot know. Thread rule: pure function.
#pragma once

#include "ohmstead/describe/problems.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::home {

void find_connection_problems(const Site& site, describe::Problems& problems);

// Chargers that several cars share: whether one is there must be told, and what flows once.
void find_shared_charger_problems(const Site& site, describe::Problems& problems);

// Points that a connection of the site gets from elsewhere, in a document of their own. Those of no
// name are not looked at.
struct Points {
  const std::vector<PointReading>& readings;
  const std::vector<PointCommands>& commands;
};
void find_point_problems(const Site& site, std::size_t connection, const Points& points,
                         describe::Problems& problems);

}  // namespace ohmstead::home
