// What a charge point's meter says: the power that the car draws, the meter's counter, the car's
// charge. Values that no charger can have do not count. Thread rule: pure functions.
#pragma once

#include <optional>
#include <vector>

#include "ohmstead/base/time.hpp"
#include "ohmstead/base/units.hpp"
#include "ohmstead/describe/node.hpp"

namespace ohmstead::connect {

struct MeterSample {
  base::Time at;
  std::optional<base::Power> power;
  std::optional<base::Energy> energy;  // the counter, whatever it began with
  std::optional<double> soc_pct;
};

// Of a list "meterValue" or "transactionData", in its order. `voltage_v` turns currents into power
// where no power is told.
[[nodiscard]] std::vector<MeterSample> read_meter_values(const describe::Node& list,
                                                         double voltage_v, base::Time now);

}  // namespace ohmstead::connect
