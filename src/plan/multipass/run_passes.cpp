#include <algorithm>

#include "passes.hpp"

namespace ohmstead::plan::multipass {
namespace {

// Each round bans at least one slot's action; a few settle all homes that were seen.
constexpr int k_most_rounds = 8;

void clear_plan(State& state) {
  std::fill(state.bought_kw.begin(), state.bought_kw.end(), 0.0);
  state.settings.export_.is_enabled = false;
}

}  // namespace

std::vector<std::vector<double>> run_passes(State& state, std::span<const WaterTask> tasks) {
  add_margins(state);
  find_cheap_slots(state);
  auto water_kw = place_water(state, tasks);
  deplete_baseline(state);
  assign_responsibilities(state);
  place_charging(state);
  if (state.settings.manual.is_exclusive && !state.home->manual_blocks.empty()) clear_plan(state);
  choose_actions(state);
  for (int round = 0; round < k_most_rounds && ban_short_runs(state); ++round)
    choose_actions(state);
  return water_kw;
}

}  // namespace ohmstead::plan::multipass
