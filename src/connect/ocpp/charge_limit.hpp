// From a power at the home to a charging current, and to the profile that tells it. Thread rule:
// pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "ohmstead/base/units.hpp"
#include "ohmstead/home/vehicle.hpp"

namespace ohmstead::connect {

struct ChargeLimit {
  double current_a = 0.0;              // of each phase; 0: do not charge
  std::optional<std::int64_t> phases;  // absent: the charger has no choice
};

// The currents of a charger that names none: those of its powers, on three phases where one cannot
// carry as much.
[[nodiscard]] home::ChargerCurrents currents_of(const home::Charger& charger);
// The highest current, a step of the charger, that does not draw more; 0 below the least.
[[nodiscard]] ChargeLimit limit_of(const home::ChargerCurrents& currents, base::Power power);
[[nodiscard]] base::Power least_power(const home::ChargerCurrents& currents);
[[nodiscard]] base::Power most_power(const home::ChargerCurrents& currents);

struct ChargeProfile {
  std::int64_t connector = 1;
  std::int64_t id = 1;
  std::optional<std::int64_t> transaction;  // absent: for all to come
  ChargeLimit limit;
};
// The payload of SetChargingProfile, and of ClearChargingProfile.
[[nodiscard]] std::string set_profile_payload(const ChargeProfile& profile);
[[nodiscard]] std::string clear_profile_payload(std::int64_t id);

}  // namespace ohmstead::connect
