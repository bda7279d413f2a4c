// Meters that contradict each other, found while it happens: another unit, the wrong way round.
//
// What the home draws, its devices, the sun and the grid must add up. Where they do not for half a
// minute, or the grid meter tells what no house draws, the grid is taken to be what the others say.
// Units: kW. Thread rule: one thread.
#pragma once

#include <optional>
#include <string>

#include "ohmstead/ports/device_driver.hpp"

namespace ohmstead::engine {

class MeterBalance {
 public:
  // `most`: what the connection can carry, if the site says so.
  explicit MeterBalance(std::optional<base::Power> most) : most_{most} {}

  // Of what drivers told, before anything is derived from it; `others` is what batteries and
  // devices draw. Puts right what it can. A sentence; empty: all fits.
  [[nodiscard]] std::string check(ports::Measured& measured, base::Power others);

 private:
  // Since when it has been so, if it is.
  [[nodiscard]] bool lasts(bool is_so, base::Time now);

  std::optional<base::Power> most_;
  std::optional<base::Time> since_;
};

}  // namespace ohmstead::engine
