// How a home's devices hang together, and the balance that follows.
//
// Looked up once per case, so that nothing compares names slot by slot. Units and signs as in
// home/case.hpp. Thread rule: plain values.
//
//   const Wiring wiring = make_wiring(home);
//   Power net = net_import(wiring, plan.slots[t]);   // negative: export
#pragma once

#include <cstddef>
#include <vector>

#include "ohmstead/home/plan.hpp"

namespace ohmstead::plan {

struct Wiring {
  static constexpr std::size_t k_ac_bus = static_cast<std::size_t>(-1);

  std::vector<std::size_t> inverter_of;  // of each battery: index in Case::inverters, or k_ac_bus
  base::Power standby;                   // of all batteries together, on the AC bus
};

[[nodiscard]] Wiring make_wiring(const home::Case& home);

// Import less export that load, PV, batteries and inverters of `slot` make on the AC bus.
[[nodiscard]] base::Power net_import(const Wiring& wiring, const home::PlanSlot& slot);

}  // namespace ohmstead::plan
