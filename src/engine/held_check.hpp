// What a store can hold now, by what it held before.
//
// A jump that lasts an hour is believed, and so is the way back. Units: kWh, kW. Thread rule: one
// thread.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "ohmstead/base/time.hpp"

namespace ohmstead::engine {

class HeldCheck {
 public:
  // Whether it may hold `soc_kwh` now, filled or emptied with at most `most_kw`; what may be is
  // remembered.
  [[nodiscard]] bool may_hold(const std::string& id, double soc_kwh, double capacity_kwh,
                              double most_kw, base::Time now);
  void forget(const std::string& id) { stored_.erase(id); }

 private:
  struct Held {
    double kwh = 0.0;
    base::Time at;
  };
  struct Stored {
    Held held;
    std::optional<Held> before_jump;  // that was believed: what may come back at once
    std::optional<base::Time> jumped_at;
  };
  std::map<std::string, Stored> stored_;
};

}  // namespace ohmstead::engine
