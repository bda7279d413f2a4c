// What the home's own rules know and must not forget at a restart.
//
// Units: kWh, times UTC. Thread rule: plain values, pure functions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/base/time.hpp"
#include "ohmstead/base/units.hpp"

namespace ohmstead::home {

struct KeptSoc {
  std::string car;
  base::Energy soc;
  base::Time told_at;
};

struct KeptHygiene {
  std::string heater;
  base::Time hot_at;
  std::optional<base::Time> run_from;
  std::optional<base::Time> run_until;
};

// Since when a car stands at a plug with all that it needs, or waits for one.
struct KeptWait {
  std::string car;
  std::optional<base::Time> done_since;
  std::optional<base::Time> needs_since;
};

struct KeptHouse {
  std::vector<KeptSoc> cars;
  std::vector<KeptWait> waits = {};
  std::vector<KeptHygiene> heaters;
};

[[nodiscard]] std::string write_kept_house(const KeptHouse& kept);
[[nodiscard]] base::Result<KeptHouse> read_kept_house(const std::string& text);

}  // namespace ohmstead::home
