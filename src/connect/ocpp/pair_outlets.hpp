// Which connector serves which car, from what the site says. Thread rule: pure functions.
#pragma once

#include <vector>

#include "ocpp/charge_point.hpp"
#include "ohmstead/home/site.hpp"

namespace ohmstead::connect {

// One for each identity. Errors: invalid_input with all that is wrong, one line each.
[[nodiscard]] base::Result<std::vector<ChargePoint>> pair_outlets(
    const home::Connection& connection, const home::Site& site);

}  // namespace ohmstead::connect
