#include "points/make_driver.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "evcc/evcc_driver.hpp"
#include "growatt/growatt_driver.hpp"
#include "home_assistant/bus.hpp"
#include "home_assistant/profiles.hpp"
#include "http/http_bus.hpp"
#include "loxone/loxone_bus.hpp"
#include "modbus/modbus_bus.hpp"
#include "mqtt/mqtt_bus.hpp"
#include "ocpp/ocpp_driver.hpp"
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
  const auto with = [&](const Connection& connection, base::Result<std::unique_ptr<PointBus>> bus)
      -> base::Result<std::unique_ptr<LiveDriver>> {
    if (!bus) return tl::unexpected{bus.error()};
    return PointDriver::make(connection, std::move(*bus), context);
  };
  const auto over = [&](base::Result<std::unique_ptr<PointBus>> bus) {
    return with(each, std::move(bus));
  };
  switch (each.kind) {
    case ConnectionKind::mqtt:
      return over(make_mqtt_bus(each, context));
    case ConnectionKind::evcc:
      return make_evcc_driver(each, context);
    case ConnectionKind::home_assistant: {
      const auto whole = with_profile(each);
      if (!whole) return tl::unexpected{whole.error()};
      return with(*whole, make_home_assistant_bus(*whole, context));
    }
    case ConnectionKind::growatt:
      return make_growatt_driver(each, context);
    case ConnectionKind::http:
      return over(make_http_bus(each, context));
    case ConnectionKind::loxone:
      return over(make_loxone_bus(each, context));
    case ConnectionKind::ocpp:
      return make_ocpp_driver(each, context);
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
