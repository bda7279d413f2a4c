// Meters that contradict each other, found while it happens: another unit, the wrong way round.
//
// What the home draws, its devices, the sun and the grid must add up. Where they do not for half a
// minute, or the grid meter tells what no house draws, the grid is taken to be what the others say.
// A grid meter that tells the very same while what the others measure changes has stopped; then the
// home is taken to draw what it did. Where nothing else is measured that cannot be seen.
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
  // By how much the others changed since the grid meter stopped; 0: it has not.
  [[nodiscard]] double stopped_kw(const ports::Measured& measured, double net_kw, double others_kw);

  std::optional<base::Power> most_;
  std::optional<base::Time> since_;
  struct Told {
    double net_kw, others_kw;  // the others as they were then
    base::Time at;
    double change_kw;  // the greatest of the others since then
  };
  std::optional<Told> told_;  // since the grid meter tells the same
};

}  // namespace ohmstead::engine
