#include "points/make_driver.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "modbus/modbus_bus.hpp"
#include "mqtt/mqtt_bus.hpp"
#include "points/point_driver.hpp"

namespace ohmstead::connect {
namespace {

using home::Connection;
using home::ConnectionKind;

}  // namespace

base::Result<std::string> secret_of(const DriverContext& context, const std::string& name) {
  if (name.empty()) return std::string{};
  const auto found = std::find_if(context.secrets.begin(), context.secrets.end(),
                                  [&](const home::Secret& secret) { return secret.name == name; });
  if (found != context.secrets.end()) return found->value;
  return base::fail(base::ErrorKind::invalid_input,
                    fmt::format("the secrets file has no '{}'", name));
}

base::Result<std::unique_ptr<LiveDriver>> make_driver(const Connection& each,
                                                      const DriverContext& context) {
  const auto over = [&](base::Result<std::unique_ptr<PointBus>> bus)
      -> base::Result<std::unique_ptr<LiveDriver>> {
    if (!bus) return tl::unexpected{bus.error()};
    return PointDriver::make(each, std::move(*bus), context);
  };
  switch (each.kind) {
    case ConnectionKind::mqtt:
      return over(make_mqtt_bus(each, context));
    case ConnectionKind::modbus:
      return over(make_modbus_bus(each, context));
    default:
      break;
  }
  return base::fail(base::ErrorKind::invalid_input,
                    fmt::format("kind: {} cannot be reached by this build",
                                home::names_of(each.kind)[static_cast<std::size_t>(each.kind)]));
}

}  // namespace ohmstead::connect
