// This home as entities of Home Assistant: what it measures, plans and saves, and orders from there
// as overrides.
//
// Meters: power at the grid (positive: bought), of the home, the sun, batteries and cars, and
// counters for the energy dashboard. Orders: what a device is to do (`plan`: nothing by hand), how
// a car is charged, for how long the next order holds, and the emergency stop. Thread rule: tell()
// from the engine's thread; orders come on a thread of the broker's connection.
//
//   auto shown = HomeInHomeAssistant::make(site, engine, clock, options);
//   (*shown)->tell(snapshot);
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "ohmstead/base/clock.hpp"
#include "ohmstead/connect/home_assistant_discovery.hpp"
#include "ohmstead/engine/engine.hpp"

namespace ohmstead::app {

// The entities of a site, in a fixed order. Ids of devices become names that Home Assistant allows.
[[nodiscard]] std::vector<connect::Entity> entities_of(const home::Site& site);

class HomeInHomeAssistant {
 public:
  // All must outlive it, and the engine must not run any more when it ends.
  [[nodiscard]] static base::Result<std::unique_ptr<HomeInHomeAssistant>> make(
      const home::Site& site, engine::Engine& engine, const base::Clock& clock,
      connect::DiscoveryOptions options);

  void start() { line_->start(); }
  // No order comes after it.
  void stop() { line_->stop(); }
  void tell(const engine::Snapshot& now);
  void tell(const home::Readings& now);
  // Why the broker is not reached; empty: it is.
  [[nodiscard]] std::string fault() const { return line_->fault(); }

 private:
  HomeInHomeAssistant(const home::Site& site, engine::Engine& engine, const base::Clock& clock)
      : site_{&site}, engine_{&engine}, clock_{&clock} {}
  void obey(const connect::EntityOrder& order);
  void obey_device(const std::string& device, const std::string& wanted);
  void tell_orders();

  const home::Site* site_;
  engine::Engine* engine_;
  const base::Clock* clock_;
  std::atomic<double> minutes_ = 90.0;  // that the next order holds
  std::unique_ptr<connect::HomeAssistantDiscovery> line_;
};

}  // namespace ohmstead::app
