// Darkstar's routes: its schedule, its figures, and manual actions as blocks of a timeline.
//
// A list of blocks {content, start, end} stands for all that is set by hand: simulating plans with
// them, saving sets them. Several batteries count as one. Thread rule: on the server's thread; what
// a Later does on a worker.
#pragma once

#include "asked.hpp"

namespace ohmstead::api::systems {

// The palettes that the dashboard brings.
inline constexpr std::array<std::string_view, 8> k_palettes{
    "Atom One Dark",        "Ayu",         "Batman",   "Catppuccin Latte",
    "Catppuccin Macchiato", "Dark Modern", "Material", "Material Design Colors"};

[[nodiscard]] Answer darkstar_status(const Asked& asked);
[[nodiscard]] Answer darkstar_schedule(const Asked& asked);
[[nodiscard]] Answer darkstar_config(const Asked& asked);
[[nodiscard]] Answer initial_state(const Asked& asked);
[[nodiscard]] Answer forecast_horizon(const Asked& asked);
[[nodiscard]] Answer water_today(const Asked& asked);
[[nodiscard]] Answer themes(const Asked& asked);
[[nodiscard]] Answer run_planner(const Asked& asked);
[[nodiscard]] Answer push_schedule(const Asked& asked);

[[nodiscard]] Answer load_average(const Asked& asked);
[[nodiscard]] Answer learning_status(const Asked& asked);
[[nodiscard]] Answer learning_loops(const Asked& asked);
[[nodiscard]] Answer learning_changes(const Asked& asked);

[[nodiscard]] Answer simulate_blocks(const Asked& asked);
[[nodiscard]] Answer save_schedule(const Asked& asked);

}  // namespace ohmstead::api::systems
