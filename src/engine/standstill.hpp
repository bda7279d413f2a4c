// Whether somebody tells the same numbers for ever while power flows.
//
// How much flows between one telling and the next differs: a meter that speaks each second, a
// gateway that asks each minute, a counter of tenths of a kWh. So it is learned; thrice as much,
// for three quarters of a minute at least, is a standstill. Before it knows its partner it says
// nothing. Units: kW. Thread rule: one thread.
//
//   if (standstill.look({soc_kwh, charge_kw, charged_kwh}, flow, now)) ...
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "ohmstead/base/time.hpp"
#include "ohmstead/base/units.hpp"

namespace ohmstead::engine {

class Standstill {
 public:
  using Told = std::array<double, 3>;

  // `told`: what changes while power flows; `flow` as told with it.
  [[nodiscard]] bool look(const Told& told, base::Power flow, base::Time now);

 private:
  void learn();

  std::optional<Told> told_;
  base::Time since_{}, looked_at_{};
  base::Energy flowed_;  // since it last told something else
  base::Energy usual_;   // between one change and the next, of the slower ones
  std::int64_t changes_ = 0;
};

}  // namespace ohmstead::engine
