// The passes of `multipass` in the order in which they run; one file each.
//
// Each reads what those before it wrote into the state and writes its own part; none fails. Units
// and signs as in state.hpp. Thread rule: pure functions of the state.
#pragma once

#include <span>
#include <vector>

#include "state.hpp"

namespace ohmstead::plan::multipass {

// 0: less PV and more load than expected, to be on the safe side.
void add_margins(State& state);

// 1: which slots are cheap, and whether the sun is too weak to do without buying.
void find_cheap_slots(State& state);

// 2: which slots heat water; adds their power to state.water_kw. One row of kW per task.
[[nodiscard]] std::vector<std::vector<double>> place_water(State& state,
                                                           std::span<const WaterTask> tasks);

// 3: how the storage empties when nothing is bought.
void deplete_baseline(State& state);

// 4: what each window has to store for the gap after it, with the S-index on top.
[[nodiscard]] double find_s_index(State& state);
void assign_responsibilities(State& state);

// 5: in which slots that is bought.
void place_charging(State& state);

// 6: what is done in each slot, by going through them in order.
void choose_actions(State& state);

// 7: bans runs that are too short; true when there were any, so that pass 6 has to be done again.
[[nodiscard]] bool ban_short_runs(State& state);

// All of them.
[[nodiscard]] std::vector<std::vector<double>> run_passes(State& state,
                                                          std::span<const WaterTask> tasks);

}  // namespace ohmstead::plan::multipass
