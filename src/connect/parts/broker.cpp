#include "parts/broker.hpp"

#include <fmt/format.h>

namespace ohmstead::connect {

base::Result<net::MqttOptions> broker_options(const home::Connection& connection,
                                              const DriverContext& context) {
  auto options = net::read_mqtt_url(connection.url);
  if (!options) return tl::unexpected{base::in_context("url", options.error())};
  auto password = secret_of(context, connection.password);
  if (!password) return tl::unexpected{base::in_context("password", password.error())};
  if (!password->empty() && connection.user.empty())
    return base::fail(base::ErrorKind::invalid_input, "user: missing; the password is whose?");
  options->user = connection.user;
  options->password = std::move(*password);
  return options;
}

std::string broker_fault(const net::MqttState& state, const std::string& connection) {
  if (state.is_connected) return {};
  switch (state.trouble) {
    case net::MqttTrouble::refused:
      return fmt::format("{}: see user and password of connection {}", state.what, connection);
    case net::MqttTrouble::unknown_host:
      return fmt::format("{}: see url of connection {}", state.what, connection);
    case net::MqttTrouble::not_encrypted:
      return fmt::format(
          "{}: see url of connection {}; ?ca_file=FILE names an authority of your own", state.what,
          connection);
    case net::MqttTrouble::no_answer:
      return fmt::format("{}: is it running, and is the url of connection {} right?", state.what,
                         connection);
    case net::MqttTrouble::none:
    case net::MqttTrouble::not_yet:
    case net::MqttTrouble::lost:
      return state.what;
  }
  return state.what;
}

}  // namespace ohmstead::connect
