// The part of the table of routes that older systems had. Thread rule: pure functions.
#pragma once

#include <vector>

#include "routes.hpp"

namespace ohmstead::api::systems {

inline constexpr std::string_view k_battery_optimizer = "Battery Optimizer";
inline constexpr std::string_view k_darkstar = "Darkstar";
inline constexpr std::string_view k_smartload = "SmartLoad";

void add_battery_optimizer_routes(std::vector<Route>& routes);
void add_darkstar_routes(std::vector<Route>& routes);
void add_smartload_routes(std::vector<Route>& routes);

}  // namespace ohmstead::api::systems
