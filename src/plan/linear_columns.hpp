// Where the linear model keeps the powers and states of batteries and inverters.
//
// Vectors count slots, or steps of power and then slots; an identifier is unset where the model has
// no such column. Thread rule: plain values.
#pragma once

#include <string>
#include <vector>

#include "ohmstead/solve/solver.hpp"

namespace ohmstead::plan {

struct BatteryColumns {
  std::vector<std::vector<solve::ColumnId>> charge;     // [step][slot]
  std::vector<std::vector<solve::ColumnId>> discharge;  // [step][slot]
  std::vector<solve::ColumnId> soc;                     // at the end of the slot
  std::vector<solve::RowId> dynamics;
  std::vector<solve::ColumnId> direction;  // binary; unset where not exclusive
  // Unset where there is no demand or no such rule in the slot.
  std::vector<solve::ColumnId> missed, full;  // demanded and not charged, kW; whether it ends full
  std::vector<solve::ColumnId> kept, empty;   // wished and not given, kW; whether it ends empty
  std::vector<solve::ColumnId> on, top_off;   // of min_charge
  // [edge][slot], of wear by depth.
  struct Depth {
    solve::ColumnId held;    // kWh held below the edge
    solve::ColumnId taken;   // of them in this slot
    solve::ColumnId filled;  // binary: all that fits is held
  };
  std::vector<std::vector<Depth>> depth;
  // [step][slot]: the step is full, so that the next one may be used; unset where not ordered.
  std::vector<std::vector<solve::ColumnId>> charge_full, discharge_full;
};

// Of a battery since a demand on it began.
struct DemandFilling {
  bool has_begun = false;
  double low_kwh = 0.0, high_kwh = 0.0;  // the states in which it can have begun
  solve::ColumnId before;                // that state; unset where it is known
  double demanded_kwh = 0.0;             // as stored
  solve::ColumnId spent;                 // missed and taken out, as stored; unset at first
};

struct InverterColumns {
  std::vector<std::vector<solve::ColumnId>> to_ac, from_ac;            // [step][slot]
  std::vector<std::vector<solve::ColumnId>> to_ac_full, from_ac_full;  // as of batteries
  std::vector<solve::ColumnId> pv;
  std::vector<solve::RowId> bus;
  std::vector<solve::ColumnId> direction;
};

// Of a device whose power has steps.
struct StepNames {
  const char* device = "";
  const char* what = "";
  const std::string& id;
};

}  // namespace ohmstead::plan
