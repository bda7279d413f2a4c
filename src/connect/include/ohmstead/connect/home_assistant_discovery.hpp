// Values of this home at an MQTT broker, announced so that Home Assistant makes entities of them by
// itself: sensors, also for its energy dashboard, and switches, numbers and choices that give
// orders.
//
// Announcements and states are kept by the broker, so that Home Assistant finds them after a
// restart; when this program is gone the broker says that nothing is available. An order counts
// only as it is given: one that the broker kept is of a time that nobody knows. Announcements of
// entities that are no more are taken back. Units are in the kinds. Thread rule: start() and stop()
// from one thread, tell_...() and fault() from any; orders come from a thread of the connection and
// may call tell_...(), not stop().
//
//   auto home = HomeAssistantDiscovery::make(options, {{"soc", "Battery", EntityKind::soc_pct}},
//                                            [](const EntityOrder& order) { ... });
//   (*home)->start();
//   (*home)->tell_number("soc", 55.0);
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ohmstead/base/result.hpp"
#include "ohmstead/home/site.hpp"
#include "ohmstead/net/mqtt_client.hpp"

namespace ohmstead::connect {

enum class EntityKind {
  power_kw,
  energy_kwh,  // a counter that only rises, as the energy dashboard wants it
  soc_pct,
  temperature_c,
  money,
  price_per_kwh,
  text,
  yes_or_no,
  toggle,  // orders: "ON", "OFF"
  number,  // orders: from least to most
  choice,  // orders: one of the options
};

struct Entity {
  std::string id;    // small letters, digits and _
  std::string name;  // for people
  EntityKind kind = EntityKind::text;
  std::string unit = {};  // of a number
  double least = 0.0;     // of a number, as are the next
  double most = 100.0;
  double step = 1.0;
  std::vector<std::string> options = {};  // of a choice
};

struct EntityOrder {
  std::string id;
  std::string text;                   // "ON", "OFF", an option, a number
  std::optional<double> number = {};  // of a number
};

struct DiscoveryOptions {
  net::MqttOptions broker;
  std::string node = "ohmstead";  // as an id; begins topics: two homes at a broker have two
  std::string prefix = "homeassistant";
  std::string home = "Ohmstead";  // for people
  std::string version = {};
  std::string url = {};  // of the dashboard
  std::string currency = "EUR";
};

class HomeAssistantDiscovery {
 public:
  using OnOrder = std::function<void(const EntityOrder&)>;

  // Errors: invalid_input with all entities that cannot be, one line each.
  [[nodiscard]] static base::Result<std::unique_ptr<HomeAssistantDiscovery>> make(
      DiscoveryOptions options, std::vector<Entity> entities, OnOrder on_order = {});
  ~HomeAssistantDiscovery();
  HomeAssistantDiscovery(const HomeAssistantDiscovery&) = delete;
  HomeAssistantDiscovery& operator=(const HomeAssistantDiscovery&) = delete;

  void start();
  // Says that nothing is available any more. Not to be started again.
  void stop();
  // States; what is as before is not sent again. Precondition: an entity of this id. Nothing, and
  // what is not finite: it is not known.
  void tell_number(const std::string& id, std::optional<double> number);
  void tell_text(const std::string& id, std::string_view text);
  void tell_whether(const std::string& id, bool is_so);  // yes_or_no, toggle
  // Why Home Assistant is not reached, in words for people; empty: it is.
  [[nodiscard]] std::string fault() const;

 private:
  HomeAssistantDiscovery(DiscoveryOptions options, std::vector<Entity> entities, OnOrder on_order);
  struct Core;
  std::unique_ptr<Core> core_;
};

// As the site's `service.home_assistant` says; nothing where it says nothing. Errors: invalid_input
// with its place.
[[nodiscard]] base::Result<std::optional<DiscoveryOptions>> discovery_options(
    const home::Site& site, const std::vector<home::Secret>& secrets);

}  // namespace ohmstead::connect
