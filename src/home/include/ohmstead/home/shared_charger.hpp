// Chargers at which several cars take turns, named by connections in place of a car.
//
// To a driver such a charger is a car of its own, the stand-in: what it tells of it and is told
// goes to whichever car is plugged in (engine/shared_chargers.hpp). Nobody knows whose battery it
// is, so a stand-in holds 100 kWh: its kWh are per cent. Thread rule: pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ohmstead/home/site.hpp"

namespace ohmstead::home {

inline constexpr base::Energy k_stand_in_capacity{100.0};

// Whether several cars may use it, and no other device has its name.
[[nodiscard]] bool is_shared_charger(const Site& site, const std::string& id);

// Those that a connection names, in the order of the site.
[[nodiscard]] std::vector<std::string> shared_chargers(const Site& site);

// In any case of letters; `name` is a charger's.
[[nodiscard]] bool is_known_as(const SiteVehicle& car, std::string_view name);
// The same for names that mean the same.
[[nodiscard]] std::string name_key(std::string_view name);

// The site as drivers see it: the stand-ins are among its vehicles.
[[nodiscard]] Site with_stand_ins(Site site);

}  // namespace ohmstead::home
