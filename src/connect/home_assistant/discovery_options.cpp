#include <algorithm>

#include "home_assistant/announcement.hpp"
#include "parts/broker.hpp"

namespace ohmstead::connect {

base::Result<std::optional<DiscoveryOptions>> discovery_options(
    const home::Site& site, const std::vector<home::Secret>& secrets) {
  if (!site.service.home_assistant) return std::nullopt;
  const home::HomeAssistantService& wanted = *site.service.home_assistant;
  const auto fault = [](const std::string& key, const std::string& text) {
    return base::fail(base::ErrorKind::invalid_input,
                      "service.home_assistant." + key + ": " + text);
  };
  const auto connection =
      std::find_if(site.connections.begin(), site.connections.end(),
                   [&](const home::Connection& each) { return each.id == wanted.connection; });
  if (connection == site.connections.end())
    return fault("connection", "there is no connection '" + wanted.connection + "'");
  if (!is_entity_id(wanted.node)) return fault("node", "small letters, digits and _ are allowed");
  if (!net::is_topic(wanted.prefix)) return fault("prefix", "is no topic");
  const base::SystemClock clock;
  auto broker = broker_options(*connection, {site, secrets, clock});
  if (!broker)
    return tl::unexpected{base::in_context("connection " + wanted.connection, broker.error())};
  DiscoveryOptions options;
  options.broker = std::move(*broker);
  options.node = wanted.node;
  options.prefix = wanted.prefix;
  options.home = site.name;
  options.url = wanted.url;
  options.currency = site.currency;
  return options;
}

}  // namespace ohmstead::connect
