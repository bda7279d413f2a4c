// The columns of cars in a linear model, and what a solution of it means for the cars.
//
// Solutions of a relaxed model hold powers that no charger can be set to, and more cars than
// chargers; they are rounded slot by slot, what is left out or added is made up for in the next
// slots in which the car charges. Exact solutions come out as they are. Units: kW, kWh. Thread
// rule: pure functions.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "ohmstead/solve/model.hpp"
#include "vehicle.hpp"

namespace ohmstead::plan {

// Levels `jump_kw` above the last run, and `steps` more in equal distances.
struct LevelRun {
  double jump_kw = 0.0;
  double spacing_kw = 0.0;
  int steps = 0;
};
[[nodiscard]] std::vector<LevelRun> level_runs(std::span<const double> levels_kw);

struct RunColumns {
  solve::ColumnId opens, steps;
};

// Of a car at a kind of charger in a slot; index -1 where there is no such column.
struct PlugColumns {
  solve::ColumnId charge, give;    // powers
  solve::ColumnId charges, gives;  // 0/1
  std::vector<RunColumns> runs;
};

struct VehicleColumns {
  std::vector<std::vector<std::vector<PlugColumns>>> plugs;  // [car][plug][slot]
  std::vector<std::string> kind_names;
  bool has_switches = false;
};

[[nodiscard]] inline bool is_useful(const Plug& plug) {
  return plug.most_kw > 0.0 || plug.discharge_kw > 0.0;
}

void take_tracks(const VehicleElement& element, const VehicleColumns& columns,
                 std::span<const double> values, std::span<Track> tracks);
void give_switches(const VehicleElement& element, const VehicleColumns& columns,
                   std::span<const Track> tracks, std::span<double> values);

}  // namespace ohmstead::plan
