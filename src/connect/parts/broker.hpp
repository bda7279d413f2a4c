// What connections through an MQTT broker share: where it is, and what is wrong with it in words
// that name the lines of the site file. Thread rule: pure functions.
#pragma once

#include <string>

#include "ohmstead/base/result.hpp"
#include "ohmstead/net/mqtt_client.hpp"
#include "points/make_driver.hpp"

namespace ohmstead::connect {

// Errors: invalid_input.
[[nodiscard]] base::Result<net::MqttOptions> broker_options(const home::Connection& connection,
                                                            const DriverContext& context);
// Empty while it is connected.
[[nodiscard]] std::string broker_fault(const net::MqttState& state, const std::string& connection);

}  // namespace ohmstead::connect
