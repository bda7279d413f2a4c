// All meters and devices that a site reaches, by its connections.
//
// Each connection lives on threads of its own once start() was called, and comes back by itself
// after failures. Thread rule: one thread; the drivers as they say.
//
//   auto devices = LiveDevices::make(site, secrets, clock);
//   (*devices)->start();
//   auto home = engine::DrivenHome::make(clock, zone, control::limits_of(site),
//   (*devices)->drivers());
#pragma once

#include <chrono>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "ohmstead/base/clock.hpp"
#include "ohmstead/home/site.hpp"
#include "ohmstead/ports/device_driver.hpp"

namespace ohmstead::connect {

class LiveDriver;

// One mapping of a connection, tried without writing anything.
struct LiveCheck {
  std::string connection;
  std::string what;   // "battery soc (sensor.battery_soc)"
  std::string value;  // as understood, kW, kWh, %, deg C; empty: nothing came
  std::string fault;  // in plain words; empty: fine
};

class LiveDevices {
 public:
  // Chargers that several cars share are devices of their own (home/shared_charger.hpp). Clock and
  // secrets must outlive this object. Errors: invalid_input with all that is wrong, one line each
  // with its place: `connections[0].readings[2].at: ...`.
  [[nodiscard]] static base::Result<std::unique_ptr<LiveDevices>> make(
      const home::Site& site, const std::vector<home::Secret>& secrets, const base::Clock& clock);
  ~LiveDevices();
  LiveDevices(const LiveDevices&) = delete;
  LiveDevices& operator=(const LiveDevices&) = delete;

  void start();
  // For check() alone: it then also tells whether what commands write can be written.
  void start_for_check();
  void stop();
  [[nodiscard]] std::vector<ports::DeviceDriver*> drivers() const;
  // Whether all that was written is on its way: commands can have pauses inside.
  [[nodiscard]] bool is_idle() const;
  // Every mapping, as soon as all have told something, at most after `within`. After
  // start_for_check().
  [[nodiscard]] std::vector<LiveCheck> check(std::chrono::milliseconds within,
                                             const std::stop_token& stop = {}) const;

 private:
  explicit LiveDevices(home::Site site);

  home::Site site_;  // as drivers see it
  std::vector<std::unique_ptr<LiveDriver>> drivers_;
};

}  // namespace ohmstead::connect
