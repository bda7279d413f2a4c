// What a home's meters tell when they are noisy or at fault (home/simulation.hpp).
//
// Thread rule: one thread at a time.
#pragma once

#include <optional>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/home/readings.hpp"
#include "ohmstead/home/simulation.hpp"

namespace ohmstead::simulate {

class MeterFaults {
 public:
  // `simulation` must outlive it.
  explicit MeterFaults(const home::Simulation& simulation)
      : simulation_{&simulation}, frozen_(simulation.faults.size()), base_(frozen_.size()) {}

  // The readings as the meters tell them. Fails with unavailable while the meter of the house, or
  // all of them, are missing.
  [[nodiscard]] base::Result<home::Readings> falsify(home::Readings truth);

 private:
  void add_noise(home::Readings& readings) const;

  const home::Simulation* simulation_;
  std::vector<std::optional<home::Readings>> frozen_;  // per fault
  // Counters when they began anew, per fault.
  std::vector<std::optional<std::vector<base::Energy>>> base_;
};

}  // namespace ohmstead::simulate
